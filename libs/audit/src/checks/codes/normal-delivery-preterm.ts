import { isEstablished } from '../../record/facts.js'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { weeksOf } from './additional/weeks-said.js'

/** Weeks that are completed at term. */
const TERM = 37
const PRETERM = ['preterm labor', 'preterm delivery', 'premature labor', 'premature delivery', 'preterm birth']

/** A delivery before 37 completed weeks that is billed as normal (Guideline I.C.15.n.1: O80 is a full-term delivery). */
export function normalDeliveryPreterm(record: RecordUnderAudit): Match[] {
  if (!record.documented || !record.billed.includes('O80')) return []
  const weeks = weeksOf(record)
  const said = record
    .readFor([...weeks.keys(), ...PRETERM])
    .filter((fact) => isEstablished(fact, record.claim.claimType))
  const early = said.filter(({ concept }) => (weeks.get(concept) ?? 0) < TERM)
  // Weeks of a visit before the delivery say nothing of it.
  if (early.length === 0 || said.some(({ concept }) => (weeks.get(concept) ?? 0) >= TERM)) return []
  return [{ codes: ['O80'], values: { code: 'O80', said: early[0]?.text ?? '' }, evidence: evidenceOf(early) }]
}
