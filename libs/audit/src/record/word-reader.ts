import type { Fact, RecordRead } from '@claims-audit/evidence'

/** Asks a record for phrases; several rules ask for the same ones. */
export function wordReader({ factsOf }: Pick<RecordRead, 'factsOf'>): (phrases: string[]) => Fact[] {
  const known = new Map<string, Fact[]>()
  return (phrases) => {
    const key = phrases.join('\n')
    const facts = known.get(key) ?? factsOf(phrases)
    known.set(key, facts)
    return facts
  }
}
