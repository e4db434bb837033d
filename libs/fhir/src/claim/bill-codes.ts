import { isIsoDate } from '@claims-audit/contracts'
import type { IsoDate, SubmittedClaim } from '@claims-audit/contracts'
import type { ClaimSupportingInfo } from 'fhir/r4.js'
import { SYSTEMS, codesOf } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf, daysOf } from '../resource/values.js'

/** Codes of the bill (UB-04, form locators 18 to 41). */
export type BillCodes = Required<Pick<SubmittedClaim, 'occurrences' | 'occurrenceSpans' | 'values' | 'conditions'>>

/** The schema takes so many of each, of so many characters; NUBC's have two. */
const MOST = 24
const LONGEST_CODE = 4
/** What the schema takes of an amount. */
const LARGEST_AMOUNT = 1e12

/**
 * Keeps an item of supportingInfo that is a code of the bill, told by the code system: HL7 names NUBC's by its tables
 * 0043, 0153, 0350 and 0351, and no implementation guide has a category for them. `isCondition`: the category says
 * so. Returns whether it was kept, and undefined for an item that is no such code; no claim is refused for a code that is
 * written wrongly.
 */
export function readBillCode(
  held: BillCodes,
  item: Element<ClaimSupportingInfo>,
  isCondition: boolean,
): boolean | undefined {
  const codes = codesOf(item.get('code'))
  const kind = isCondition ? 'conditions' : KINDS.find((each) => codes.some(({ system }) => SYSTEMS[each].test(system)))
  if (kind === undefined) return undefined
  const found = codes.find(({ system }) => SYSTEMS[kind].test(system)) ?? codes[0]
  if (found === undefined || found.code.length > LONGEST_CODE || held[kind].length >= MOST) return false
  const { code } = found
  if (kind === 'conditions') held.conditions.push(code)
  else if (kind === 'occurrences') return added(held.occurrences, dateOf(item, code))
  else if (kind === 'occurrenceSpans') return added(held.occurrenceSpans, periodOf(item, code))
  else return added(held.values, amountOf(item, code))
  return true
}

const KINDS = ['occurrences', 'occurrenceSpans', 'values', 'conditions'] as const

function added<T>(held: T[], item: T | undefined): boolean {
  if (item !== undefined) held.push(item)
  return item !== undefined
}

const realDay = (day: string | undefined): IsoDate | undefined =>
  day !== undefined && isIsoDate(day) ? day : undefined

function dateOf(item: Element<ClaimSupportingInfo>, code: string): BillCodes['occurrences'][0] | undefined {
  const date = realDay(dayOf(item.text('timingDate')))
  return date === undefined ? undefined : { code, date }
}

function periodOf(item: Element<ClaimSupportingInfo>, code: string): BillCodes['occurrenceSpans'][0] | undefined {
  const { from, to } = daysOf(item.get('timingPeriod'))
  const [first, through] = [realDay(from), realDay(to)]
  return first === undefined || through === undefined ? undefined : { code, from: first, through }
}

/** Dollars, or what the code counts. */
function amountOf(item: Element<ClaimSupportingInfo>, code: string): BillCodes['values'][0] | undefined {
  const quantity = item.get('valueQuantity')
  const amount = quantity.number('value')
  quantity.text('unit')
  return amount === undefined || Math.abs(amount) >= LARGEST_AMOUNT ? undefined : { code, amount: amount.toFixed(2) }
}
