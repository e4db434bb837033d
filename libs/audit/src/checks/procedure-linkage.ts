import { dotted } from '@claims-audit/contracts'
import type { Hit } from '../hit.js'
import { billedDiagnoses } from '../subject.js'
import type { RecordUnderAudit } from '../subject.js'
import { isLinked } from '../user-tables.js'

/** Billed procedures that the loaded coverage table links to none of the claim's diagnoses. One that the table does not speak of is no finding. */
export function procedureLinkage({ claim, coverage, date }: RecordUnderAudit): Hit[] {
  if (coverage === undefined) return []
  const diagnoses = billedDiagnoses(claim)
  const billed = [...claim.procedures.map(({ code }) => code), ...claim.lines.flatMap(({ hcpcs }) => hcpcs ?? [])]
  return [...new Set(billed)].flatMap((procedure) => {
    const linked = coverage.diagnosesFor(procedure, date)
    if (linked === undefined || isLinked(diagnoses, linked)) return []
    return [{ codes: [], locus: [procedure], values: { procedure, diagnoses: [...new Set(diagnoses)].map(dotted).join(', '), linked: linked.join(', ') } }]
  })
}
