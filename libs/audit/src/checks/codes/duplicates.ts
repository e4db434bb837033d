import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** Secondaries that say what another secondary says already. The principal's own code again is another check's. */
export function duplicates({ edited }: RecordUnderAudit): Match[] {
  const [principal, ...secondaries] = edited.input.diagnoses
  const repeated = secondaries.filter((code, i) => code !== '' && code !== principal && secondaries.indexOf(code) < i)
  return [...new Set(repeated)].map((code) => ({ codes: [dotted(code)], values: { code: dotted(code) } }))
}
