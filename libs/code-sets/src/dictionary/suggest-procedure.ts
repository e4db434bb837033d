import type { Suggestion } from './suggest.js'

/** What is asked of the procedures on one day. */
export interface ProceduresOnDay {
  isValid(code: string): boolean
  /** Was it ever a code? */
  ever(code: string): boolean
}

/** No code has the letters O and I, which look like digits (ICD-10-PCS Official Guidelines, A2). */
const LETTERS: Record<string, string> = { O: '0', I: '1' }
const CHARACTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ0123456789'

/** What may be meant by a string that is not a procedure code on the day: `code` is normalized. */
export function suggestProcedure(code: string, { ever, isValid }: ProceduresOnDay): Suggestion | undefined {
  const written = code.replaceAll(/[OI]/g, (letter) => LETTERS[letter] as string)
  if (written !== code && isValid(written)) return { how: 'letter-for-digit', codes: [written] }
  if (!ever(code)) return undefined
  const near = nearest(code, isValid)
  return near.length === 0 ? undefined : { how: 'neighbours', codes: near }
}

/**
 * Characters of a code, from the one that most often changes when a code is deleted: qualifier, device, approach, body
 * part.
 */
const CHANGING = [6, 5, 4, 3]

/** Valid codes that differ from a deleted one in a single character, the first such character deciding. */
function nearest(code: string, isValid: (code: string) => boolean): string[] {
  for (const at of CHANGING) {
    const others = [...CHARACTERS].map((character) => code.slice(0, at) + character + code.slice(at + 1))
    const found = others.filter(isValid)
    if (found.length > 0) return found.sort()
  }
  return []
}
