import type { Change } from './lexicon.js'
import type { Found } from './phrase-index.js'
import type { Token } from './tokens.js'

const CLOSES_LIST = new Set(['or', 'nor', 'and'])

/** What the words around a mention make of it (ConText). All phrases given stand in the mention's own sentence. */
export function changesOf(mention: Found, sentence: Found[], tokens: Token[]): Set<Change> {
  const changes = new Set<Change>()
  for (const phrase of sentence) {
    for (const meaning of phrase.meanings) {
      if (meaning.is !== 'change') continue
      // Whose condition it is does not change at a verb: "father has", "brother with".
      const stops = meaning.change === 'other' ? [] : sentence
      const reaches = meaning.side === 'before' ? reachesForward(phrase, mention, meaning.takesLists, stops, tokens) : reachesBack(phrase, mention, stops, tokens)
      if (reaches) changes.add(meaning.change)
    }
  }
  return changes
}

function reachesForward(word: Found, mention: Found, takesLists: boolean, stops: Found[], tokens: Token[]): boolean {
  if (word.last >= mention.first || stopsBetween(word.last, mention.first, stops)) return false
  return takesLists || !commaBetween(word.last, mention.first, tokens) || listClosesAfter(mention.first, stops, tokens)
}

function reachesBack(word: Found, mention: Found, stops: Found[], tokens: Token[]): boolean {
  if (word.first <= mention.last || stopsBetween(mention.last, word.first, stops)) return false
  return !commaBetween(mention.last, word.first, tokens)
}

const stopsBetween = (from: number, to: number, stops: Found[]): boolean =>
  stops.some((phrase) => phrase.first > from && phrase.last < to && phrase.meanings.some((meaning) => meaning.is === 'stop'))

const commaBetween = (from: number, to: number, tokens: Token[]): boolean => tokens.slice(from + 1, to).some((token) => token.word === ',')

/** Whether an or, nor or and still follows before the next stop: "no weakness, radiculopathy or myelopathy" denies all three. */
function listClosesAfter(from: number, stops: Found[], tokens: Token[]): boolean {
  const stop = stops.find((phrase) => phrase.first > from && phrase.meanings.some((meaning) => meaning.is === 'stop'))?.first ?? Infinity
  const own = tokens[from]?.sentence
  for (let at = from - 1; at < tokens.length && at < stop && tokens[at]?.sentence === own; at += 1) if (CLOSES_LIST.has(tokens[at]?.word ?? '')) return true
  return false
}
