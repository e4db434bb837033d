import { baseRatesOf, type BaseRate, type BaseRates } from '@claims-audit/audit'
import { isDay } from '../open/day.js'
import { readUserCsv } from './read-user-csv.js'

const HEADER = ['payer', 'facility', 'from', 'to', 'base_rate']

/**
 * Reads a payer base-rate table: CSV with the header `payer,facility,from,to,base_rate`. `facility` may be empty (all
 * others), the days are ISO and both included, the rate is dollars for a relative weight of 1. Throws an Error with
 * file and line for what is wrong in it.
 */
export function readBaseRates(file: string): BaseRates {
  try {
    return baseRatesOf(readUserCsv(file, HEADER, rateOf))
  } catch (error) {
    throw error instanceof RangeError ? new Error(`${file}: ${error.message}`) : error
  }
}

function rateOf(record: string[], where: string): BaseRate {
  const [payer, facility, from, to, rate] = record as [string, string, string, string, string]
  if (payer === '') throw new Error(`${where}: payer is empty`)
  if (!isDay(from) || !isDay(to) || from > to)
    throw new Error(`${where}: from and to must be days, YYYY-MM-DD, in this order`)
  if (!/^\d{1,7}(\.\d{1,2})?$/.test(rate)) throw new Error(`${where}: base_rate must be dollars, such as 7012.55`)
  return { payer, facility, from, to, cents: Math.round(Number(rate) * 100) }
}
