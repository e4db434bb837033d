import { DECIMAL, MARK, MARKS, YEAR, grow, newTokens, type Tokens } from './tokens.js'
import type { Vocabulary, WordSet } from './vocabulary.js'

/** Lists of words that the scanner asks the lexicon's grammar for. */
export const SCANNED_LISTS = [
  'abbreviations',
  'closingAbbreviations',
  'titles',
  'contracted',
  'shortHeadings',
  'listing',
] as const
export type ScannedWords = Record<(typeof SCANNED_LISTS)[number], string[]>

/** A text while it is scanned. */
export interface Scan {
  readonly vocabulary: Vocabulary
  readonly mark: Readonly<Record<(typeof MARKS)[number], number>>
  /** The word of a punctuation mark, by its character. */
  readonly markOf: Int32Array
  readonly abbreviations: WordSet
  readonly closing: WordSet
  readonly titles: WordSet
  readonly headings: WordSet
  readonly listing: WordSet
  /** The verb of each contraction, by the contraction; and the lowest and highest of them. */
  readonly contracted: ReadonlyMap<number, number>
  readonly firstContracted: number
  readonly lastContracted: number
  readonly decreased: number
  /** The word of every number with a decimal point. */
  readonly decimal: number
  /** The word of every year. */
  readonly year: number
  readonly tokens: Tokens
  text: string
  sentence: number
  /** The first token of the sentence. */
  began: number
  /** The sentence that the last plus or minus stood in. */
  signed: number
  /** Whether the lines are the items of a list that its head denies. */
  denying: boolean
}

/** No sentence is longer: what runs on is cut, so that looking around within one stays linear in the text. */
const LONGEST = 200

export function openScan(
  vocabulary: Vocabulary,
  { abbreviations, closingAbbreviations, titles, contracted, shortHeadings, listing }: ScannedWords,
): Scan {
  const mark = Object.fromEntries(MARKS.map((written) => [written, vocabulary.add(written)])) as Scan['mark']
  const markOf = new Int32Array(128)
  for (const character of '.,;:?!' as const) markOf[character.charCodeAt(0)] = mark[character as '.']
  const verbs = new Map(contracted.map((written) => [vocabulary.add(written), vocabulary.add(written.slice(0, -2))]))
  return {
    vocabulary,
    mark,
    markOf,
    abbreviations: vocabulary.setOf(abbreviations),
    closing: vocabulary.setOf(closingAbbreviations),
    titles: vocabulary.setOf(titles),
    headings: vocabulary.setOf(shortHeadings),
    listing: vocabulary.setOf(listing),
    contracted: verbs,
    firstContracted: Math.min(...verbs.keys()),
    lastContracted: Math.max(...verbs.keys()),
    decreased: vocabulary.add('decreased'),
    decimal: vocabulary.add(DECIMAL),
    year: vocabulary.add(YEAR),
    tokens: newTokens(),
    text: '',
    sentence: 0,
    began: 0,
    signed: -Infinity,
    denying: false,
  }
}

/** Makes a scan ready for a text. */
export function begin(scan: Scan, text: string): void {
  scan.text = text
  scan.tokens.text = text
  scan.tokens.count = 0
  scan.sentence = 0
  scan.began = 0
  scan.signed = -Infinity
  scan.denying = false
}

export function push(scan: Scan, word: number, start: number, end: number, kind: number): void {
  const { tokens } = scan
  const at = tokens.count
  if (at === tokens.word.length) grow(tokens)
  tokens.word[at] = word
  tokens.start[at] = start
  tokens.end[at] = end
  tokens.sentence[at] = scan.sentence
  tokens.kind[at] = kind
  tokens.count = at + 1
  if (tokens.count - scan.began >= LONGEST) endSentence(scan)
}

export function endSentence(scan: Scan): void {
  scan.sentence += 1
  scan.began = scan.tokens.count
}

/** Begins a sentence at a token that was read already. */
export function beginSentenceAt(scan: Scan, first: number): void {
  scan.sentence += 1
  scan.began = first
  scan.tokens.sentence.fill(scan.sentence, first, scan.tokens.count)
}

/** Whether the sentence has a token already. */
export const hasBegun = ({ tokens, began }: Scan): boolean => tokens.count > began

/** Whether the last token is a word of this sentence, and no mark. */
export const endsInWord = ({ tokens, began }: Scan): boolean =>
  tokens.count > began && tokens.kind[tokens.count - 1] !== MARK
