import { codeKey, lastKeyUnder } from './code-key.js'
import { normalizeCode } from '@claims-audit/contracts'

/** The codes whose keys lie in [low, high], narrowed by what `where` says of their characters. */
export interface CodeRange {
  low: number
  high: number
  where?: CharacterTest
}

/** The characters of a code (no dot) from offset `at`, or its last ones when `at` is 'end', lie in [from, to]. */
export interface CharacterTest {
  at: number | 'end'
  from: string
  to: string
}

const CODE = String.raw`[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:\.?-(?![A-Z])|\.(?![0-9A-Z]))?`
const ITEM = String.raw`(${CODE})(?:\s*(?:-|to)\s*(${CODE}))?`
const SEPARATOR = String.raw`(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s+or\s+|\s+|,)`
const WHOLE = new RegExp(String.raw`^\s*((?:${ITEM}(?:${SEPARATOR}|$)?)+?),?\s*(?:with\s+(.+?))?\s*$`)
const EACH = new RegExp(ITEM, 'g')
const IN_PARENTHESES = /\(([^()]*)(?:\)|$)/g
const LOOKS_LIKE_CODE = /[A-Z]\d[0-9A-Z](?![0-9A-Za-z])/
const BARE = new RegExp(String.raw`\b(?:${ITEM})(?![0-9A-Za-z])`, 'g')

/**
 * The codes that a tabular note names. Codes in parentheses are the note's subject; only a note without any is
 * read for bare codes ("classified in H90.-"), and these must show a dot or a dash, lest vitamin B12 be taken for
 * one. "with 5th character 9" and its like narrow the range; a qualifier that is not understood, or none named,
 * gives no range: such a note is text for a person, never guessed at.
 */
export function parseCodeReferences(text: string): CodeRange[] {
  const parenthesised = [...text.matchAll(IN_PARENTHESES)].map((match) => match[1] as string)
  const lists = parenthesised.filter((inside) => LOOKS_LIKE_CODE.test(inside))
  return lists.length > 0 ? lists.flatMap(parseList) : parseBare(text)
}

/** Does the code (with its key) belong to the range? */
export function inRange(range: CodeRange, code: string, key: number): boolean {
  return range.low <= key && key <= range.high && (range.where === undefined || passes(range.where, code))
}

function passes({ at, from, to }: CharacterTest, code: string): boolean {
  const start = at === 'end' ? code.length - from.length : at
  const part = code.slice(start, start + from.length)
  return part.length === from.length && from <= part && part <= to
}

function parseList(list: string): CodeRange[] {
  const whole = WHOLE.exec(list)
  if (!whole) return []
  const where = whole[4] === undefined ? undefined : parseQualifier(whole[4])
  if (where === null) return []
  return [...(whole[1] as string).matchAll(EACH)].map((match) => toRange(match[1] as string, match[2], where))
}

function parseBare(text: string): CodeRange[] {
  const found = [...text.matchAll(BARE)].filter((match) => /[.-]/.test(match[0]))
  const qualifier = /\bwith\s+(.+)$/.exec(text.slice(found[0]?.index))?.[1]
  const where = qualifier === undefined ? undefined : parseQualifier(qualifier)
  if (where === null) return []
  return found.map((match) => toRange(match[1] as string, match[2], where))
}

function toRange(first: string, last: string | undefined, where: CharacterTest | undefined): CodeRange {
  const low = prefixOf(first)
  const range = { low: codeKey(low), high: lastKeyUnder(last === undefined ? low : prefixOf(last)) }
  return where ? { ...range, where } : range
}

function prefixOf(reference: string): string {
  return normalizeCode(reference.replace('-', ''))
}

const ORDINALS: Record<string, number> = { '4th': 3, fourth: 3, '5th': 4, fifth: 4, '6th': 5, sixth: 5, '7th': 6, seventh: 6 }

/** What follows "with": `.51-.52`, `final characters -23`, `5th character 9`; null when it is anything else. */
function parseQualifier(text: string): CharacterTest | null {
  const subdivision = /^\.([0-9A-Z]+)(?:-\.([0-9A-Z]+)|-)?$/.exec(text)
  if (subdivision) return { at: 3, from: subdivision[1] as string, to: subdivision[2] ?? (subdivision[1] as string) }
  const final = /^final characters -([0-9A-Z]+)$/.exec(text)?.[1]
  if (final !== undefined) return { at: 'end', from: final, to: final }
  const position = /^(\w+)[ -]character ([0-9A-Z])$/.exec(text)
  const at = ORDINALS[position?.[1] ?? '']
  return at === undefined ? null : { at, from: position?.[2] as string, to: position?.[2] as string }
}
