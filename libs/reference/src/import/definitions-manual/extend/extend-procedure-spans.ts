import { valuesBy } from '../../../open/dated-rows.js'
import type { Procedure } from '../../icd-10-pcs/parse-pcs-order.js'

/**
 * A row of icd-10-pcs/codes: days as `20261001`, both inclusive; `mce_flags` are the edits of the Medicare Code Editor.
 */
export type ProcedureSpan = Record<(typeof PROCEDURE_COLUMNS)[number], string>

export const PROCEDURE_COLUMNS = ['code', 'date_start', 'date_end', 'title', 'mce_flags'] as const

/** The spans with an edition brought in, and what became of its codes and of those that it does not have. */
export interface ExtendedSpans {
  rows: ProcedureSpan[]
  /** The last day of spans that the edition opens or carries on. */
  lastDay: string
  kept: string[]
  carriedOn: string[]
  added: string[]
  ended: string[]
  titled: string[]
  /** Codes that the edition has under another title; theirs stays. */
  retitled: { code: string; title: string; inEdition: string }[]
}

/**
 * Brings the spans up to an edition of ICD-10-PCS, given all its codes and its first day (a 1 April or 1 October,
 * `20261001`):
 * - A code whose span holds on that day stays as it is; one whose span ends on the day before is carried on with its flags.
 * - Any other has a new span without flags, up to its next one.
 * - A span that holds on that day of a code that the edition does not have ends on the day before; one that opened that day goes.
 * - A code's empty titles are filled; other titles stay.
 * Throws RangeError where an edition between is missing.
 */
export function extendProcedureSpans(
  spans: readonly ProcedureSpan[],
  edition: readonly Procedure[],
  firstDay: string,
): ExtendedSpans {
  const eve = dayBefore(firstDay)
  const reach = spans.reduce((latest, { date_end }) => (date_end > latest ? date_end : latest), '')
  if (reach < eve) throw new RangeError(`the spans reach ${reach}: bring in the editions before ${firstDay} first`)
  const step: Step = {
    firstDay,
    eve,
    reach,
    lastDay: [reach, lastDayOf(firstDay)].sort().at(-1) as string,
    titles: new Map(edition.map(({ code, title }) => [code, title])),
  }
  const byCode = valuesBy(
    spans,
    ({ code }) => code,
    (span) => span,
  )
  const outcomes = [...new Set([...byCode.keys(), ...step.titles.keys()])]
    .sort()
    .map((code) => extendCode(code, byCode.get(code) ?? [], step))
  const codesThat = (what: Outcome['what']): string[] =>
    outcomes.filter((outcome) => outcome.what === what).map(({ code }) => code)
  return {
    rows: outcomes.flatMap(({ code, rows }) =>
      rows.map((row) => ({ ...row, title: row.title || (step.titles.get(code) ?? '') })),
    ),
    lastDay: step.lastDay,
    kept: codesThat('kept'),
    carriedOn: codesThat('carried on'),
    added: codesThat('added'),
    ended: codesThat('ended'),
    ...titlesOf(byCode, step),
  }
}

interface Step {
  firstDay: string
  eve: string
  reach: string
  lastDay: string
  titles: ReadonlyMap<string, string>
}

interface Outcome {
  code: string
  what: 'kept' | 'carried on' | 'added' | 'ended' | 'not in force'
  rows: ProcedureSpan[]
}

function extendCode(code: string, spans: ProcedureSpan[], { firstDay, eve, reach, lastDay, titles }: Step): Outcome {
  const holding = spans.find(({ date_start, date_end }) => date_start <= firstDay && firstDay <= date_end)
  if (holding && titles.has(code)) return { code, what: 'kept', rows: spans }
  if (holding)
    return { code, what: 'ended', rows: spans.flatMap((span) => (span === holding ? ended(span, eve) : span)) }
  const before = spans.find((span) => span.date_end === eve)
  if (!titles.has(code)) return { code, what: before && eve === reach ? 'ended' : 'not in force', rows: spans }
  const next = spans
    .map(({ date_start }) => date_start)
    .filter((day) => day > firstDay)
    .sort()[0]
  const date_end = next === undefined ? lastDay : dayBefore(next)
  if (before)
    return { code, what: 'carried on', rows: spans.map((span) => (span === before ? { ...span, date_end } : span)) }
  return {
    code,
    what: 'added',
    rows: [...spans, { code, date_start: firstDay, date_end, title: '', mce_flags: '' }].sort((a, b) =>
      a.date_start < b.date_start ? -1 : 1,
    ),
  }
}

function ended(span: ProcedureSpan, eve: string): ProcedureSpan[] {
  return span.date_start > eve ? [] : [{ ...span, date_end: eve }]
}

function titlesOf(
  byCode: ReadonlyMap<string, ProcedureSpan[]>,
  { titles }: Step,
): Pick<ExtendedSpans, 'titled' | 'retitled'> {
  const known = [...titles].flatMap(([code, inEdition]) =>
    (byCode.get(code) ?? []).map(({ title }) => ({ code, title, inEdition })),
  )
  const once = [...new Map(known.map((row) => [`${row.code} ${row.title}`, row])).values()]
  return {
    titled: once.filter(({ title }) => title === '').map(({ code }) => code),
    retitled: once.filter(({ title, inEdition }) => title !== '' && title !== inEdition),
  }
}

/** The day before CMS next updates codes: each 1 October and, since FY2023, each 1 April. */
function lastDayOf(firstDay: string): string {
  const year = Number(firstDay.slice(0, 4))
  return firstDay.endsWith('0401') ? `${year}0930` : `${year + 1}0331`
}

function dayBefore(day: string): string {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6)].map(Number) as [number, number, number]
  return new Date(Date.UTC(year, month - 1, date - 1)).toISOString().slice(0, 10).replaceAll('-', '')
}
