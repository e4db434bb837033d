import type { ClaimType, DocumentType, FactSelector } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { matchesAny } from './patterns.js'
import { sharedRegions } from './regions.js'
import type { Site } from './regions.js'

/** Which concepts speak for which codes. The lexicon does not read for a code that is not here. */
const SPOKEN_FOR: { codes: string[]; concepts: string[] }[] = [
  { codes: ['M43.0-'], concepts: ['spondylolysis', 'pars-defect'] },
  { codes: ['M43.1-'], concepts: ['spondylolisthesis'] },
  { codes: ['M54.1-'], concepts: ['radiculopathy'] },
  { codes: ['G99.2', 'G95.9'], concepts: ['myelopathy'] },
]

/** The concepts by which a record speaks for a code or header. */
export const conceptsOf = (code: string): string[] | undefined => SPOKEN_FOR.find((entry) => matchesAny(code, entry.codes))?.concepts

/** Each mention once, at however many places it is. */
export const mentionsOf = (facts: Fact[]): Fact[] => [...new Map(facts.map((fact) => [`${fact.documentId} ${fact.start} ${fact.end} ${fact.text}`, fact])).values()]

/** Whom Guideline I.B.14 and III let diagnose: the notes a provider writes. Radiology, nursing, therapy and scribes are not among them for a stay. */
const PROVIDER_NOTES: (DocumentType | 'capture')[] = ['progress-note', 'history-and-physical', 'consult-note', 'operative-note', 'discharge-summary']

/** Said of this patient, now, and not denied. An uncertain diagnosis counts as established only for a stay and at discharge (Guidelines II.H, III.C; IV.H forbids it elsewhere). */
export function isEstablished(fact: Fact, claimType: ClaimType): boolean {
  if (fact.experiencer !== 'patient' || fact.temporality !== 'current') return false
  if (fact.assertion === 'affirmed') return true
  return fact.assertion === 'possible' && claimType === 'institutional-inpatient' && fact.documentType === 'discharge-summary'
}

/** The established facts that a selector asks for; `site` is the subject code's, undefined where the code names none. */
export function select(facts: Fact[], selector: FactSelector, claimType: ClaimType, site: Site | undefined): Fact[] {
  const wanted = facts.filter(
    (fact) =>
      selector.concepts.includes(fact.concept) &&
      isEstablished(fact, claimType) &&
      (selector.by !== 'provider' || isProviders(fact, claimType)) &&
      (selector.cause === undefined || fact.cause === selector.cause),
  )
  return atRegion(wanted, selector.region ?? 'any', site)
}

/** An outpatient read by a radiologist may be coded (Guideline IV.K); an inpatient one may not (III.B). */
export function isProviders(fact: Fact, claimType: ClaimType): boolean {
  if (PROVIDER_NOTES.includes(fact.documentType)) return true
  return fact.documentType === 'radiology-report' && claimType !== 'institutional-inpatient'
}

function atRegion(facts: Fact[], where: 'same' | 'other' | 'any', site: Site | undefined): Fact[] {
  if (where === 'any') return facts
  const located = facts.filter((fact) => fact.regions.length > 0)
  if (where === 'other') return elsewhere(located, site)
  return site === undefined || site === 'several' ? located : located.filter((fact) => fact.regions.includes(site))
}

/** Facts that place the condition elsewhere, none agreeing with the code; those that their own sentence places come before those that only the document does. */
function elsewhere(located: Fact[], site: Site | undefined): Fact[] {
  const agrees = site === 'several' ? sharedRegions(located).length === 0 : located.some((fact) => fact.regions.some((region) => region === site))
  if (agrees) return []
  const stated = located.filter((fact) => fact.placed === 'sentence')
  return stated.length > 0 ? stated : located
}
