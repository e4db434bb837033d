import { isIsoDate } from '@claims-audit/contracts'
import type { IsoDate } from '@claims-audit/contracts'

/** Dates that were met, by their eight digits: a file has few of them, and many times. */
const known = new Map<number, IsoDate>()
const MOST_KNOWN = 100_000

/** CCYYMMDD at `from`; undefined where it is not a date. Whether the month has such a day is the schema's question. */
export function dateAt(s: string, from: number, stop: number): IsoDate | undefined {
  if (stop - from < 8) return undefined
  let digits = 0
  for (let i = from; i < from + 8; i++) {
    const digit = s.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return undefined
    digits = digits * 10 + digit
  }
  return known.get(digits) ?? remembered(digits, s.substring(from, from + 8))
}

/**
 * The same for what no claim is refused for: undefined also where the month has no such day, or the year is none that a
 * claim may name.
 */
export function dayAt(s: string, from: number, stop: number): IsoDate | undefined {
  const date = dateAt(s, from, stop)
  return date !== undefined && isIsoDate(date) ? date : undefined
}

function remembered(digits: number, text: string): IsoDate {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
  if (known.size < MOST_KNOWN) known.set(digits, date)
  return date
}

const POINT = 46
const MINUS = 45

/**
 * Where the point of a decimal is, its length where it has none; -1 where it is not a decimal as X12 writes one (type
 * R: `.5`, `100.`, `-3`).
 */
function pointOf(text: string): number {
  const first = text.charCodeAt(0) === MINUS ? 1 : 0
  let point = text.length
  for (let i = first; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === POINT && point === text.length) point = i
    else if (c < 48 || c > 57) return -1
  }
  return text.length - first > (point === text.length ? 0 : 1) ? point : -1
}

const MOST_DIGITS = 12
const MOST_DECIMALS = 4

/**
 * An amount in our spelling, which has digits on both sides of a point; undefined where it is not one that we can hold.
 */
export function moneyOf(text: string): string | undefined {
  const point = pointOf(text)
  const first = text.charCodeAt(0) === MINUS ? 1 : 0
  const decimals = text.length - point - 1
  if (point === -1 || point - first > MOST_DIGITS || decimals > MOST_DECIMALS) return undefined
  if (point === first) return `${text.slice(0, first)}0${text.slice(point)}`
  return decimals === 0 ? text.slice(0, point) : text
}

export function numberOf(text: string): number | undefined {
  return text.length < 16 && pointOf(text) !== -1 ? Number(text) : undefined
}
