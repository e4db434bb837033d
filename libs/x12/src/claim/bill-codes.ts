import type { IsoDate } from '@claims-audit/contracts'
import { packed } from '../read/tags.js'
import type { More } from './draft.js'
import { moneyOf } from './values.js'

/** A composite of HI (C022), its components counted from 0. */
export interface Composite {
  text(at: number): string
  /** Its text as a number, to compare it. */
  name(at: number): number
  /** The day that begins `offset` characters within it. */
  day(at: number, offset?: number): IsoDate | undefined
}

/** C022-2 to -5: the code, the format of its dates, its dates, its amount. */
const CODE = 1
const FORMAT = 2
const DATES = 3
const AMOUNT = 4
const D8 = packed('D8')
const RD8 = packed('RD8')
/** Of a period CCYYMMDD-CCYYMMDD. */
const SECOND_DAY = 9
/** A NUBC code has two characters; the schema takes four. */
const LONGEST_CODE = 4
/** Two segments of twelve. */
const MOST = 24

type Reader = (code: string, composite: Composite, more: More) => boolean

const READERS: Record<string, Reader> = {
  BH: (code, composite, more) => {
    const date = composite.name(FORMAT) === D8 ? composite.day(DATES) : undefined
    return date !== undefined && isKept((more.occurrences ??= []), { code, date })
  },
  BI: (code, composite, more) => {
    const isPeriod = composite.name(FORMAT) === RD8
    const [from, through] = isPeriod ? [composite.day(DATES), composite.day(DATES, SECOND_DAY)] : []
    if (from === undefined || through === undefined) return false
    return isKept((more.occurrenceSpans ??= []), { code, from, through })
  },
  BE: (code, composite, more) => {
    const amount = moneyOf(composite.text(AMOUNT))
    return amount !== undefined && isKept((more.values ??= []), { code, amount })
  },
  BG: (code, _composite, more) => isKept((more.conditions ??= []), code),
}
const BY_QUALIFIER = new Map(Object.entries(READERS).map(([qualifier, reader]) => [packed(qualifier), reader]))

/**
 * Occurrence, occurrence span, value and condition codes (UB-04, form locators 18 to 41). Whether it is one and is
 * kept: no claim is refused for one that is not written as it should be.
 */
export function readBillCode(qualifier: number, composite: Composite, more: More): boolean {
  const reader = BY_QUALIFIER.get(qualifier)
  const code = composite.text(CODE)
  return reader !== undefined && code !== '' && code.length <= LONGEST_CODE && reader(code, composite, more)
}

function isKept<T>(held: T[], item: T): boolean {
  const hasRoom = held.length < MOST
  if (hasRoom) held.push(item)
  return hasRoom
}
