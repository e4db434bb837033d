import type { Suggestion } from '@claims-audit/code-sets'
import { dotted } from '@claims-audit/contracts'

/** More would not be read. */
const SHOWN = 12

/** What is said of a code that is not valid on a day: "it was deleted, and S30.11XA took its place". */
export function wordsOfSuggestion({ how, codes, from }: Suggestion): string {
  const isProcedure = how === 'letter-for-digit' || how === 'neighbours'
  const shown = codes.slice(0, SHOWN).map(isProcedure ? String : dotted)
  const list = `${shown.join(', ')}${codes.length > SHOWN ? ', …' : ''}`
  const WORDS: Record<Suggestion['how'], string> = {
    'not-yet': `it is valid from ${from}${codes.length === 0 ? '' : `, and until then ${list}`}`,
    placeholder: `its 7th character needs the placeholder X before it: ${list}`,
    'no-seventh': `${list} takes no 7th character`,
    'seventh-missing': `it needs a 7th character: ${list}`,
    successor: `it was deleted, and ${codes.length === 1 ? `${list} took its place` : `these took its place: ${list}`}`,
    'letter-for-digit': `a procedure code has no letter O or I: ${list}`,
    neighbours: `it was deleted, and these differ from it in one character: ${list}`,
    misspelt: `${codes.length === 1 ? `${list} may be meant` : `one of these may be meant: ${list}`}`,
  }
  return WORDS[how]
}
