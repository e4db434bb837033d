import type { IsoDate } from '@claims-audit/contracts'
import type { Money, Period } from 'fhir/r4.js'
import type { Element } from './element.js'

/**
 * The first ten characters of a date or an instant are its day, where it was written; a conversion to another zone
 * would change it. Undefined for what names no day: a month, a year.
 */
export const dayOf = (text: string | undefined): IsoDate | undefined =>
  text !== undefined && /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? text.slice(0, 10) : undefined

export interface Days {
  from?: IsoDate | undefined
  to?: IsoDate | undefined
}

export const daysOf = (period: Element<Period>): Days => ({
  from: dayOf(period.text('start')),
  to: dayOf(period.text('end')),
})

/** In dollars with cents, as a decimal string. */
export function moneyOf(amount: Element<Money>): string | undefined {
  const value = amount.number('value')
  amount.text('currency')
  return value === undefined ? undefined : value.toFixed(2)
}
