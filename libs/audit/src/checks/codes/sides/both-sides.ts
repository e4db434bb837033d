import { dotted } from '@claims-audit/contracts'
import { evidenceOf } from '../../../findings/match.js'
import type { Match } from '../../../findings/match.js'
import { replacing } from '../../../findings/proposal.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'
import { isEstablished } from '../../../record/facts.js'
import { saidBy } from '../../documentation/said-by.js'

const ARTHRITIS = String.raw`(?:(?:primary |severe |advanced |end[ -]stage |degenerative )*(?:osteoarthritis|osteoarthrosis|arthritis|arthrosis|joint disease|arthropathy|djd|oa))`
const BOTH = '(?:bilateral|both)'

/** The joints whose primary arthritis has one code for both sides, and one for each (M16, M17). */
const JOINTS = [
  { one: /^M161[012]$/, both: 'M160', joint: 'hips?' },
  { one: /^M171[012]$/, both: 'M170', joint: 'knees?' },
].map(({ one, both, joint }) => ({
  one,
  both,
  said: new RegExp(
    String.raw`\b(?:${BOTH} ${joint} ${ARTHRITIS}|${BOTH} ${ARTHRITIS} (?:of|in) (?:the |both |her |his )?${joint}|${ARTHRITIS} (?:of|in|involving) (?:the )?${BOTH} ${joint})\b`,
    'gi',
  ),
}))
/** A joint that was replaced has no arthritis any more. */
const REPLACED = /^Z966[456]/
const REPLACED_BEFORE =
  /\b(?:previous|prior|status post|s\/p|had|underwent)\b[^.;\n]{0,40}\b(?:replace\w*|arthroplast\w*|tha|tka|thr|tkr)\b|\b(?:replace\w*|arthroplast\w*|tha|tka|thr|tkr)\b[^.;\n]{0,30}\b(?:in (?:19|20)\d\d|ago|last year)\b/i

/**
 * Arthritis of both hips or knees that is billed of one (Guideline I.B.13: the bilateral code, where the condition is
 * bilateral and both sides are still there).
 */
export function bothSides(record: RecordUnderAudit): Match[] {
  const billed = record.billed
  if (billed.some((code) => REPLACED.test(code))) return []
  return JOINTS.flatMap(({ one, both, said }) => {
    const [code, ...others] = billed.filter((diagnosis) => one.test(diagnosis))
    if (code === undefined || others.length > 0) return []
    const facts = saidBy(said, record).filter((fact) => isEstablished(fact, record.claim.claimType))
    if (facts.length === 0 || [...record.texts.values()].some((text) => REPLACED_BEFORE.test(text))) return []
    return [
      {
        codes: [dotted(code)],
        values: { code: dotted(code), instead: dotted(both), said: facts[0]?.text ?? '' },
        evidence: evidenceOf(facts),
        proposal: replacing(code, both, record.claim),
      },
    ]
  })
}
