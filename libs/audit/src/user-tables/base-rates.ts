import { contentDigest } from '@claims-audit/claim'
import { isDay } from '@claims-audit/contracts'
import type { IsoDate } from '@claims-audit/contracts'
import type { TableRow, UserTableDefinition } from './definition.js'

/** What a payer pays for a relative weight of 1, from a day to a day, both included. */
interface BaseRate {
  payer: string
  /** Empty: every facility that has no row of its own. */
  facility: string
  from: IsoDate
  to: IsoDate
  /** Whole cents. */
  cents: number
}

/** A payer base-rate table: what turns a change of weight into money. */
export interface BaseRates {
  /** `sha256:…` over its rows: money is reproducible only with the same table. */
  digest: string
  /** In cents, of the facility's own row before the payer's general one; undefined when the table has neither. */
  rateOn(payer: string, facility: string, date: IsoDate): number | undefined
}

/** The facility may be empty: all others. The days are ISO and both included. */
export const baseRates: UserTableDefinition<BaseRates> = {
  columns: ['payer', 'facility', 'from', 'to', 'base_rate'],
  read: (rows) => baseRatesOf(rows.map(rateOf)),
}

function rateOf({ fields, where }: TableRow): BaseRate {
  const [payer, facility, from, to, rate] = fields as [string, string, string, string, string]
  if (payer === '') throw new Error(`${where}: payer is empty`)
  if (!isDay(from) || !isDay(to) || from > to)
    throw new Error(`${where}: from and to must be days, YYYY-MM-DD, in this order`)
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(rate)) throw new Error(`${where}: base_rate must be dollars, such as 7012.55`)
  return { payer, facility, from, to, cents: Math.round(Number(rate) * 100) }
}

/** Throws a RangeError when two rows speak of the same payer, facility and day. */
function baseRatesOf(rows: BaseRate[]): BaseRates {
  const byParty = Map.groupBy(rows, ({ payer, facility }) => partyOf(payer, facility))
  for (const list of byParty.values()) refuseOverlap(list)
  const find = (payer: string, facility: string, date: IsoDate): number | undefined =>
    byParty.get(partyOf(payer, facility))?.find(({ from, to }) => from <= date && date <= to)?.cents
  return {
    digest: contentDigest(rows),
    rateOn: (payer, facility, date) => find(payer, facility, date) ?? find(payer, '', date),
  }
}

const partyOf = (payer: string, facility: string): string => `${payer}\u001f${facility}`

function refuseOverlap(rows: BaseRate[]): void {
  const sorted = [...rows].sort((a, b) => (a.from < b.from ? -1 : 1))
  const overlapping = sorted.find((row, i) => i > 0 && row.from <= (sorted[i - 1] as BaseRate).to)
  if (overlapping)
    throw new RangeError(
      `two base rates of ${overlapping.payer}${overlapping.facility && ` at ${overlapping.facility}`} hold on ${overlapping.from}`,
    )
}

/**
 * Dollars, to the cent. Weights have four decimals, so that numbers are whole until the last rounding, half a cent away
 * from zero.
 */
export function amountOf(weightDelta: number, cents: number): number {
  const amount = Math.round((Math.abs(Math.round(weightDelta * 10_000)) * cents) / 10_000) / 100
  return weightDelta < 0 && amount !== 0 ? -amount : amount
}
