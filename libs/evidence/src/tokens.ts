/** A word or a mark of punctuation; offsets are UTF-16 code units into the text it was read from. */
export interface Token {
  word: string
  start: number
  end: number
  /** The sentence it stands in, counted from 0. */
  sentence: number
}

const TOKEN = /\p{L}+?(?=[nN]['’][tT]\b)|[nN]['’][tT]\b|[\p{L}\p{N}]+|\([-–]\)|[.,;:?!]|\n/gu
/** No sentence is longer: what runs on is cut, so that looking around within one stays linear in the text. */
const LONGEST = 200
const BULLET = /^\s*(?:[-*•]|\d+[.)])\s/
const HEADING = /^\s*[A-Z][A-Za-z /&]{1,40}:/

/**
 * Words and the punctuation that matters, in order, each with its sentence. Hyphens and slashes only part words: "c-spine" reads as "c spine";
 * "isn't" reads as "is not". Linear in the text.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let sentence = 0
  let began = 0
  const endSentence = (): void => {
    sentence += 1
    began = tokens.length
  }
  for (const match of text.matchAll(TOKEN)) {
    const [word] = match
    const start = match.index
    if (word === '\n') {
      if (beginsAnew(text, start + 1)) endSentence()
      continue
    }
    tokens.push({ word: spelled(word), start, end: start + word.length, sentence })
    if (endsSentence(text, word, start, tokens) || tokens.length - began >= LONGEST) endSentence()
  }
  return tokens
}

const spelled = (word: string): string => {
  if (word.startsWith('(')) return '(-)'
  return /['’]/.test(word) ? 'not' : word.toLowerCase()
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
  if (word === '!' || word === ';') return true
  // "? radiculopathy" asks about what follows it.
  if (word === '?') return /[\p{L}\p{N})?]/u.test(text[at - 1] ?? '')
  if (word !== '.') return false
  const next = text[at + 1]
  if (next !== undefined && !/\s/.test(next)) return false
  const before = tokens.at(-2)?.word
  return before === undefined || !ABBREVIATIONS.has(before) || /^\s+[A-Z][a-z]+ (?:is|was|has|were|are)\b/.test(text.slice(at + 1, at + LINE_START))
}
