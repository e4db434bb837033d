import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** What is born or comes about in the stay may be its principal diagnosis. */
const OF_THE_STAY = /^[OPZ]/

/** A principal diagnosis that is billed as not present on admission, which it occasioned (Guidelines II; Appendix I). */
export function poaOfPrincipal({ claim, codeSets, date }: RecordUnderAudit): Match[] {
  if (claim.claimType !== 'institutional-inpatient') return []
  return claim.diagnoses
    .filter(({ role, poa, code }) => role === 'principal' && poa === 'N' && !OF_THE_STAY.test(code))
    .map(({ code }) => ({
      codes: [dotted(code)],
      values: { code: dotted(code), title: codeSets.diagnosis(code, date)?.title ?? '' },
    }))
}
