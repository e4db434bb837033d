import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** What only an exempt code may carry: nothing, or `1`. */
const NONE = new Set(['', '1'])

/**
 * Inpatient diagnoses that need an indicator and have none. Which are exempt is a list of the fiscal year's; without it
 * nothing is said.
 */
export function poaMissing({ claim, poaExempt }: RecordUnderAudit): Match[] {
  if (poaExempt === undefined || claim.claimType !== 'institutional-inpatient') return []
  const lacking = claim.diagnoses.filter(
    ({ role, code, poa = '' }) => role !== 'admitting' && NONE.has(poa.trim()) && !poaExempt.has(code),
  )
  return [...new Set(lacking.map(({ code }) => code))].map((code) => ({
    codes: [dotted(code)],
    values: { code: dotted(code) },
  }))
}
