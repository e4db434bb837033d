import { daysBetween } from '@claims-audit/claim'
import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { carriedDiagnoses, roomForOthers } from '../../record/grouped-diagnoses.js'
import { sexContradicted } from './sex-contradicted.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

type Check = (record: RecordUnderAudit) => Match[]

/** What a claim form cannot say, or the payer returns, whatever the codes are. None of these changes the DRG. */
export const CLAIM_FORM: Record<string, Check> = {
  'several-principals': severalPrincipals,
  'too-many-diagnoses': tooManyDiagnoses,
  'procedure-dates': procedureDates,
  'line-dates': lineDates,
  'line-totals': lineTotals,
  'still-a-patient': stillAPatient,
  'discharge-ahead': dischargeAhead,
  'documents-left-out': documentsLeftOut,
  'sex-contradicted': sexContradicted,
}

/** UB-04 form locator 67 and HI*ABK of the 837I hold one principal diagnosis (UHDDS; Guideline II). */
function severalPrincipals({ claim }: RecordUnderAudit): Match[] {
  const principals = claim.diagnoses.filter(({ role }) => role === 'principal').map(({ code }) => dotted(code))
  return principals.length < 2 ? [] : [{ codes: [...new Set(principals)], values: { codes: principals.join(' and ') } }]
}

function tooManyDiagnoses({ claim }: RecordUnderAudit): Match[] {
  const beyond = carriedDiagnoses(claim).beyond.map(({ code }) => dotted(code))
  if (beyond.length === 0) return []
  return [{ codes: [...new Set(beyond)], values: { codes: beyond.join(', '), room: String(roomForOthers(claim)) } }]
}

/** Services of the three days before admission go on the claim of the stay (42 CFR 412.2(c)(5)). */
const PAYMENT_WINDOW = 3

/** Where a day lies outside a stay: undefined within it, or within the payment window before it. */
function outsideStay(day: string, { admissionDate, dischargeDate }: RecordUnderAudit['claim']): string | undefined {
  if (dischargeDate !== undefined && day > dischargeDate) return `after the discharge on ${dischargeDate}`
  // Days in order need no arithmetic, and nearly all of a claim's hundred lines are in order.
  return admissionDate !== undefined && day < admissionDate && daysBetween(day, admissionDate) > PAYMENT_WINDOW
    ? `more than ${PAYMENT_WINDOW} days before the admission on ${admissionDate}`
    : undefined
}

function procedureDates({ claim }: RecordUnderAudit): Match[] {
  if (claim.claimType !== 'institutional-inpatient') return []
  return claim.procedures.flatMap(({ code, date }) => {
    const where = date === undefined ? undefined : outsideStay(date, claim)
    return where === undefined
      ? []
      : [{ codes: [code], target: [date as string], values: { code, date: date as string, where } }]
  })
}

/** One finding for all lines: a stay has hundreds. */
function lineDates({ claim }: RecordUnderAudit): Match[] {
  if (claim.claimType !== 'institutional-inpatient') return []
  const outside = claim.lines.flatMap(({ number, serviceDate }, at) => {
    const where = serviceDate === undefined ? undefined : outsideStay(serviceDate, claim)
    return where === undefined ? [] : [{ line: String(number ?? at + 1), date: serviceDate as string, where }]
  })
  const [first] = outside
  if (first === undefined) return []
  return [{ codes: [], values: { ...first, lines: listOf(outside.map(({ line }) => line)) } }]
}

/**
 * The total charge is the sum of the lines (UB-04 form locator 47, revenue code 0001), and a line number is used once
 * (LX of the 837I).
 */
function lineTotals({ claim: { lines, totalCharge } }: RecordUnderAudit): Match[] {
  const numbers = lines.flatMap(({ number }) => number ?? [])
  const repeated = [...new Set(numbers.filter((number, at) => numbers.indexOf(number) < at))]
  const billed = lines.filter(({ revenueCode }) => revenueCode?.padStart(4, '0') !== TOTAL_LINE)
  const sum = billed.reduce((cents, { charge = '0' }) => cents + centsOf(charge), 0)
  const priced = billed.length > 0 && billed.every(({ charge }) => charge !== undefined)
  const wrong = [
    ...(repeated.length === 0 ? [] : [`line number ${listOf(repeated.map(String))} is used twice`]),
    ...(totalCharge !== undefined && priced && sum !== centsOf(totalCharge)
      ? [`the lines add up to ${(sum / 10_000).toFixed(2)}, and the total charge is ${totalCharge}`]
      : []),
  ]
  return wrong.length === 0 ? [] : [{ codes: [], values: { wrong: wrong.join('; ') } }]
}

const TOTAL_LINE = '0001'
/** Money has four decimals at the most. */
const centsOf = (money: string): number => Math.round(Number(money) * 10_000)

/** More would not be read. */
const SHOWN = 10
const listOf = (items: string[]): string => `${items.slice(0, SHOWN).join(', ')}${items.length > SHOWN ? ', …' : ''}`

/** A discharge cannot come after the event that reports it; the sender's day may be one ahead of UTC. */
function dischargeAhead({ claim: { dischargeDate }, sentOn }: RecordUnderAudit): Match[] {
  return dischargeDate !== undefined && sentOn !== undefined && daysBetween(sentOn, dischargeDate) > 1
    ? [{ codes: [], values: { date: dischargeDate, sent: sentOn } }]
    : []
}

/** The composer counts what it could not put into an event. */
function documentsLeftOut({ claim: { documentsLeftOut: count } }: RecordUnderAudit): Match[] {
  if (count === undefined) return []
  return [{ codes: [], values: { documents: count === 1 ? '1 document' : `${count} documents` } }]
}

const STILL_A_PATIENT = '30'

/**
 * Status 30 is that of an interim bill: the last day is the end of a billing period (UB-04 form locators 6 and 17;
 * Medicare Claims Processing Manual, chapter 3, section 50).
 */
function stillAPatient({ claim: { claimType, dischargeDate, dischargeStatus } }: RecordUnderAudit): Match[] {
  return claimType === 'institutional-inpatient' && dischargeDate !== undefined && dischargeStatus === STILL_A_PATIENT
    ? [{ codes: [], values: { date: dischargeDate } }]
    : []
}
