import type { Fact } from '@claims-audit/evidence'
import { mentionsOf } from '../../record/facts.js'
import { evidenceOf, indicatorOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { sharedRegions } from '../../record/regions.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

/** The condition that the capture's place and origin are of. */
const CONDITION = ['spondylolysis', 'pars-defect']

/**
 * Where the structured capture and the documents disagree: one match for each field. What the documents themselves
 * dispute is not the capture's.
 */
export function captureConflict({ facts, concepts: read, documentDates }: RecordUnderAudit): Match[] {
  const ofPatient = facts.filter(
    ({ experiencer, temporality }) => experiencer === 'patient' && temporality === 'current',
  )
  const [captured, written] = [ofPatient.filter(isCaptured), ofPatient.filter((fact) => !isCaptured(fact))]
  const conflicts = [
    ...read.captureFields.flatMap(({ field, concepts }) =>
      contradicted(field, captured.filter(isAbout(concepts)), written.filter(isAbout(concepts))),
    ),
    ...placedElsewhere(captured, written),
    ...ofOtherOrigin(captured, written),
  ]
  return conflicts.map((conflict) => matchOf(conflict, documentDates))
}

/** A field of the capture, and the mentions that speak against it. */
interface Conflict {
  field: string
  said: string
  against: Fact[]
}

const isCaptured = ({ documentType }: Fact): boolean => documentType === 'capture'

const isAbout =
  (concepts: string[]) =>
  ({ concept }: Fact): boolean =>
    concepts.includes(concept)

/** What one affirms, the other denies; planned care is not yet given. */
function contradicted(field: string, captured: Fact[], written: Fact[]): Conflict[] {
  const affirmed = captured.some(({ assertion }) => assertion === 'affirmed')
  const against = written.filter(({ assertion, care }) =>
    affirmed ? assertion === 'negated' || care === 'declined' : assertion === 'affirmed',
  )
  const agrees = written.some(({ assertion }) => (affirmed ? assertion === 'affirmed' : assertion === 'negated'))
  if (captured.length === 0 || against.length === 0 || agrees) return []
  return [{ field, said: captured[0]?.text ?? '', against }]
}

function placedElsewhere(captured: Fact[], written: Fact[]): Conflict[] {
  const isPlaced = (fact: Fact): boolean =>
    CONDITION.includes(fact.concept) &&
    fact.assertion === 'affirmed' &&
    fact.placed === 'sentence' &&
    fact.regions.length > 0
  const [there, here] = [captured.filter(isPlaced), written.filter(isPlaced)]
  const [first] = there
  if (first === undefined || here.length === 0 || here.some((fact) => sharedRegions([first, fact]).length > 0))
    return []
  return [{ field: 'region', said: first.level ?? first.regions.join(' or '), against: here }]
}

function ofOtherOrigin(captured: Fact[], written: Fact[]): Conflict[] {
  const [said] = captured.filter(({ etiology }) => etiology !== undefined)
  const origins = written.filter(
    (fact) => CONDITION.includes(fact.concept) && fact.assertion === 'affirmed' && fact.etiology !== undefined,
  )
  if (said === undefined || origins.length === 0 || origins.some(({ etiology }) => etiology === said.etiology))
    return []
  return [{ field: 'etiology', said: said.text, against: origins }]
}

function matchOf({ field, said, against }: Conflict, dates: ReadonlyMap<string, string>): Match {
  const mentions = mentionsOf(against)
  return {
    codes: [],
    target: [field],
    values: { field, captured: said, written: mentions[0]?.text ?? '' },
    evidence: evidenceOf(mentions),
    indicators: [`"${said}" (capture)`, ...mentions.map((fact) => indicatorOf(fact, dates))],
  }
}
