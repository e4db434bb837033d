import { dotted } from '@claims-audit/contracts'
import { isEstablished, mentionsOf } from '../../record/facts.js'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { codesApart } from '../../record/codes-apart.js'
import { sharesLevel } from '../../record/levels.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/**
 * Pairs of billed codes that an Excludes1 note forbids together, each pair once, whichever side's note names the other.
 * Unrelated conditions may stand (Guideline I.A.12.a): where the record places the two at different levels, or the
 * codes themselves name different sides, regions or encounters, the finding only informs; without a record a person
 * looks.
 */
export function excludes1(record: RecordUnderAudit): Match[] {
  const codes = record.billed
  return pairs(codes).flatMap(([a, b]) => {
    const found = record.codeSets.excludes1(a, b, record.date)
    if (found === undefined) return []
    const [first, second] = [a, b].sort() as [string, string]
    const names = { codes: [dotted(first), dotted(second)] }
    const values = { a: dotted(first), b: dotted(second), note: found.note.text, at: found.note.at }
    const levels = levelsApart(first, second, record)
    if (levels !== undefined)
      return [
        {
          ...names,
          values: { ...values, apart: `; the record places them at different levels (${levels.said})` },
          severity: 'info' as const,
          evidence: levels.evidence,
        },
      ]
    const named = namedApart(first, second, record)
    if (named === undefined) return [{ ...names, values: { ...values, apart: '' } }]
    const severity = record.documented ? ('info' as const) : ('warning' as const)
    return [{ ...names, values: { ...values, apart: `; the codes name different ${named}` }, severity }]
  })
}

function namedApart(a: string, b: string, { codeSets, date }: RecordUnderAudit): string | undefined {
  const [one, other] = [codeSets.diagnosis(a, date), codeSets.diagnosis(b, date)]
  return one && other && codesApart(one, other)
}

const pairs = (codes: readonly string[]): [string, string][] =>
  codes.flatMap((a, at) => codes.slice(at + 1).map((b): [string, string] => [a, b]))

/** The levels of two conditions that the record names at levels of their own, none of one's the other's. */
function levelsApart(
  a: string,
  b: string,
  record: RecordUnderAudit,
): { said: string; evidence: Match['evidence'] } | undefined {
  const [ofA, ofB] = [factsAtLevels(a, record), factsAtLevels(b, record)]
  if (ofA.length === 0 || ofB.length === 0) return undefined
  const shared = ofA.some(({ level: one = '' }) => ofB.some(({ level: other = '' }) => sharesLevel(one, other)))
  return shared
    ? undefined
    : {
        said: [levelsOf(a, ofA), levelsOf(b, ofB)].join('; '),
        evidence: evidenceOf(mentionsOf([...ofA, ...ofB])),
      }
}

const levelsOf = (code: string, facts: RecordUnderAudit['facts']): string =>
  `${dotted(code)} at ${[...new Set(facts.map(({ level }) => level))].join(', ')}`

function factsAtLevels(code: string, { facts, claim, concepts: read }: RecordUnderAudit): RecordUnderAudit['facts'] {
  const concepts = read.forCode(code) ?? []
  return facts.filter(
    (fact) => concepts.includes(fact.concept) && isEstablished(fact, claim.claimType) && fact.level !== undefined,
  )
}
