import type { Finding } from '@claims-audit/contracts'
import { normalizeCode } from '@claims-audit/contracts'
import type { RecordUnderAudit } from './subject.js'

/**
 * One finding for one condition: where several replace different codes on the same mention ("spondylosis with
 * myelopathy, disc herniation with radiculopathy"), the one stays whose own condition is named nearest before the
 * mention; the index presumes the link that "with" names (Guideline I.A.15), and of one condition only.
 */
export function oneForEachMention(findings: Finding[], record: RecordUnderAudit): Finding[] {
  return findings.filter((finding) => {
    const rivals = findings.filter((other) => isRival(finding, other))
    if (rivals.length === 0) return true
    const distance = distanceOf(finding, record)
    return rivals.every((other) => distance <= distanceOf(other, record))
  })
}

/** Both replace a code, not the same one, on the same words. */
function isRival(one: Finding, other: Finding): boolean {
  const [a, b] = [one.proposal.replace[0], other.proposal.replace[0]]
  if (one === other || a === undefined || b === undefined || a.from === b.from) return false
  return one.evidence.length > 0 && placesOf(one) === placesOf(other)
}

const placesOf = ({ evidence }: Finding): string =>
  evidence.map(({ documentId, start }) => `${documentId} ${start}`).join()

/** How far before its first mention a finding's own condition is named, in characters. */
function distanceOf({ codes, evidence: [mention] }: Finding, { facts, concepts: read }: RecordUnderAudit): number {
  const concepts = codes.flatMap((code) => read.forCode(normalizeCode(code)) ?? [])
  const before = facts.findLast(
    (fact) =>
      concepts.includes(fact.concept) && fact.documentId === mention?.documentId && fact.start < (mention?.start ?? 0),
  )
  return before === undefined ? Infinity : (mention?.start ?? 0) - before.start
}
