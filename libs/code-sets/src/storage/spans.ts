import type { Columns } from './columns.js'
import type { IsoDate } from '../editions.js'
import { remembered } from './remembered.js'

/** When the codes of one system are valid, and the Medicare Code Editor's flags while they are. */
export interface Spans {
  /** Each set of flags that occurs. */
  flagSets: readonly (readonly string[])[]
  /**
   * By code number: 0 when it is not valid on the day (YYYYMMDD), else 1 + the number of its set of flags. Days between
   * two changes share one array.
   */
  on(day: number): Uint8Array
  /** The last day, YYYYMMDD, up to a date on which anything changed: dates with the same one are not told apart. */
  since(date: IsoDate): number
  /** Was it ever valid? */
  ever(code: number): boolean
  isValid(code: number, date: IsoDate): boolean
  /** The first day of all of its spans, `YYYY-MM-DD`; undefined where it has none. */
  firstDay(code: number): IsoDate | undefined
  flags(code: number, date: IsoDate): readonly string[]
  /**
   * Its spans in order, those that follow each other without a gap as one; without an end while it is in force to the
   * end of the table.
   */
  periods(code: number): Period[]
}

/** Days on which a code is valid. */
export interface Period {
  from: IsoDate
  to?: IsoDate
}

/** Opens the spans of a code system (`cm` or `pcs`) of a compiled code-set table. */
export function openSpans(columns: Columns, system: 'cm' | 'pcs', flagSets: readonly (readonly string[])[]): Spans {
  const ends = columns.u32(`${system}.spanEnds`)
  const from = columns.u32(`${system}.spanFrom`)
  const to = columns.u32(`${system}.spanTo`)
  const flagsOf = columns.u8(`${system}.spanFlags`)
  const changes = changeDays(from, to)
  const views = new Map<number, Uint8Array>()
  let latest: { since: number; until: number; view: Uint8Array } = { since: 0, until: 0, view: new Uint8Array() }

  function on(day: number): Uint8Array {
    if (latest.since <= day && day < latest.until) return latest.view
    const since = changes.findLast((change) => change <= day) ?? 0
    const until = changes.find((change) => change > day) ?? Infinity
    const view = views.get(since) ?? viewOf(day)
    views.set(since, view)
    latest = { since, until, view }
    return view
  }

  function viewOf(day: number): Uint8Array {
    const view = new Uint8Array(ends.length - 1)
    for (let code = 0; code < view.length; code++) {
      for (let span = ends[code] as number; span < (ends[code + 1] as number); span++) {
        if ((from[span] as number) <= day && day <= (to[span] as number)) view[code] = 1 + (flagsOf[span] as number)
      }
    }
    return view
  }

  const last = to.reduce((latest, day) => Math.max(latest, day), 0)
  const dayOf = remembered((date) => Number(date.replaceAll('-', '')))
  const setOn = (code: number, date: IsoDate): number => on(dayOf(date))[code] ?? 0
  return {
    flagSets,
    on,
    since: (date) => changes.findLast((change) => change <= dayOf(date)) ?? 0,
    ever: (code) => (ends[code] as number) < (ends[code + 1] as number),
    firstDay: (code) => {
      const days = from.subarray(ends[code], ends[code + 1])
      return days.length === 0 ? undefined : isoOf(Math.min(...days))
    },
    isValid: (code, date) => setOn(code, date) !== 0,
    periods: (code) =>
      periodsOf(from.subarray(ends[code], ends[code + 1]), to.subarray(ends[code], ends[code + 1]), last),
    flags: (code, date) => flagSets[setOn(code, date) - 1] ?? [],
  }
}

/** The days on which anything changes, ascending: first days of spans, and the days after their last ones. */
function changeDays(from: Uint32Array, to: Uint32Array): number[] {
  const days = new Set<number>(from)
  for (const last of new Set(to)) days.add(dayAfter(last))
  return [...days].sort((a, b) => a - b)
}

const isoOf = (day: number): IsoDate => String(day).replace(/^(....)(..)/, '$1-$2-')

function periodsOf(from: Uint32Array, to: Uint32Array, last: number): Period[] {
  const spans = Array.from(from, (first, i) => ({ first, until: to[i] as number })).sort((a, b) => a.first - b.first)
  const merged: typeof spans = []
  for (const span of spans) {
    const before = merged.at(-1)
    if (before !== undefined && span.first <= dayAfter(before.until)) before.until = Math.max(before.until, span.until)
    else merged.push({ ...span })
  }
  return merged.map(({ first, until }) => ({ from: isoOf(first), ...(until < last && { to: isoOf(until) }) }))
}

function dayAfter(day: number): number {
  const next = new Date(Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, (day % 100) + 1))
  return next.getUTCFullYear() * 10_000 + (next.getUTCMonth() + 1) * 100 + next.getUTCDate()
}
