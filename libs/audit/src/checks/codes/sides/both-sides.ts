import { dotted } from '@claims-audit/contracts'
import { replacing } from '../../../findings/proposal.js'
import type { Match } from '../../../findings/match.js'
import { billedDiagnoses } from '../../../findings/subject.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'

const ARTHRITIS = String.raw`(?:osteoarthritis|arthritis|arthrosis|degenerative (?:joint disease|arthritis|changes)|djd|oa)`
const BOTH = String.raw`(?:bilateral|bilaterally|both)`

/** The joints whose primary arthritis has one code for both sides, and one for each. */
const JOINTS = [
  { each: /^M161[012]$/, both: 'M160', joint: 'hips?' },
  { each: /^M171[012]$/, both: 'M170', joint: 'knees?' },
].map(({ each, both, joint }) => ({
  each,
  both,
  said: new RegExp(
    String.raw`\b(?:${BOTH} (?:primary )?(?:${joint} (?:joint )?${ARTHRITIS}|${ARTHRITIS} (?:of|in) (?:the |both )?${joint})|${ARTHRITIS} (?:of|in) (?:both|the bilateral|bilateral) ${joint}|${joint} ${ARTHRITIS},? bilateral(?:ly)?)\b`,
    'gi',
  ),
  replaced: new RegExp(
    String.raw`\b(?:${joint} (?:replace\w*|arthroplast\w*)|t[kh]a|t[kh]r)\b[^.;\n]{0,40}\b(?:in (?:19|20)\d\d|ago|previous\w*|prior|last year|before)|\b(?:previous|prior|status post|s\/p)\b[^.;\n]{0,40}\b(?:${joint} (?:replace\w*|arthroplast\w*)|t[kh]a|t[kh]r)\b`,
    'i',
  ),
}))

/**
 * Arthritis of both hips or knees that is billed of one (Guideline I.B.13: a bilateral code, where the condition is
 * bilateral and both sides are still there; a joint that was replaced has none).
 */
export function bothSides(record: RecordUnderAudit): Match[] {
  const billed = [...new Set(billedDiagnoses(record.claim))]
  return JOINTS.flatMap(({ each, both, said, replaced }) => {
    const [code, other] = billed.filter((diagnosis) => each.test(diagnosis))
    if (code === undefined || other !== undefined || billed.some((diagnosis) => /^Z966[456]/.test(diagnosis))) return []
    const texts = [...record.texts]
    if (texts.some(([, text]) => replaced.test(text))) return []
    const found = texts.flatMap(([documentId, text]) =>
      [...text.matchAll(said)].map(({ 0: words, index }) => ({
        documentId,
        start: index,
        end: index + words.length,
        text: words,
      })),
    )
    const [first] = found
    if (first === undefined) return []
    return [
      {
        codes: [dotted(code)],
        values: { code: dotted(code), instead: dotted(both), said: first.text },
        evidence: found,
        proposal: replacing(code, both, record.claim),
      },
    ]
  })
}
