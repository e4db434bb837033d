/** A code as the tables spell it: upper case, without dot or blanks. */
export function normalizeCode(raw: string): string {
  return raw.replace(/[.\s]/g, '').toUpperCase()
}

/** A diagnosis code as people write it: `M4302` → `M43.02`. */
export function dotted(code: string): string {
  return code.length > 3 ? `${code.slice(0, 3)}.${code.slice(3)}` : code
}
