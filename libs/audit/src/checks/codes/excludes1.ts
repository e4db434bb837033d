import { dotted } from '@claims-audit/contracts'
import { conceptsOf, isEstablished, mentionsOf } from '../../record/facts.js'
import { evidenceOf } from '../../findings/hit.js'
import type { Hit } from '../../findings/hit.js'
import { sharesLevel } from '../../record/levels.js'
import { billedDiagnoses } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/**
 * Pairs of billed codes that an Excludes1 note forbids together, each pair once, whichever side's note names the other. Unrelated conditions may stand
 * (Guideline I.A.12.a): where the record itself places the two at different levels, the finding only informs.
 */
export function excludes1(record: RecordUnderAudit): Hit[] {
  const codes = [...new Set(billedDiagnoses(record.claim))]
  return pairs(codes).flatMap(([a, b]) => {
    const found = record.codeSets.excludes1(a, b, record.date)
    if (found === undefined) return []
    const [first, second] = [dotted(a), dotted(b)].sort() as [string, string]
    const values = { a: first, b: second, note: found.note.text, at: found.note.at }
    const apart = levelsApart(a, b, record)
    if (apart === undefined) return [{ codes: [first, second], values: { ...values, apart: '' } }]
    return [
      {
        codes: [first, second],
        values: { ...values, apart: `; the record places them at different levels (${apart.levels})` },
        severity: 'info' as const,
        evidence: apart.evidence,
      },
    ]
  })
}

const pairs = (codes: string[]): [string, string][] =>
  codes.flatMap((a, at) => codes.slice(at + 1).map((b): [string, string] => [a, b]))

/** The levels of two conditions that the record names at levels of their own, none of one's the other's. */
function levelsApart(
  a: string,
  b: string,
  record: RecordUnderAudit,
): { levels: string; evidence: Hit['evidence'] } | undefined {
  const [ofA, ofB] = [factsAtLevels(a, record), factsAtLevels(b, record)]
  if (ofA.length === 0 || ofB.length === 0) return undefined
  const shared = ofA.some(({ level: one = '' }) => ofB.some(({ level: other = '' }) => sharesLevel(one, other)))
  return shared
    ? undefined
    : {
        levels: [...ofA, ...ofB].map(({ level }) => level).join(', '),
        evidence: evidenceOf(mentionsOf([...ofA, ...ofB])),
      }
}

function factsAtLevels(code: string, { facts, claim }: RecordUnderAudit): RecordUnderAudit['facts'] {
  const concepts = conceptsOf(code) ?? []
  return facts.filter(
    (fact) => concepts.includes(fact.concept) && isEstablished(fact, claim.claimType) && fact.level !== undefined,
  )
}
