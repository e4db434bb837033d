/** Quoted where needed (RFC 4180); a field that a spreadsheet would take for a formula gets an apostrophe. A number is no formula, whatever its sign. */
export function csvField(field: string | number | null): string {
  if (typeof field === 'number') return String(field)
  const text = field ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
