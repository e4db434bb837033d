/** A word or a mark of punctuation; offsets are UTF-16 code units into the text it was read from. */
export interface Token {
  word: string
  start: number
  end: number
  /** The sentence it stands in, counted from 0. */
  sentence: number
}

const TOKEN = /[\p{L}\p{N}]+|[.,;:?!]|\n/gu
const BULLET = /^\s*(?:[-*•]|\d+[.)])\s/
const HEADING = /^\s*[A-Z][A-Za-z /&]{1,40}:/

/** Words and the punctuation that matters, in order, each with its sentence. Hyphens and slashes only part words: "c-spine" reads as "c spine". Linear in the text. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let sentence = 0
  for (const match of text.matchAll(TOKEN)) {
    const [word] = match
    const start = match.index
    if (word === '\n') {
      if (beginsAnew(text, start + 1)) sentence += 1
      continue
    }
    tokens.push({ word: word.toLowerCase(), start, end: start + word.length, sentence })
    if (endsSentence(text, word, start, tokens)) sentence += 1
  }
  return tokens
}

/** Longest run of a line that is looked at to tell a heading or a bullet from prose. */
const LINE_START = 48

function beginsAnew(text: string, at: number): boolean {
  const line = text.slice(at, at + LINE_START)
  return line.trim() === '' || /^\s*[A-Z]/.test(line) || BULLET.test(line) || HEADING.test(line)
}

/** Abbreviations whose full stop ends nothing. */
const ABBREVIATIONS = new Set(['dr', 'mr', 'mrs', 'ms', 'vs', 'approx', 'st', 'no', 'pt', 'e', 'g', 'i', 'fx', 'hx'])

function endsSentence(text: string, word: string, at: number, tokens: Token[]): boolean {
  if (word === '?' || word === '!' || word === ';') return true
  if (word !== '.') return false
  const next = text[at + 1]
  if (next !== undefined && !/\s/.test(next)) return false
  const before = tokens.at(-2)?.word
  return before === undefined || !ABBREVIATIONS.has(before) || /^\s+[A-Z][a-z]+ (?:is|was|has|were|are)\b/.test(text.slice(at + 1, at + LINE_START))
}
