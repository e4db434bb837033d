import { normalizeCode } from '@claims-audit/contracts'
import type { CodeDictionary } from '../dictionary/code-dictionary.js'
import type { IsoDate } from '../editions.js'
import type { Spans } from '../storage/spans.js'

/** The edits of the Medicare Code Editor, by the names that CMS's software gives them. */
export const EDITS = [
  'INVALID_CODE',
  'DUPLICATE_OF_PDX',
  'AGE_CONFLICT',
  'SEX_CONFLICT',
  'MANIFESTATION_AS_PDX',
  'E_CODE_AS_PDX',
  'UNACCEPTABLE_PDX',
  'REQUIRES_SDX',
  'QUESTIONABLE_ADMISSION',
  'UNSPECIFIED',
  'WRONG_PROCEDURE_PERFORMED',
  'NON_COVERED',
  'LIMITED_COVERAGE',
  'QUESTIONABLE_OBSTETRIC_ADMISSION',
  'INCONSISTENT_WITH_LENGTH_OF_STAY',
  'INVALID_ADMIT_DX',
  'INVALID_AGE',
  'INVALID_SEX',
  'INVALID_DISCHARGE_STATUS',
] as const
export type EditName = (typeof EDITS)[number]

/**
 * An edit that a claim fails, and the code that fails it: by its place among the claim's diagnoses or procedures; none
 * where it is about the claim.
 */
export interface Edit {
  name: EditName
  diagnosis?: number
  procedure?: number
}

/**
 * What the editor is told of a stay. The first diagnosis is the principal. Codes with or without the dot, in any case;
 * empty ones are passed over, but for the principal.
 */
export interface EditInput {
  date: IsoDate
  diagnoses: readonly string[]
  procedures: readonly string[]
  admitting?: string | undefined
  /** Whole years at admission; undefined when it is not known, which is an edit of its own. */
  ageInYears: number | undefined
  sex: string
  /** UB-04, `01` to `95`. */
  dischargeStatus: string
  /** Days; undefined where a date is missing. */
  lengthOfStay: number | undefined
}

/** The same with its codes as the dictionary's numbers: -1 was never a code, EMPTY stands for an empty one. */
export interface EditableStay extends Omit<EditInput, 'diagnoses' | 'procedures' | 'admitting'> {
  diagnoses: readonly number[]
  procedures: readonly number[]
  admitting: number
  /** Secondaries that say again what the principal says, valid or not. */
  repetitions: readonly number[]
}

export const EMPTY = -2

/** Ages, inclusive, that an age group of the editor spans, on the days from `from` to `to` (YYYYMMDD). */
export interface AgeRange {
  group: string
  youngest: number
  oldest: number
  from: number
  to: number
}

export interface ValidStatus {
  status: number
  from: number
  to: number
}

/**
 * The first day on which the editor knows no sexes any more: its flags, and the edit of an unknown sex, end with
 * FY2024.
 */
const SEXES_END = 20241001
const OLDEST = 124
/** Ventilation of more than 96 hours cannot have happened in a stay of so many days or fewer. */
const TOO_SHORT_FOR_VENTILATION = 4
/** Lumbar artificial discs are covered up to this age only (NCD 150.10). */
const COVERED_UP_TO = 60

/** Bits of a diagnosis: the flags of its span in the editor's code master. */
const DX = bitsOf([
  'adult',
  'newborn',
  'pediatric',
  'maternity',
  'female',
  'male',
  'ecodepdx',
  'manifestation',
  'unacceptable',
  'reqsdx',
  'qadm',
  'unspecified',
  'wrngproc',
  'delout',
  'diabtypeI',
  'ncov6',
  'ncov7',
  'ncov_z302',
])
const PR = bitsOf([
  'female',
  'male',
  'noncovered',
  'lcov',
  'ncov6',
  'ncov7',
  'ncov45',
  'ncov_z302',
  'ncov12agele60',
  'kidneyxp',
  'lcov_artheartxpa',
  'lcov_artheartxpb',
  'csect',
  'vagdel',
  'los',
])

function bitsOf<Name extends string>(names: Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name, i) => [name, 1 << i])) as Record<Name, number>
}

const AGE_GROUPS = { Adult: DX.adult, Newborn: DX.newborn, Pediatric: DX.pediatric, Maternity: DX.maternity }
const OBSTETRIC = PR.csect | PR.vagdel
/** Not covered beside a diagnosis of the same name: stem cells, sterilization. */
const NOT_COVERED_FOR: [procedure: number, diagnosis: number][] = [
  [PR.ncov6, DX.ncov6],
  [PR.ncov7, DX.ncov7],
  [PR.ncov_z302, DX.ncov_z302],
]

