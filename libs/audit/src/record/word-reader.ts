import type { ClinicalDocument } from '@claims-audit/contracts'
import type { Fact, RecordRead } from '@claims-audit/evidence'

/** Asks the documents for phrases; several rules ask for the same ones. */
export function wordReader(
  documents: ClinicalDocument[],
  { factsOf }: Pick<RecordRead, 'factsOf'>,
): (phrases: string[]) => Fact[] {
  const known = new Map<string, Fact[]>()
  return (phrases) => {
    if (documents.length === 0) return []
    const key = phrases.join('\n')
    // Most documents hold none of the words, and then they need not be read.
    if (!known.has(key) && !documents.some(({ text }) => tellingWords(key).test(text))) known.set(key, [])
    const facts = known.get(key) ?? factsOf(phrases)
    known.set(key, facts)
    return facts
  }
}

/** The longest word of each phrase, any of which a text must hold to say one. */
const tellingWords = memoized((key: string): RegExp => {
  const words = key
    .split('\n')
    .map((phrase) => (phrase.match(/\w+/g) ?? []).sort((a, b) => b.length - a.length)[0] ?? '')
  return new RegExp([...new Set(words)].filter((word) => word !== '').join('|') || '(?!)', 'i')
})

const MOST_KEPT = 500

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
