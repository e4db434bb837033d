import { readSourceTable } from '@claims-audit/reference'
import { diceOf, type Dice } from './dice.ts'

/** An invented inpatient claim for the Medicare Code Editor. The first diagnosis is the principal. */
export interface EditedClaim {
  date: string
  diagnoses: string[]
  procedures: string[]
  admitting?: string
  ageInYears: number
  sex: 'F' | 'M' | 'U'
  dischargeStatus: string
}

/** The counts of a claim's edits, by name. */
export type EditCounts = Record<string, number>

/** The ends of the editor's age groups and what lies beside them; two impossible ages. */
const AGES = [0, 1, 4, 5, 8, 9, 12, 14, 15, 17, 18, 30, 55, 60, 61, 64, 65, 80, 124, 125, -1]
const STATUSES = ['01', '01', '01', '20', '03', '69', '88', '95', '71', '00', '99']
const NO_CODES = ['ZZZ', 'M430', '0RG1', 'XXXXXXX']
/** First and last days of editions, and days between. */
const DAYS = ['-10-01', '-12-31', '-03-31', '-04-01', '-07-15', '-09-30']
const YEARS = ['2022', '2023', '2024', '2025', '2026', '2027']
const FIRST = '2022-10-01'
const LAST = '2027-03-31'

interface Codes {
  all: string[]
  /** By flag of the editor's code master; under the empty one, codes without any. */
  flagged: Map<string, string[]>
}

/**
 * Draws claims, so many at a time: the same for the same seed. Most codes carry a flag, each flag as likely, and not
 * all are valid on the day.
 */
export function editedClaims(seed: number): (many: number) => EditedClaim[] {
  const dice = diceOf(seed)
  const diagnoses = codesOf(readSourceTable<{ code: string; flags: string }>('mce/diagnoses'))
  const procedures = codesOf(
    readSourceTable<{ code: string; mce_flags: string }>('icd-10-pcs/codes').map(({ code, mce_flags }) => ({
      code,
      flags: mce_flags,
    })),
  )
  const days = YEARS.flatMap((year) => DAYS.map((day) => year + day)).filter((day) => FIRST <= day && day <= LAST)
  return (many) => Array.from({ length: many }, () => drawClaim(dice, diagnoses, procedures, days))
}

function codesOf(rows: { code: string; flags: string }[]): Codes {
  const flagged = new Map<string, string[]>()
  for (const { code, flags } of rows)
    for (const flag of flags.split('|')) flagged.set(flag, [...(flagged.get(flag) ?? []), code].slice(-5_000))
  return { all: rows.map(({ code }) => code), flagged }
}

function drawClaim(dice: Dice, diagnoses: Codes, procedures: Codes, days: string[]): EditedClaim {
  const principal = drawCode(dice, diagnoses)
  const secondaries = Array.from({ length: dice.few(24, 3) }, () => drawCode(dice, diagnoses))
  if (dice.chance(0.1)) secondaries.push(principal)
  if (dice.chance(0.05) && secondaries.length > 0) secondaries.push(dice.pick(secondaries))
  return {
    date: dice.pick(days),
    diagnoses: [principal, ...secondaries],
    procedures: Array.from({ length: dice.few(8, 3) }, () => drawCode(dice, procedures)),
    ...(dice.chance(0.3) && { admitting: drawCode(dice, diagnoses) }),
    ageInYears: dice.pick(AGES),
    sex: dice.weighed({ F: 0.4, M: 0.4, U: 0.2 }),
    dischargeStatus: dice.pick(STATUSES),
  }
}

function drawCode(dice: Dice, { all, flagged }: Codes): string {
  if (dice.chance(0.6)) return dice.pick(flagged.get(dice.pick([...flagged.keys()])) as string[])
  return dice.pick(dice.chance(0.95) ? all : NO_CODES)
}
