import { dotted } from '@claims-audit/contracts'
import { NO_CHANGE } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { matchesAny } from '../../rules/patterns.js'

/** A sign billed beside a condition that it is routinely a part of (Guideline I.B.5); as the principal it is another rule's. */
export function signIntegral({ claim, billed, coding, codeSets, date }: RecordUnderAudit): Match[] {
  const secondary = new Set(claim.diagnoses.filter(({ role }) => role === 'secondary').map(({ code }) => code))
  return [...secondary].flatMap((code) => {
    const sign = coding.integral.find(({ codes }) => matchesAny(code, codes))
    const cause = sign && billed.find((other) => matchesAny(other, sign.causes))
    if (cause === undefined) return []
    return [
      {
        codes: [dotted(code), dotted(cause)],
        values: {
          code: dotted(code),
          title: codeSets.diagnosis(code, date)?.title ?? '',
          cause: dotted(cause),
          causeTitle: codeSets.diagnosis(cause, date)?.title ?? '',
        },
        proposal: { ...NO_CHANGE, remove: [{ code: dotted(code) }] },
      },
    ]
  })
}
