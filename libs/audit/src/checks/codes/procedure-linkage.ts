import { codingDate } from '@claims-audit/claim'
import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { isLinked } from '../../user-tables/coverage.js'

/**
 * Billed procedures that the loaded coverage table links to none of the claim's diagnoses. One that the table does not
 * speak of on the day it was done is no finding.
 */
export function procedureLinkage({ claim, billed: diagnoses, coverage }: RecordUnderAudit): Match[] {
  // Coverage goes by when a thing was done, whichever edition's codes are forced.
  const date = codingDate(claim)
  if (coverage === undefined || date === undefined) return []
  const billed = [
    ...claim.procedures.map(({ code, date: done }) => ({ procedure: code, on: done ?? date })),
    ...claim.lines.flatMap(({ hcpcs, serviceDate }) =>
      hcpcs === undefined ? [] : [{ procedure: hcpcs, on: serviceDate ?? date }],
    ),
  ]
  return [...new Map(billed.map((each) => [each.procedure, each])).values()].flatMap(({ procedure, on }) => {
    const linked = coverage.diagnosesFor(procedure, on)
    if (linked === undefined || isLinked(diagnoses, linked)) return []
    return [
      {
        codes: [],
        target: [procedure],
        values: { procedure, diagnoses: diagnoses.map(dotted).join(', '), linked: linked.join(', ') },
      },
    ]
  })
}
