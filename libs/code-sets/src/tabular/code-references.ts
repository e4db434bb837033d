import { codeKey, lastKeyUnder } from '../dictionary/code-key.js'
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

/** A letter, a digit and one more; chapter 17 of FY2026 has codes that begin with QA. */
const CODE = String.raw`(?:[A-Z]\d|QA)[0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:\.?-(?![A-Z])|\.(?![0-9A-Z]))?`
const ITEM = String.raw`(${CODE})(?:\s*(?:-|to)\s*(${CODE}))?`
const SEPARATOR = String.raw`(?:\s*[,;.]\s*(?:and\s+)?|\s+and\s+|\s+or\s+|\s+|,)`
const WHOLE = new RegExp(String.raw`^\s*((?:${ITEM}(?:${SEPARATOR}|$)?)+?),?\s*(?:with\s+(.+?))?[\s,]*$`)
const EACH = new RegExp(ITEM, 'g')
const IN_PARENTHESES = /\(([^(){}]*)(?:[)}]|$)/g
const LOOKS_LIKE_CODE = /(?:[A-Z]\d|QA)[0-9A-Z](?![0-9A-Za-z])/
/** "code from category O08", "from categories E08, E09 and E13": named so, a bare category is no vitamin. */
const CATEGORIES = new RegExp(
  String.raw`\b(?:code(?:s|\(s\))?\s+from|from\s+categor(?:y|ies))\s+(?:categor(?:y|ies)\s+)?((?:${ITEM}(?:${SEPARATOR})?)+)`,
  'g',
)
const BARE = new RegExp(String.raw`\b(?:${ITEM})(?![0-9A-Za-z])`, 'g')

/**
 * The codes that a tabular note names. Codes in parentheses are the note's subject; only a note without any is read for
 * bare codes ("classified in H90.-"), and these must show a dot or a dash, so that vitamin B12 is not taken for one.
 * "with 5th character 9" and its like narrow the range; a qualifier that is not understood, or none named, gives no
 * range: such a note is text for a person, never guessed at.
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

/** Final characters lie behind a code's category: of I69.3, 93 are not the last two. */
const CATEGORY = 3

function passes({ at, from, to }: CharacterTest, code: string): boolean {
  const start = at === 'end' ? Math.max(CATEGORY, code.length - from.length) : at
  const part = code.slice(start, start + from.length)
  return part.length === from.length && from <= part && part <= to
}

function parseList(list: string): CodeRange[] {
  const whole = WHOLE.exec(list)
  if (!whole) return []
  const qualifiers = whole[4] === undefined ? [undefined] : parseQualifiers(whole[4])
  return rangesOf([...(whole[1] as string).matchAll(EACH)], qualifiers)
}

function parseBare(text: string): CodeRange[] {
  const listed = [...text.matchAll(CATEGORIES)].flatMap((match) => [...(match[1] as string).matchAll(EACH)])
  const shown = [...text.matchAll(BARE)].filter((match) => /[.-]/.test(match[0]))
  const found = shown.length > 0 ? shown : listed
  const qualifier = /\bwith\s+(.+)$/.exec(text.slice(found[0]?.index))?.[1]
  return rangesOf(found, qualifier === undefined ? [undefined] : parseQualifiers(qualifier))
}

const rangesOf = (items: RegExpMatchArray[], qualifiers: (CharacterTest | undefined)[]): CodeRange[] =>
  items.flatMap((item) => qualifiers.map((where) => toRange(item[1] as string, item[2], where)))

function toRange(first: string, last: string | undefined, where: CharacterTest | undefined): CodeRange {
  const low = prefixOf(first)
  const range = { low: codeKey(low), high: lastKeyUnder(last === undefined ? low : prefixOf(last)) }
  return where ? { ...range, where } : range
}

function prefixOf(reference: string): string {
  return normalizeCode(reference.replace('-', ''))
}

const ORDINALS: Record<string, number> = {
  '4th': 3,
  fourth: 3,
  '5th': 4,
  fifth: 4,
  '6th': 5,
  sixth: 5,
  '7th': 6,
  seventh: 6,
}
const SUBDIVISION = /^\.([0-9A-Z]+)(?:-\.([0-9A-Z]+)|-)?$/
const INTENT = /^(?:fifth|5th) or (?:sixth|six|6th) character (.+)$/
const CHARACTER = /^(\w+)[ -]characters? (.+)$/
const SPAN = /^([0-9A-Z])(?:-([0-9A-Z]))?$/

/**
 * What follows "with", any of which will do: `.51-.52`, `.17, .27`, `final characters -23`, `7th character B or C`.
 * Empty when it is anything else.
 */
function parseQualifiers(text: string): CharacterTest[] {
  const final = /^final characters? (.+)$/.exec(text)?.[1]
  if (final !== undefined) return eachOf(final, finalCharacters)
  const intent = INTENT.exec(text)?.[1]
  if (intent !== undefined) return eachOf(intent, (item) => spanAt(5, item)).flatMap(orWithPlaceholder)
  const pair = /^fifth to sixth characters ([0-9A-Z]{2})$/.exec(text)?.[1]
  if (pair !== undefined) return [{ at: 4, from: pair, to: pair }]
  const [, ordinal = '', characters = ''] = CHARACTER.exec(text) ?? []
  const at = ORDINALS[ordinal]
  return at === undefined ? eachOf(text, subdivision) : eachOf(characters, (item) => spanAt(at, item))
}

/** The test of each alternative of a list; none at all when one of them is not understood. */
function eachOf(list: string, testOf: (item: string) => CharacterTest | undefined): CharacterTest[] {
  const tests = list.split(/\s*,\s*(?:or\s+)?|\s+or\s+/).map(testOf)
  return tests.includes(undefined) ? [] : (tests as CharacterTest[])
}

function spanAt(at: number, text: string): CharacterTest | undefined {
  const [, from, to = from] = SPAN.exec(text) ?? []
  return from === undefined || to === undefined ? undefined : { at, from, to }
}

function subdivision(text: string): CharacterTest | undefined {
  const match = SUBDIVISION.exec(text)
  return match ? { at: 3, from: match[1] as string, to: match[2] ?? (match[1] as string) } : undefined
}

function finalCharacters(text: string): CharacterTest | undefined {
  const characters = /^[-.]?([0-9A-Z]+)$/.exec(text)?.[1]
  return characters === undefined ? undefined : { at: 'end', from: characters, to: characters }
}

/** The intent of T36-T65 stands in the sixth character, or in the fifth where the sixth is the placeholder X. */
function orWithPlaceholder(sixth: CharacterTest): CharacterTest[] {
  const digits = Array.from({ length: Number(sixth.to) - Number(sixth.from) + 1 }, (_, i) => Number(sixth.from) + i)
  return [sixth, ...digits.map((digit): CharacterTest => ({ at: 4, from: `${digit}X`, to: `${digit}X` }))]
}
