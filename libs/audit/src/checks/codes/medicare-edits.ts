import { ageAtAdmission, daysBetween } from '@claims-audit/claim'
import { dotted } from '@claims-audit/contracts'
import type { CodeSets, Edit, EditInput, EditName } from '@claims-audit/code-sets'
import type { ValidatedClaim } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { carriedProcedures, groupedDiagnoses } from '../../record/grouped-diagnoses.js'
import type { EditedClaim, RecordUnderAudit } from '../../findings/subject.js'

/**
 * CMS's editor looks at hospital inpatient claims; others have editors of their own, and fail none here. Validity is
 * left to the checks that say more of it, and a claim that has ended is what the editor asks for: an open stay has no
 * discharge status yet.
 */
export function editClaim(claim: ValidatedClaim['claim'], date: string, { editor }: CodeSets): EditedClaim {
  const input = editInputOf(claim, date)
  if (claim.claimType !== 'institutional-inpatient') return { input, edits: [], admitting: [] }
  return { input, edits: editor.edit(editor.read(input)), admitting: admittingEdits(claim, input, editor) }
}

/**
 * The editor flags an admitting diagnosis of another age too (CMS, Definitions of Medicare Code Edits, age conflict);
 * it stands in no place of its own there.
 */
function admittingEdits(
  { diagnoses }: ValidatedClaim['claim'],
  input: EditInput,
  editor: CodeSets['editor'],
): EditedClaim['admitting'] {
  const code = diagnoses.find(({ role }) => role === 'admitting')?.code
  if (code === undefined || input.diagnoses.includes(code)) return []
  const edits = editor.edit(editor.read({ ...input, diagnoses: ['', code], procedures: [] }))
  return edits.filter(({ diagnosis }) => diagnosis === 1).map(({ name }) => ({ name, code }))
}

function editInputOf(claim: ValidatedClaim['claim'], date: string): EditInput {
  const { admissionDate, dischargeDate } = claim
  return {
    date,
    diagnoses: groupedDiagnoses(claim).map(({ code }) => code),
    procedures: carriedProcedures(claim),
    ageInYears: ageAtAdmission(claim),
    sex: claim.patient.sex,
    // An open stay has no status to judge yet.
    dischargeStatus: dischargeDate === undefined ? '01' : (claim.dischargeStatus ?? ''),
    lengthOfStay:
      admissionDate === undefined || dischargeDate === undefined
        ? undefined
        : daysBetween(admissionDate, dischargeDate),
  }
}

type Check = (record: RecordUnderAudit) => Match[]

/** A check for each edit that is about a diagnosis, by the name that rules give it. */
export const DIAGNOSIS_EDITS: Record<string, Check> = {
  'external-cause-principal': onDiagnoses('E_CODE_AS_PDX'),
  'manifestation-principal': onDiagnoses('MANIFESTATION_AS_PDX'),
  'unacceptable-principal': onDiagnoses('UNACCEPTABLE_PDX'),
  'requires-secondary': onDiagnoses('REQUIRES_SDX'),
  'questionable-admission': onDiagnoses('QUESTIONABLE_ADMISSION'),
  'duplicate-of-principal': onDiagnoses('DUPLICATE_OF_PDX'),
  'age-conflict': onDiagnoses('AGE_CONFLICT'),
  'sex-conflict': onDiagnoses('SEX_CONFLICT'),
  'unspecified-laterality': onDiagnoses('UNSPECIFIED'),
  'wrong-procedure-diagnosis': onDiagnoses('WRONG_PROCEDURE_PERFORMED'),
}

export const PROCEDURE_EDITS: Record<string, Check> = {
  'procedure-sex-conflict': onProcedures('SEX_CONFLICT'),
  noncovered: onProcedures('NON_COVERED'),
  'limited-coverage': onProcedures('LIMITED_COVERAGE'),
  'questionable-obstetric-admission': onProcedures('QUESTIONABLE_OBSTETRIC_ADMISSION'),
  'ventilation-length-of-stay': onProcedures('INCONSISTENT_WITH_LENGTH_OF_STAY'),
}

export const CLAIM_EDITS: Record<string, Check> = {
  'age-invalid': onClaim('INVALID_AGE'),
  'sex-invalid': onClaim('INVALID_SEX'),
  'discharge-status-invalid': onClaim('INVALID_DISCHARGE_STATUS'),
}

/** Edits that are about the patient, of whom the admitting diagnosis speaks too. */
const CONFLICTS: readonly EditName[] = ['AGE_CONFLICT', 'SEX_CONFLICT']

function onDiagnoses(name: EditName): Check {
  return (record) => {
    const billed = failed(record, name).flatMap(({ diagnosis }) =>
      diagnosis === undefined ? [] : [record.edited.input.diagnoses[diagnosis] as string],
    )
    const admitting = CONFLICTS.includes(name) ? record.edited.admitting.filter((edit) => edit.name === name) : []
    const codes = [...billed, ...admitting.map(({ code }) => code)]
    return [...new Set(codes)].map((code) =>
      codeHit(dotted(code), record.codeSets.diagnosis(code, record.date)?.title ?? '', record),
    )
  }
}

function onProcedures(name: EditName): Check {
  return (record) => {
    const codes = failed(record, name).flatMap(({ procedure }) =>
      procedure === undefined ? [] : [record.edited.input.procedures[procedure] as string],
    )
    return [...new Set(codes)].map((code) =>
      codeHit(code, record.codeSets.procedure(code, record.date)?.title ?? '', record),
    )
  }
}

function onClaim(name: EditName): Check {
  return (record) => failed(record, name).map(() => ({ codes: [], values: valuesOf('', '', record) }))
}

const failed = ({ edited }: RecordUnderAudit, name: EditName): Edit[] =>
  edited.edits.filter((edit) => edit.name === name)

function codeHit(code: string, title: string, record: RecordUnderAudit): Match {
  return { codes: [code], values: valuesOf(code, title, record) }
}

/** No identifying value: the age is said in the message of an age conflict, and it is the claim's own. */
function valuesOf(code: string, title: string, { edited: { input }, date }: RecordUnderAudit): Record<string, string> {
  return {
    code,
    title: title === '' ? '' : ` (${title})`,
    date,
    age: input.ageInYears === undefined ? 'unknown' : String(input.ageInYears),
    sex: input.sex,
    status:
      input.dischargeStatus === ''
        ? 'The claim has no discharge status'
        : `${input.dischargeStatus} is not a discharge status on ${date}`,
    stay: input.lengthOfStay === 1 ? '1 day' : `${input.lengthOfStay} days`,
  }
}
