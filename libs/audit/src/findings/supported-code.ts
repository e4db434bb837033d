import type { CodeEntry } from '@claims-audit/code-sets'
import type { Fact, Laterality } from '@claims-audit/evidence'
import { isEstablished, mentionsOf } from '../record/facts.js'
import { sharedRegions, siteOfTitle } from '../record/regions.js'
import type { Site } from '../record/regions.js'
import type { RecordUnderAudit } from './subject.js'

/** A code that the record decides for, and the mentions by which it does. */
export interface Supported {
  entry: CodeEntry
  facts: Fact[]
}

/**
 * The one billable code among a condition's subdivisions whose title names the region or the side that every
 * established mention of the condition agrees on.
 */
export function supportedSubdivision(
  condition: CodeEntry,
  subdivisions: CodeEntry[],
  record: RecordUnderAudit,
): Supported | undefined {
  const facts = factsFor(condition, record)
  const fitting = subdivisions.filter((entry) => entry.billable && placesItself(entry) && fits(entry, facts))
  return one(fitting.map((entry) => ({ entry, facts: mentionsOf(facts) })))
}

/** The one code among several whose own condition the record establishes, where the title says. */
export function supportedCondition(entries: CodeEntry[], record: RecordUnderAudit): Supported | undefined {
  const supported = entries.map((entry) => ({ entry, facts: mentionsOf(factsFor(entry, record)) }))
  return one(supported.filter(({ entry, facts }) => facts.length > 0 && fits(entry, facts)))
}

const one = <T>(found: T[]): T | undefined => (found.length === 1 ? found[0] : undefined)

/**
 * What the record says of a code's condition: by the concepts that speak for it, else by its title and inclusion terms
 * as they stand.
 */
export function factsFor(entry: CodeEntry, record: RecordUnderAudit): Fact[] {
  const concepts = record.concepts.forCode(entry.code)
  const facts =
    concepts === undefined
      ? record.readFor(namesOf(entry, record))
      : record.facts.filter(({ concept }) => concepts.includes(concept))
  return facts.filter((fact) => isEstablished(fact, record.claim.claimType))
}

/**
 * A title up to its qualifiers ("Carpal tunnel syndrome, right upper limb"), and the inclusion terms at the code, as a
 * note would write them.
 */
export function namesOf({ code, title }: CodeEntry, { codeSets, date }: RecordUnderAudit): string[] {
  const terms = codeSets.notes(code, date).filter(({ type, inherited }) => type === 'inclusionTerm' && !inherited)
  return [title.split(',')[0] as string, ...terms.map(({ text }) => text)].map(plainName).filter((name) => name !== '')
}

/**
 * Without what only a classification says: "Unspecified glaucoma", "Hypertension (arterial) (benign)", "Appendicitis
 * NOS".
 */
const plainName = (name: string): string =>
  name
    .replace(/\([^)]*\)|\bNOS\b|^(?:Unspecified|Other specified|Other)\s/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const placesItself = ({ title }: CodeEntry): boolean =>
  siteOfTitle(title) !== undefined || sideOfTitle(title) !== undefined

/** Whether what the title says of place and side, if anything, is what the facts agree on. */
function fits({ title }: CodeEntry, facts: Fact[]): boolean {
  const [site, side] = [siteOfTitle(title), sideOfTitle(title)]
  return (site === undefined || site === soleSite(facts)) && (side === undefined || side === soleSide(facts))
}

/** Only where its own sentence places a mention; mentions that share no region are at several. */
function soleSite(facts: Fact[]): Site | undefined {
  const located = facts.filter((fact) => fact.placed === 'sentence' && fact.regions.length > 0)
  const shared = sharedRegions(located)
  return located.length > 0 && shared.length === 0 ? 'several' : one(shared)
}

function soleSide(facts: Fact[]): Laterality | undefined {
  return one([...new Set(facts.flatMap(({ laterality }) => laterality ?? []))])
}

function sideOfTitle(title: string): Laterality | undefined {
  return /\b(left|right|bilateral)\b/i.exec(title)?.[1]?.toLowerCase() as Laterality | undefined
}
