type Field = string | number | null

/** A line of CSV, without its end. */
export const csvLine = (fields: readonly Field[]): string => fields.map(csvField).join(',')

/** Quoted where needed (RFC 4180); a field that a spreadsheet would take for a formula gets an apostrophe. A number is no formula, whatever its sign. */
function csvField(field: Field): string {
  if (typeof field === 'number') return String(field)
  const text = field ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
