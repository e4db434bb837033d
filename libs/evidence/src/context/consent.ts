import type { Match } from '../lexicon/find-phrases.js'
import { isVerb, type Sentence } from './sentence.js'

/** What may come is named in a list: one peril alone may be what the patient has. */
const FEWEST = 2
/** Before a mention stand no more words that describe it. */
const DESCRIBED = 3

/**
 * "We discussed bleeding, durotomy and transfusions": what an operation may bring about is gone over before it, and
 * need not be called a risk. What is a certain one is there, and what a test shows: "we discussed his infection".
 */
export function isOfConsent(mention: Match, sentence: Sentence): boolean {
  const {
    to,
    phrases,
    grammar,
    tokens: { word },
  } = sentence
  const said = discussedAt(mention.first, sentence)
  if (said < 0 || isCertain(mention, said, sentence)) return false
  if (phrases.some((phrase) => phrase.first > said && phrase.last < mention.first && isVerb(phrase))) return false
  const colon = word.indexOf(grammar.colon, said)
  const list = word.subarray(said + 1, colon < 0 ? to : Math.min(colon, to))
  return list.filter((each) => grammar.perils.has(each)).length >= FEWEST
}

/** Where the word stands that says that something was gone over, before a mention; -1 where none does. */
function discussedAt(before: number, { from, grammar, tokens: { word } }: Sentence): number {
  for (let i = before - 1; i >= from; i--) {
    const each = word[i] as number
    const isGoneOver = (each === grammar.over || each === grammar.about) && grammar.goneOver.has(word[i - 1] as number)
    if (isGoneOver || grammar.discussing.has(each)) return i
  }
  return -1
}

/** "the", "his" or "this" before a mention; but not "with him". */
function isCertain({ first }: Match, said: number, { grammar, tokens: { word } }: Sentence): boolean {
  for (let i = first - 1; i > said && i >= first - DESCRIBED; i--) {
    const each = word[i] as number
    if (grammar.punctuation.has(each) || grammar.conjunctions.has(each)) return false
    if (grammar.definite.has(each) || grammar.pointing.has(each)) return word[i - 1] !== grammar.with
  }
  return false
}
