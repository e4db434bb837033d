import { coverageOf, type Coverage, type CoverageRow } from '@claims-audit/audit'
import { isDay } from '../open/day.js'
import { readUserCsv } from './read-user-csv.js'

const HEADER = ['procedure', 'diagnosis', 'from', 'to']

/**
 * Reads a coverage table: CSV with the header `procedure,diagnosis,from,to`, numbers only. `procedure` is a CPT, HCPCS
 * or ICD-10-PCS code, `diagnosis` a code or with a dash all below it (`M50.0-`), the days are ISO, both included, and
 * may be empty. Throws an Error with file and line for what is wrong in it.
 */
export function readCoverage(file: string): Coverage {
  return coverageOf(readUserCsv(file, HEADER, rowOf))
}

function rowOf(record: string[], where: string): CoverageRow {
  const [procedure, diagnosis, from, to] = record as [string, string, string, string]
  if (!/^[0-9A-Z]{5}$|^[0-9A-Z]{7}$/i.test(procedure))
    throw new Error(`${where}: procedure must be a CPT, HCPCS or ICD-10-PCS code`)
  if (!/^(?:[A-Z]\d|QA)[0-9A-Z](\.?[0-9A-Z]{1,4})?\.?-?$/i.test(diagnosis))
    throw new Error(`${where}: diagnosis must be a code such as M43.02, or M43.0- for all below it`)
  for (const day of [from, to])
    if (day !== '' && !isDay(day)) throw new Error(`${where}: from and to must be days, YYYY-MM-DD, or empty`)
  if (from !== '' && to !== '' && from > to) throw new Error(`${where}: from is after to`)
  return {
    procedure: procedure.toUpperCase(),
    diagnosis: diagnosis.toUpperCase(),
    ...(from !== '' && { from }),
    ...(to !== '' && { to }),
  }
}
