import { printable } from './printable.js'

type Field = string | number | null

/** A line of CSV, without its end. */
export const csvLine = (fields: readonly Field[]): string => fields.map(csvField).join(',')

/** What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/
const NUMBER = /^-?\d+(\.\d+)?$/

/**
 * Quoted where needed (RFC 4180); what may be a formula gets an apostrophe. A number is not a formula, whatever its
 * sign.
 */
function csvField(field: Field): string {
  if (typeof field === 'number') return String(field)
  const text = field ?? ''
  const safe = printable(FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text)
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
