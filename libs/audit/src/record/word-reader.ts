import type { ClinicalDocument } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import type { EvidenceReader } from '../knowledge/knowledge.js'

/**
 * Reads the documents for phrases; several rules ask for the same ones. A document is read for the phrases whose words it
 * has all, and most have those of none.
 */
export function wordReader(documents: ClinicalDocument[], evidence: EvidenceReader): (phrases: string[]) => Fact[] {
  const known = new Map<string, Fact[]>()
  let words: ReadonlySet<string>[] | undefined
  return (phrases) => {
    if (documents.length === 0) return []
    const key = phrases.join('\n')
    const held = known.get(key)
    if (held !== undefined) return held
    words ??= documents.map(wordsOf)
    const facts = documents.flatMap((document, at) => {
      const said = phrases.filter((phrase) => saysAll(wordsOfPhrase(phrase), words?.[at] as ReadonlySet<string>))
      return said.length === 0 ? [] : evidence.read([document], undefined, said).filter(isOf(said))
    })
    known.set(key, facts)
    return facts
  }
}

const isOf = (phrases: string[]): ((fact: Fact) => boolean) => {
  const wanted = new Set(phrases)
  return ({ concept }) => wanted.has(concept)
}

const WORD = /[a-z]+|\d+/g
/** "M.I.", which is read as "mi". */
const DOTTED = /\b(?:[a-z]\.)+[a-z]\b/g
function wordsOf(document: ClinicalDocument): ReadonlySet<string> {
  const text = document.text.toLowerCase()
  const dotted = (text.match(DOTTED) ?? []).map((word) => word.replaceAll('.', ''))
  return new Set([...(text.match(WORD) ?? []), ...dotted])
}

const saysAll = (phrase: readonly string[], words: ReadonlySet<string>): boolean =>
  phrase.every((word) => words.has(word))

/** The words of a phrase, of which a text must hold all to say it. */
const wordsOfPhrase = memoized((phrase: string): readonly string[] => phrase.toLowerCase().match(WORD) ?? [])

const MOST_KEPT = 5000

/**
 * Keeps what was made for the phrases of rules, of which there are few; those made of a record's own words are made
 * again.
 */
function memoized<T>(make: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    const held = known.get(key)
    if (held !== undefined) return held
    const made = make(key)
    if (known.size < MOST_KEPT) known.set(key, made)
    return made
  }
}
