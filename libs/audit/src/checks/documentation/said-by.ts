import type { Fact } from '@claims-audit/evidence'
import type { RecordUnderAudit } from '../../findings/subject.js'

/**
 * What the record says where a pattern finds it, each place read in its context: denied, uncertain, past, or another
 * person's. A pattern whose match spans no punctuation finds phrases that can be read.
 */
export function saidBy(pattern: RegExp, { texts, readFor }: RecordUnderAudit): Fact[] {
  const places = [...texts].flatMap(([documentId, text]) =>
    [...text.matchAll(pattern)].map(({ 0: said, index }) => ({ documentId, said, start: index })),
  )
  if (places.length === 0) return []
  return readFor([...new Set(places.map(({ said }) => said))]).filter((fact) =>
    places.some(
      ({ documentId, said, start }) =>
        documentId === fact.documentId && start < fact.end && fact.start < start + said.length,
    ),
  )
}
