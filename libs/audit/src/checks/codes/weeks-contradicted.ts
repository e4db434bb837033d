import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { evidenceOf } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { mentionsOf } from '../../record/facts.js'
import { weeksOf } from './additional/weeks-said.js'

/** The codes that give the number of weeks: Z3A.08 to Z3A.42. */
const TOLD = /^Z3A(\d\d)$/

/**
 * Weeks of gestation billed other than the record tells, where it tells one number alone; completed weeks, on the day
 * of admission (Guideline I.C.21.c.11).
 */
export function weeksContradicted(record: RecordUnderAudit): Match[] {
  const told = weeksOf(record)
  const [weeks, ...others] = new Set(told.values())
  if (weeks === undefined || others.length > 0) return []
  const said = record
    .readFor([...told.keys()])
    .filter(
      ({ assertion, temporality, experiencer }) =>
        assertion === 'affirmed' && temporality === 'current' && experiencer === 'patient',
    )
  if (said.length === 0) return []
  return record.billed.flatMap((code) => {
    const [, billed] = TOLD.exec(code) ?? []
    if (billed === undefined || Number(billed) === weeks) return []
    const instead = `Z3A${String(weeks).padStart(2, '0')}`
    if (record.codeSets.diagnosis(instead, record.date)?.billable !== true) return []
    return [
      {
        codes: [dotted(code)],
        values: { code: dotted(code), weeks: String(weeks), instead: dotted(instead), said: said[0]?.text ?? '' },
        evidence: evidenceOf(mentionsOf(said)),
        proposal: replacing(code, instead, record.claim),
      },
    ]
  })
}
