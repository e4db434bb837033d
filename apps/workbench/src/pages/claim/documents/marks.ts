import type { Fact, Finding } from '../../../api/types.ts'

/** How a mention is meant, for its color and line. `cited` is evidence that is no mention. */
export type Meant = 'affirmed' | 'negated' | 'possible' | 'historical' | 'other' | 'cited'
export const MEANT: readonly Meant[] = ['affirmed', 'negated', 'possible', 'historical', 'other']

/** A stretch of a document that is marked: UTF-16 code units, the end one past the last. */
export interface Mark {
  start: number
  end: number
  meant: Meant
  /** Concepts that it mentions. */
  concepts: string[]
  /** Whether the chosen finding cites it. */
  isCited: boolean
}

export function meantOf({ experiencer, temporality, assertion }: Fact): Meant {
  if (experiencer === 'other' || assertion === 'hypothetical') return 'other'
  return assertion === 'affirmed' && temporality === 'historical' ? 'historical' : assertion
}

type Cited = Pick<Finding['evidence'][number], 'start' | 'end'>

/** Marks of one document in order, none within another: mentions that overlap become one, meant as the first is. */
export function marksOf(facts: readonly Fact[], cited: readonly Cited[]): Mark[] {
  const all: Mark[] = [
    ...facts.map((fact) => ({ ...spanOf(fact), meant: meantOf(fact), concepts: [fact.concept], isCited: false })),
    ...cited.map((span) => ({ ...spanOf(span), meant: 'cited' as const, concepts: [], isCited: true })),
  ]
  const marks: Mark[] = []
  for (const mark of all.filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = marks.at(-1)
    if (last === undefined || mark.start >= last.end) marks.push(mark)
    else marks[marks.length - 1] = joined(last, mark)
  }
  return marks
}

const spanOf = ({ start, end }: Cited): Cited => ({ start, end })

const joined = (one: Mark, other: Mark): Mark => ({
  start: one.start,
  end: Math.max(one.end, other.end),
  meant: one.meant === 'cited' ? other.meant : one.meant,
  concepts: [...new Set([...one.concepts, ...other.concepts])],
  isCited: one.isCited || other.isCited,
})

/** The text in parts, each plain or marked, in order. */
export function partsOf(text: string, marks: readonly Mark[]): { text: string; mark?: Mark }[] {
  const parts: { text: string; mark?: Mark }[] = []
  let at = 0
  for (const mark of marks) {
    if (mark.start > at) parts.push({ text: text.slice(at, mark.start) })
    parts.push({ text: text.slice(mark.start, mark.end), mark })
    at = mark.end
  }
  if (at < text.length) parts.push({ text: text.slice(at) })
  return parts
}
