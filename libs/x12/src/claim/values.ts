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

function remembered(digits: number, text: string): IsoDate {
  const date = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
  if (known.size < MOST_KNOWN) known.set(digits, date)
  return date
}

const MONEY = /^-?\d{1,12}(?:\.\d{1,4})?$/

/** A decimal as X12 writes it (type R: `.5`, `100.`, `-3`) in our spelling; undefined where it is not one that we can hold. */
export function moneyOf(text: string): string | undefined {
  if (MONEY.test(text)) return text
  const spelled = text.replace(/^(-?)\./, '$10.').replace(/\.$/, '')
  return MONEY.test(spelled) ? spelled : undefined
}

export function numberOf(text: string): number | undefined {
  return /^-?(?:\d+\.?\d*|\.\d+)$/.test(text) && text.length < 16 ? Number(text) : undefined
}
