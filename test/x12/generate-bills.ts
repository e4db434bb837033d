import { billId } from '@claims-audit/contracts'
import type { Diagnosis, ServiceLine, SubmittedClaim } from '@claims-audit/contracts'
import type { Dice } from '../conformance/dice.ts'

/** A claim as our reader gives it, with what an 837 needs beside it. Made up by formula: no person's data. */
export interface Bill {
  claim: SubmittedClaim
  /** The patient has a level of their own (2000C) under the subscriber. */
  isDependent: boolean
  memberId: string
}

const DIAGNOSES = [
  'M4302',
  'M4802',
  'A419',
  'I10',
  'E119',
  'N179',
  'J9601',
  'D62',
  'Z7901',
  'F17210',
  'L89153',
  'R6521',
]
const CAUSES = ['W010XXA', 'V4352XA', 'Y92239']
const PROCEDURES = ['0RG10A0', '0SG00A0', '5A1955Z', '30233N1']
const REVENUE = ['0120', '0250', '0278', '0300', '0360', '0710']
const STATUSES = ['01', '03', '06', '20', '30', '62']

const digits = (value: number, width: number): string => String(value).padStart(width, '0')
const day = (dice: Dice, year: number): string =>
  `${year}-${digits(dice.between(1, 12), 2)}-${digits(dice.between(1, 28), 2)}`

export function billOf(dice: Dice, number: number): Bill {
  const isProfessional = dice.chance(0.25)
  const place = isProfessional ? dice.pick(['11', '22']) : dice.pick(['11', '11', '41', '13', '85'])
  const claimType = isProfessional
    ? 'professional'
    : place === '11' || place === '41'
      ? 'institutional-inpatient'
      : 'institutional-outpatient'
  const isDependent = dice.chance(0.2)
  const memberId = `M${digits(number, 9)}`
  const recordNumber = dice.chance(0.5) ? `R${digits(number, 7)}` : undefined
  const patientId = recordNumber ?? (isDependent ? undefined : memberId)
  const frequency = dice.pick(['1', '1', '1', '2', '3', '4', '7'])
  const accountNumber = dice.chance(0.05) ? `AC ${number}` : `AC-${number}`
  const statement = isProfessional ? undefined : period(dice)
  const claim: SubmittedClaim = {
    claimId: billId(accountNumber.replaceAll(' ', '%20'), frequency, statement?.from),
    claimType,
    facility: { ...(dice.chance(0.2) && { id: '1999999976' }), npi: `19999999${digits(dice.between(0, 99), 2)}` },
    payer: { id: `P${dice.between(1, 40)}` },
    patient: {
      ...(patientId && { id: patientId }),
      birthDate: day(dice, dice.between(1930, 2024)),
      sex: dice.pick(['F', 'M', 'U']),
    },
    ...stayOf(dice, claimType, statement),
    ...(statement && { statement, typeOfBill: `${place}${frequency}` }),
    frequency,
    accountNumber,
    ...(recordNumber && { medicalRecordNumber: recordNumber }),
    ...(frequency === '7' && { payerClaimNumber: `ICN${number}` }),
    ...(claimType === 'institutional-outpatient' &&
      dice.chance(0.5) && { reasonsForVisit: some(dice, DIAGNOSES, 1, 3) }),
    ...(!isProfessional && billCodesOf(dice)),
    ...providersOf(dice, isProfessional),
    diagnoses: diagnosesOf(dice, claimType),
    ...proceduresOf(dice, claimType, statement?.from),
    lines: linesOf(dice, isProfessional, statement?.from ?? day(dice, 2026)),
    ...(claimType === 'institutional-inpatient' && dice.chance(0.8) && { billedDrg: digits(dice.between(1, 999), 3) }),
    totalCharge: money(dice),
  }
  return { claim, isDependent, memberId }
}

/** Occurrence, occurrence span, value and condition codes; each of them is absent now and then. */
function billCodesOf(dice: Dice): Partial<SubmittedClaim> {
  const day = (): string => `2026-0${dice.between(1, 9)}-${digits(dice.between(1, 28), 2)}`
  const listed = <T>(most: number, make: () => T): T[] => Array.from({ length: dice.few(most, 2) }, make)
  const all = {
    occurrences: listed(24, () => ({ code: dice.pick(['11', '18', 'A3']), date: day() })),
    occurrenceSpans: listed(6, () => ({ code: dice.pick(['74', '72', 'M0']), from: day(), through: day() })),
    values: listed(12, () => ({ code: dice.pick(['54', '80', 'A1']), amount: money(dice) })),
    conditions: listed(22, () => dice.pick(['09', 'D4', 'C5'])),
  }
  return Object.fromEntries(Object.entries(all).filter(([, items]) => items.length > 0))
}

