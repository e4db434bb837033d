/** What separates and escapes in a message (HL7 v2, chapter 2, MSH-1 and MSH-2). */
export interface Delimiters {
  field: string
  component: string
  repetition: string
  escape: string
  subcomponent: string
}

/** Those that every message of every sender has, if it does not say otherwise. */
const USUAL = '^~\\&'

/**
 * Of a message that begins with MSH; undefined where it does not say. MSH-2 may be short: the usual ones stand for the
 * others.
 */
export function delimitersOf(message: string): Delimiters | undefined {
  const field = message[3]
  if (field === undefined || /[A-Za-z0-9\s]/.test(field)) return undefined
  const end = message.indexOf(field, 4)
  const encoding = end < 0 ? '' : message.slice(4, end)
  if (encoding.length > 5 || /[A-Za-z0-9\s]/.test(encoding)) return undefined
  const at = (index: number): string => encoding[index] ?? (USUAL[index] as string)
  const delimiters = { field, component: at(0), repetition: at(1), escape: at(2), subcomponent: at(3) }
  return new Set(Object.values(delimiters)).size === 5 ? delimiters : undefined
}
