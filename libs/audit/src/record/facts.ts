import type { ClaimType, DocumentType, FactSelector } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { sharesLevel } from './levels.js'
import { isExplained } from './limbs.js'
import { isNear, sharedRegions } from './regions.js'
import type { Site } from './regions.js'

/** Each mention once, at however many places it is. */
export const mentionsOf = (facts: Fact[]): Fact[] => [
  ...new Map(facts.map((fact) => [`${fact.documentId} ${fact.start} ${fact.end} ${fact.text}`, fact])).values(),
]

/**
 * Whom Guideline I.B.14 and III let diagnose: the notes a provider writes. Radiology, nursing, therapy and scribes are
 * not among them for a stay.
 */
const PROVIDER_NOTES: (DocumentType | 'capture')[] = [
  'progress-note',
  'history-and-physical',
  'consult-note',
  'operative-note',
  'discharge-summary',
]

export const isProviderNote = (type: DocumentType | 'capture'): boolean => PROVIDER_NOTES.includes(type)

/**
 * Said of this patient, now, and not denied. An uncertain diagnosis counts as established only for a stay and at
 * discharge (Guidelines II.H, III.C; IV.H forbids it elsewhere).
 */
export function isEstablished(fact: Fact, claimType: ClaimType): boolean {
  if (fact.experiencer !== 'patient' || !(fact.temporality === 'current' || isOfTheStay(fact, claimType))) return false
  if (fact.assertion === 'affirmed') return true
  return (
    fact.assertion === 'possible' &&
    claimType === 'institutional-inpatient' &&
    fact.documentType === 'discharge-summary'
  )
}

/** Affirmed by a provider, and established. */
export const isDiagnosed = (fact: Fact, claimType: ClaimType): boolean =>
  fact.assertion === 'affirmed' && isEstablished(fact, claimType) && isProviders(fact, claimType)

/**
 * A condition that was treated in a stay is reported though it had resolved by discharge (Guideline III; UHDDS, other
 * diagnoses). The discharge summary tells the stay's course; what a note of a day calls resolved may have been so
 * before.
 */
const isOfTheStay = ({ resolved, documentType }: Fact, claimType: ClaimType): boolean =>
  resolved === true && claimType === 'institutional-inpatient' && documentType === 'discharge-summary'

/**
 * What a selector is asked about: the record's facts, and the subject code's site, undefined where the code names none.
 */
export interface Asked {
  facts: Fact[]
  claimType: ClaimType
  site: Site | undefined
  /** What the documents say of phrases that are no concepts. */
  readFor: (phrases: string[]) => Fact[]
  texts: ReadonlyMap<string, string>
}

/**
 * The facts that a selector asks for; established ones, unless it says how else they are meant. A word that was only
 * guessed at, or is of the spine only by chance, raises and silences nothing.
 */
export function select(selector: FactSelector, asked: Asked): Fact[] {
  const mentions = asked.facts.filter(({ concept }) => selector.concepts.includes(concept))
  const said = selector.words === undefined ? [] : asked.readFor(selector.words)
  const wanted = [...mentions, ...said].filter(
    (fact) =>
      fact.guessed !== true &&
      fact.weak !== true &&
      isMeant(fact, selector, asked.claimType) &&
      hasAll(fact, selector, asked.claimType) &&
      (selector.limb === undefined || isExplained(fact, asked.site, asked.texts)),
  )
  return atLevel(atRegion(wanted, selector.region ?? 'any', asked.site), selector.levelOf, asked)
}

function isMeant(fact: Fact, { assertion, past }: FactSelector, claimType: ClaimType): boolean {
  const now = past === true ? { ...fact, temporality: 'current' as const } : fact
  return assertion === undefined
    ? isEstablished(now, claimType)
    : now.experiencer === 'patient' && now.temporality === 'current' && assertion.includes(fact.assertion)
}

/** Whether a fact has each particular that the selector names. */
function hasAll(
  fact: Fact,
  { by, in: documents, cause, etiology, care, modality, imaged, leveled, levels, value, within }: FactSelector,
  claimType: ClaimType,
): boolean {
  return (
    (by !== 'provider' || isProviders(fact, claimType)) &&
    (documents === undefined || documents.includes(fact.documentType)) &&
    (cause === undefined || fact.cause === cause) &&
    (etiology === undefined || fact.etiology === etiology) &&
    (care === undefined || fact.care === care) &&
    (modality === undefined || modality.includes(fact.modality ?? '')) &&
    (within === undefined || fact.regions.some((region) => within.includes(region))) &&
    (imaged === undefined || imaged === (fact.modality !== undefined)) &&
    (leveled === undefined || leveled === (fact.level !== undefined)) &&
    (levels === undefined || levels.some((level) => fact.level !== undefined && sharesLevel(level, fact.level))) &&
    (value === undefined || isWithin(fact.value, value))
  )
}

function isWithin(value: number | undefined, { below, above }: NonNullable<FactSelector['value']>): boolean {
  return value !== undefined && (below === undefined || value < below) && (above === undefined || value > above)
}

/** An outpatient read by a radiologist may be coded (Guideline IV.K); an inpatient one may not (III.B). */
export function isProviders(fact: Fact, claimType: ClaimType): boolean {
  if (isProviderNote(fact.documentType)) return true
  return fact.documentType === 'radiology-report' && claimType !== 'institutional-inpatient'
}

function atRegion(facts: Fact[], where: NonNullable<FactSelector['region']>, site: Site | undefined): Fact[] {
  if (where === 'any') return facts
  const located = facts.filter((fact) => fact.regions.length > 0)
  if (where === 'other') return elsewhere(located, site)
  if (where === 'known' || site === undefined || site === 'several') return located
  return located.filter(({ regions }) =>
    where === 'near' ? regions.some((region) => isNear(region, site)) : regions.includes(site),
  )
}

/**
 * Facts that place the condition elsewhere, none agreeing with the code; those that their own sentence places come
 * before those that only the document does.
 */
function elsewhere(located: Fact[], site: Site | undefined): Fact[] {
  const agrees =
    site === 'several'
      ? sharedRegions(located).length === 0
      : located.some((fact) => fact.regions.some((region) => region === site))
  if (agrees) return []
  const stated = located.filter((fact) => fact.placed === 'sentence')
  return stated.length > 0 ? stated : located
}

/** Of facts that name a level, those that share a vertebra with a condition's; where that names none, all. */
function atLevel(facts: Fact[], concepts: string[] | undefined, asked: Asked): Fact[] {
  if (concepts === undefined) return facts
  const levels = select({ concepts }, asked).flatMap(({ level }) => level ?? [])
  return facts.filter(
    ({ level }) => level === undefined || levels.length === 0 || levels.some((other) => sharesLevel(level, other)),
  )
}