function providersOf(dice: Dice, isProfessional: boolean): Partial<SubmittedClaim> {
  const roles = isProfessional
    ? ['rendering', 'referring']
    : ['attending', 'operating', 'otherOperating', 'rendering', 'referring']
  const one = () => ({
    npi: `18888888${digits(dice.between(0, 99), 2)}`,
    ...(dice.chance(0.5) && { taxonomy: dice.pick(['207R00000X', '207X00000X']) }),
  })
  return Object.fromEntries(roles.filter(() => dice.chance(0.5)).map((role) => [role, one()]))
}

function period(dice: Dice): { from: string; to: string } {
  const first = dice.between(1, 14)
  const month = `2026-${digits(dice.between(1, 9), 2)}`
  return { from: `${month}-${digits(first, 2)}`, to: `${month}-${digits(first + dice.between(0, 14), 2)}` }
}

function stayOf(dice: Dice, claimType: string, statement?: { from: string; to: string }): Partial<SubmittedClaim> {
  if (statement === undefined) return {}
  const status = dice.pick(STATUSES)
  const isInpatient = claimType === 'institutional-inpatient'
  return {
    ...(isInpatient && { admissionDate: statement.from }),
    ...(isInpatient && dice.chance(0.8) && { admissionHour: `${digits(dice.between(0, 23), 2)}15` }),
    ...(isInpatient && status !== '30' && { dischargeDate: statement.to }),
    ...(isInpatient && dice.chance(0.5) && { dischargeHour: `${digits(dice.between(0, 23), 2)}30` }),
    ...(dice.chance(0.9) && { admissionType: dice.pick(['1', '2', '3', '4']) }),
    ...(dice.chance(0.9) && { admissionSource: dice.pick(['1', '4', '5']) }),
    dischargeStatus: status,
  }
}

function diagnosesOf(dice: Dice, claimType: string): Diagnosis[] {
  const hasPoa = claimType === 'institutional-inpatient'
  const poa = () => (hasPoa && dice.chance(0.8) ? { poa: dice.pick(['Y', 'Y', 'N', 'U', 'W']) } : {})
  const coded: Omit<Diagnosis, 'sequence'>[] = [{ role: 'principal', code: dice.pick(DIAGNOSES), ...poa() }]
  if (hasPoa) coded.push({ role: 'admitting', code: dice.pick(DIAGNOSES) })
  if (claimType !== 'professional')
    for (const code of some(dice, CAUSES, 0, 2)) coded.push({ role: 'external-cause', code, ...poa() })
  const most = claimType === 'professional' ? 11 : 24
  for (let left = dice.few(most, 2); left > 0; left--)
    coded.push({ role: 'secondary', code: dice.pick(DIAGNOSES), ...poa() })
  return coded.map((each, i) => ({ sequence: i + 1, ...each }))
}

function proceduresOf(dice: Dice, claimType: string, date?: string): Pick<SubmittedClaim, 'procedures'> {
  if (claimType !== 'institutional-inpatient' || dice.chance(0.4)) return {}
  const codes = some(dice, PROCEDURES, 1, 6)
  return { procedures: codes.map((code, i) => ({ sequence: i + 1, code, ...(date && dice.chance(0.9) && { date }) })) }
}

function linesOf(dice: Dice, isProfessional: boolean, date: string): ServiceLine[] {
  return Array.from({ length: dice.between(1, isProfessional ? 6 : 24) }, (_, i) => ({
    number: i + 1,
    ...(!isProfessional && { revenueCode: dice.pick(REVENUE) }),
    ...((isProfessional || dice.chance(0.5)) && {
      hcpcs: String(dice.between(10000, 99499)),
      ...(dice.chance(0.3) && { modifiers: some(dice, ['LT', 'RT', '59', 'TC'], 1, 4) }),
    }),
    ...(isProfessional &&
      dice.chance(0.8) && {
        diagnosisPointers: Array.from({ length: dice.between(1, 4) }, () => dice.between(1, 12)),
      }),
    ...(dice.chance(0.5) && { lineControlNumber: `L${i + 1}` }),
    charge: money(dice),
    units: dice.between(1, 90),
    serviceDate: date,
    ...(dice.chance(0.1) && date.slice(8) < '28' && { serviceDateEnd: `${date.slice(0, 8)}28` }),
  }))
}

const money = (dice: Dice): string => `${dice.between(0, 99_999)}.${digits(dice.between(0, 99), 2)}`
const some = (dice: Dice, items: string[], least: number, most: number): string[] =>
  Array.from({ length: dice.between(least, most) }, () => dice.pick(items))