/** The Medicare Code Editor (CMS, Definitions of Medicare Code Edits) over a stay. */
export interface MedicareCodeEditor {
  read(input: EditInput): EditableStay
  /** Every edit that the stay fails, once for each code that fails it. Never throws for what a claim holds. */
  edit(stay: EditableStay): Edit[]
}

export interface EditorTables {
  codes: CodeDictionary
  diagnoses: Spans
  procedures: Spans
  ages: AgeRange[]
  statuses: ValidStatus[]
}

export function openMedicareCodeEditor({
  codes,
  diagnoses,
  procedures,
  ages,
  statuses,
}: EditorTables): MedicareCodeEditor {
  const diagnosisBits = diagnoses.flagSets.map((flags) => bitsAmong(DX, flags))
  const procedureBits = procedures.flagSets.map((flags) => bitsAmong(PR, flags))

  function edit(stay: EditableStay): Edit[] {
    const day = Number(stay.date.replaceAll('-', ''))
    const flagsOf = (code: number): number => flagsAmong(code, diagnoses.on(day), diagnosisBits)
    const edits: Edit[] = []
    const about = stay.diagnoses.map(flagsOf)
    editClaim(stay, day, edits)
    editPrincipal(stay, about, edits)
    editDiagnoses(stay, about, agesAgainst(stay.ageInYears, day, ages), edits)
    editProcedures(
      stay,
      about,
      stay.procedures.map((code) => flagsAmong(code, procedures.on(day), procedureBits)),
      edits,
    )
    if (stay.admitting !== EMPTY && flagsOf(stay.admitting) === INVALID) edits.push({ name: 'INVALID_ADMIT_DX' })
    return edits
  }

  function editClaim({ ageInYears, sex, dischargeStatus }: EditableStay, day: number, edits: Edit[]): void {
    if (ageInYears === undefined || !(ageInYears >= 0 && ageInYears <= OLDEST)) edits.push({ name: 'INVALID_AGE' })
    if (day < SEXES_END && sex !== 'F' && sex !== 'M') edits.push({ name: 'INVALID_SEX' })
    const status = /^\d{1,2}$/.test(dischargeStatus) ? Number(dischargeStatus) : -1
    if (!statuses.some((valid) => valid.status === status && valid.from <= day && day <= valid.to))
      edits.push({ name: 'INVALID_DISCHARGE_STATUS' })
  }

  return {
    read: ({ diagnoses: principalFirst, procedures: performed, admitting = '', ...stay }) => ({
      ...stay,
      diagnoses: principalFirst.map((code) => (isEmpty(code) ? EMPTY : codes.diagnosis(code))),
      procedures: performed.map((code) => (isEmpty(code) ? EMPTY : codes.procedure(code))),
      admitting: isEmpty(admitting) ? EMPTY : codes.diagnosis(admitting),
      repetitions: repetitionsOf(principalFirst),
    }),
    edit,
  }
}

function repetitionsOf([principal = '', ...secondaries]: readonly string[]): number[] {
  const said = normalizeCode(principal)
  return said === ''
    ? []
    : secondaries.flatMap((code, i) => (code === principal || normalizeCode(code) === said ? [i + 1] : []))
}

const isEmpty = (code: string): boolean => code.trim() === ''

function bitsAmong(bits: Record<string, number>, flags: readonly string[]): number {
  return flags.reduce((set, flag) => set | (bits[flag] ?? 0), 0)
}

/** A code that is not valid on the day; flags of a valid code are not negative. */
const INVALID = -1
const NO_CODE = 0

function flagsAmong(code: number, view: Uint8Array, bits: readonly number[]): number {
  if (code === EMPTY) return NO_CODE
  const set = code < 0 ? 0 : (view[code] as number)
  return set === 0 ? INVALID : (bits[set - 1] as number)
}

const has = (flags: number, bit: number): boolean => flags >= 0 && (flags & bit) !== 0

/** The bits of the age groups that a patient of this age is not of. An age that is not known is of none. */
function agesAgainst(age: number | undefined, day: number, ages: AgeRange[]): number {
  const inForce = ages.filter(({ from, to }) => from <= day && day <= to)
  return inForce.reduce((set, { group, youngest, oldest }) => {
    const fits = age !== undefined && youngest <= age && age <= oldest
    return fits ? set : set | AGE_GROUPS[group as keyof typeof AGE_GROUPS]
  }, 0)
}

