import type { LoadedRule } from '@claims-audit/audit'

/** What a search asks for: findings of one of the rules, about each of the codes. */
export interface Search {
  /** Undefined: no word but codes was given. */
  rules: string[] | undefined
  codes: string[]
}

/** ICD-10-CM, and ICD-10-PCS; as findings write them. */
const CM = /^[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?$/
const PCS = /^(?=.*\d)[0-9A-HJ-NP-Z]{7}$/

/**
 * Reads a search by word. Each word is a code, or the beginning of a word of the rule's id, title or message; all of
 * them must be there. Undefined where the text has no word.
 */
export function readSearch(text: string, rules: readonly LoadedRule[]): Search | undefined {
  const asked = text.split(/\s+/).filter((each) => each !== '')
  const codes = asked.map((each) => each.toUpperCase()).filter(isCode)
  const words = asked.filter((each) => !isCode(each.toUpperCase())).flatMap(wordsOf)
  if (codes.length === 0 && words.length === 0) return undefined
  const fitting = rules.filter(({ rule }) => {
    const own = wordsOf(`${rule.id} ${rule.title} ${rule.message}`)
    return words.every((word) => own.some((each) => each.startsWith(word)))
  })
  return { rules: words.length === 0 ? undefined : fitting.map(({ rule }) => rule.id), codes }
}

const isCode = (text: string): boolean => CM.test(text) || PCS.test(text)

/** In lower case, without accents. */
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []
