import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/**
 * What may stand for present on admission: an indicator, `1` for an exempt code, or nothing (Guidelines, Appendix I;
 * UB-04 form locator 67; X12 837I, HI01-9). `E` is no value of any claim form. Whether a code is exempt is another
 * question.
 */
const INDICATORS = new Set(['Y', 'N', 'U', 'W', '1', ''])

/** Inpatient diagnoses with another indicator. */
export function poaInvalid({ claim }: RecordUnderAudit): Match[] {
  if (claim.claimType !== 'institutional-inpatient') return []
  const wrong = claim.diagnoses.filter(({ role, poa = '' }) => role !== 'admitting' && !INDICATORS.has(poa.trim()))
  return [...new Map(wrong.map(({ code, poa = '' }) => [code, poa]))].map(([code, poa]) => ({
    codes: [dotted(code)],
    values: { code: dotted(code), poa },
  }))
}
