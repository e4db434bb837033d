import type { Fact, RecordRead } from '@claims-audit/evidence'

/** Asks a record for phrases; several rules ask for the same ones. */
export function wordReader({ factsOf }: Pick<RecordRead, 'factsOf'>): (phrases: string[]) => Fact[] {
  const known = new Map<readonly string[], Fact[]>()
  return (phrases) => {
    const facts = known.get(phrases) ?? factsOf(phrases)
    known.set(phrases, facts)
    return facts
  }
}
