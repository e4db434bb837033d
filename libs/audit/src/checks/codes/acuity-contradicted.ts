import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { isEstablished } from '../../record/facts.js'

/** An inflammation whose title says its course: "Acute cholecystitis", "Chronic sinusitis, unspecified". */
const COURSE = /^(Acute|Chronic) ((?:[a-z]+ ){0,2}?[a-z]+itis(?: media)?)\b/
const OTHER = { acute: 'chronic', chronic: 'acute' }
/** In characters, between the course and the name: "acute on chronic", "chronic sinusitis with acute symptoms". */
const NEAR = 40

/**
 * An inflammation billed as acute that the record calls chronic alone, or the other way round (Guideline I.B.8: each
 * has its code, and both are coded where both are documented).
 */
export function acuityContradicted(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  return record.billed.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    const [, course, condition] = COURSE.exec(entry?.title ?? '') ?? []
    if (entry === undefined || course === undefined || condition === undefined) return []
    const own = course.toLowerCase() as keyof typeof OTHER
    const other = OTHER[own]
    const said = record
      .readFor([`${other} ${condition}`, `${condition} ${other}`])
      .filter((fact) => isEstablished(fact, record.claim.claimType))
    if (said.length === 0 || namesCourse(own, condition, record)) return []
    return [
      {
        codes: [entry.dotted],
        values: { code: entry.dotted, title: entry.title, own, other, said: said[0]?.text ?? '' },
        evidence: evidenceOf(said),
      },
    ]
  })
}

function namesCourse(own: string, condition: string, { texts }: RecordUnderAudit): boolean {
  const between = `[^.;\\n]{0,${NEAR}}`
  const named = new RegExp(`${own}\\b${between}\\b${condition}|\\b${condition}\\b${between}\\b${own}`, 'i')
  return [...texts.values()].some((text) => named.test(text))
}
