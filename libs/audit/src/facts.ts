import type { ClaimType, DocumentType, FactSelector } from '@claims-audit/contracts'
import type { Fact, Region } from '@claims-audit/evidence'

/** Whom Guideline I.B.14 and III let diagnose: the notes a provider writes. Radiology, nursing, therapy and scribes are not among them for a stay. */
const PROVIDER_NOTES: (DocumentType | 'capture')[] = ['progress-note', 'history-and-physical', 'consult-note', 'operative-note', 'discharge-summary']

/** Said of this patient, now, and not denied. An uncertain diagnosis counts as established only for a stay and at discharge (Guidelines II.H, III.C; IV.H forbids it elsewhere). */
export function isEstablished(fact: Fact, claimType: ClaimType): boolean {
  if (fact.experiencer !== 'patient' || fact.temporality !== 'current') return false
  if (fact.assertion === 'affirmed') return true
  return fact.assertion === 'possible' && claimType === 'institutional-inpatient' && fact.documentType === 'discharge-summary'
}

/** The established facts that a selector asks for; `region` is the subject code's, undefined where the code names none. */
export function select(facts: Fact[], selector: FactSelector, claimType: ClaimType, region: Region | undefined): Fact[] {
  const wanted = facts.filter(
    (fact) =>
      selector.concepts.includes(fact.concept) &&
      isEstablished(fact, claimType) &&
      (selector.by !== 'provider' || isProviders(fact, claimType)) &&
      (selector.cause === undefined || fact.cause === selector.cause),
  )
  return atRegion(wanted, selector.region ?? 'any', region)
}

/** An outpatient read by a radiologist may be coded (Guideline IV.K); an inpatient one may not (III.B). */
function isProviders(fact: Fact, claimType: ClaimType): boolean {
  if (PROVIDER_NOTES.includes(fact.documentType)) return true
  return fact.documentType === 'radiology-report' && claimType !== 'institutional-inpatient'
}

function atRegion(facts: Fact[], where: 'same' | 'other' | 'any', region: Region | undefined): Fact[] {
  if (where === 'any') return facts
  const located = facts.filter((fact) => fact.regions.length > 0)
  if (region === undefined) return located
  const here = located.filter((fact) => fact.regions.includes(region))
  if (where === 'same') return here
  return here.length > 0 ? [] : located
}
