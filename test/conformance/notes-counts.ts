import type { Fact } from '@claims-audit/evidence'

/**
 * What a set of notes came to: notes, facts by concept and by the form that was matched, and findings by rule. Counts
 * and forms only.
 */
export interface Counts {
  notes: number
  concepts: Record<string, number>
  /** `concept: form`, in small letters, numbers as #. */
  forms: Record<string, number>
  findings: Record<string, number>
}

export const noCounts = (): Counts => ({ notes: 0, concepts: {}, forms: {}, findings: {} })

/** Adds what one note came to. */
export function count(counts: Counts, facts: readonly Fact[], rules: readonly string[]): void {
  counts.notes += 1
  for (const { concept, text, guessed, weak } of facts) {
    add(counts.concepts, concept)
    add(
      counts.forms,
      `${concept}: ${formOf(text)}${guessed === true ? ' (guessed)' : ''}${weak === true ? ' (weak)' : ''}`,
    )
  }
  for (const rule of rules) add(counts.findings, rule)
}

/** The forms that the accepted counts do not have, the most frequent first. */
export const newForms = ({ forms }: Counts, accepted: Counts): [form: string, times: number][] =>
  Object.entries(forms)
    .filter(([form]) => accepted.forms[form] === undefined)
    .sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))

/** What is counted otherwise than in the accepted counts: `now`, `before`. */
export function changed(
  now: Record<string, number>,
  before: Record<string, number>,
): Record<string, { before: number; now: number }> {
  const names = [...new Set([...Object.keys(now), ...Object.keys(before)])].sort()
  return Object.fromEntries(
    names
      .map((name) => [name, { before: before[name] ?? 0, now: now[name] ?? 0 }] as const)
      .filter(([, each]) => each.before !== each.now),
  )
}

const formOf = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\d+(?:\.\d+)?/g, '#')

function add(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