function editPrincipal({ diagnoses }: EditableStay, about: number[], edits: Edit[]): void {
  const flags = about[0] ?? INVALID
  // CMS's editor answers an empty principal as it does one that is no code.
  if (diagnoses.length === 0 || diagnoses[0] === EMPTY)
    edits.push({ name: 'INVALID_CODE', ...(diagnoses.length > 0 && { diagnosis: 0 }) })
  if (has(flags, DX.ecodepdx)) edits.push({ name: 'E_CODE_AS_PDX', diagnosis: 0 })
  if (has(flags, DX.manifestation)) edits.push({ name: 'MANIFESTATION_AS_PDX', diagnosis: 0 })
  if (has(flags, DX.qadm)) edits.push({ name: 'QUESTIONABLE_ADMISSION', diagnosis: 0 })
  // A code that asks for a secondary is acceptable beside any, and not acceptable alone.
  const accompanied = diagnoses.some((code, i) => i > 0 && code !== EMPTY)
  if (has(flags, DX.reqsdx)) {
    if (!accompanied) edits.push({ name: 'REQUIRES_SDX', diagnosis: 0 })
  } else if (has(flags, DX.unacceptable)) edits.push({ name: 'UNACCEPTABLE_PDX', diagnosis: 0 })
}

function editDiagnoses(
  { diagnoses, repetitions, sex }: EditableStay,
  about: number[],
  otherAges: number,
  edits: Edit[],
): void {
  const otherSexes = (sex === 'F' ? 0 : DX.female) | (sex === 'M' ? 0 : DX.male)
  for (const diagnosis of repetitions) edits.push({ name: 'DUPLICATE_OF_PDX', diagnosis })
  for (let i = 0; i < diagnoses.length; i++) {
    const flags = about[i] as number
    if (flags === INVALID) edits.push({ name: 'INVALID_CODE', diagnosis: i })
    if (flags <= 0) continue
    if ((flags & otherAges) !== 0) edits.push({ name: 'AGE_CONFLICT', diagnosis: i })
    if ((flags & otherSexes) !== 0) edits.push({ name: 'SEX_CONFLICT', diagnosis: i })
    if ((flags & DX.unspecified) !== 0) edits.push({ name: 'UNSPECIFIED', diagnosis: i })
    if ((flags & DX.wrngproc) !== 0) edits.push({ name: 'WRONG_PROCEDURE_PERFORMED', diagnosis: i })
  }
}

function editProcedures(
  { procedures, sex, ageInYears, lengthOfStay }: EditableStay,
  about: number[],
  performed: number[],
  edits: Edit[],
): void {
  const diagnosed = about.reduce((set, flags) => (flags > 0 ? set | flags : set), 0)
  const done = performed.reduce((set, flags) => (flags > 0 ? set | flags : set), 0)
  const otherSexes = (sex === 'F' ? 0 : PR.female) | (sex === 'M' ? 0 : PR.male)
  const delivered = about.some((flags, i) => i > 0 && has(flags, DX.delout))
  for (let i = 0; i < procedures.length; i++) {
    const flags = performed[i] as number
    if (flags === INVALID) edits.push({ name: 'INVALID_CODE', procedure: i })
    if (flags <= 0) continue
    if ((flags & otherSexes) !== 0) edits.push({ name: 'SEX_CONFLICT', procedure: i })
    const covered = coverage(flags, diagnosed, done, ageInYears)
    if (covered !== undefined) edits.push({ name: covered, procedure: i })
    if ((flags & OBSTETRIC) !== 0 && !delivered) edits.push({ name: 'QUESTIONABLE_OBSTETRIC_ADMISSION', procedure: i })
    if ((flags & PR.los) !== 0 && lengthOfStay !== undefined && lengthOfStay <= TOO_SHORT_FOR_VENTILATION)
      edits.push({ name: 'INCONSISTENT_WITH_LENGTH_OF_STAY', procedure: i })
  }
}

/**
 * Not covered, covered within limits, or (undefined) no question: by the procedure, what else was done, and what for.
 */
function coverage(
  flags: number,
  diagnosed: number,
  done: number,
  age: number | undefined,
): 'NON_COVERED' | 'LIMITED_COVERAGE' | undefined {
  if ((flags & PR.noncovered) !== 0) return 'NON_COVERED'
  if (NOT_COVERED_FOR.some(([procedure, diagnosis]) => (flags & procedure) !== 0 && (diagnosed & diagnosis) !== 0))
    return 'NON_COVERED'
  if ((flags & PR.ncov12agele60) !== 0 && !(age !== undefined && age >= 0 && age <= COVERED_UP_TO)) return 'NON_COVERED'
  // Both halves of an artificial heart.
  const artificialHeart = PR.lcov_artheartxpa | PR.lcov_artheartxpb
  if ((flags & artificialHeart) !== 0 && (done & artificialHeart) === artificialHeart) return 'NON_COVERED'
  // A pancreas with a kidney, or for type 1 diabetes.
  if ((flags & PR.ncov45) !== 0 && (done & PR.kidneyxp) === 0 && (diagnosed & DX.diabtypeI) === 0) return 'NON_COVERED'
  return (flags & PR.lcov) !== 0 ? 'LIMITED_COVERAGE' : undefined
}
