import type { Reason, SubmittedClaim } from '@claims-audit/contracts'
import { claimOf } from './claim/claim-of.js'
import { POA_EXTENSION } from './claim/diagnoses.js'
import { Refused } from './claim/source.js'
import type { Billed } from './claim/source.js'
import { Element, isObject } from './resource/element.js'
import { BILLED, DOCUMENTS, entriesOf, listOf, typeOf } from './resource/entries.js'
import type { Asked } from './resource/element.js'
import { References } from './resource/references.js'
import type { Found } from './resource/references.js'
import { Notes, unmappedOf } from './report/report.js'
import type { FhirReport } from './report/report.js'

/** A claim of a document, or why it is not read; `resource`: where it is, as a JSON pointer. */
export type FhirResult = { resource: string; claim: SubmittedClaim } | { resource: string; refused: Reason }

export interface FhirReading {
  results: FhirResult[]
  report: FhirReport
}

/** Whether a JSON value is a FHIR resource. */
export const isFhir = (value: unknown): value is { resourceType: string } =>
  isObject(value) && typeof (value as { resourceType?: unknown }).resourceType === 'string'

/**
 * The claims of a Claim, an ExplanationOfBenefit or a Bundle (R4; STU3's names of a few elements are read too), in
 * order. A document without a claim is one refusal, and so is a Bundle that says there is more of it: a page of a
 * search is no whole. Never throws.
 */
export function readFhir(document: { resourceType: string }): FhirReading {
  const asked: Asked = new Map()
  const notes = new Notes()
  const entries = entriesOf(document)
  const references = new References(entries, asked)
  const billed = entries.filter(({ resource }) => BILLED.has(typeOf(resource)))
  const refusal = refusalOf(document, billed)
  const results =
    refusal === undefined
      ? billed.map((found) => resultOf(found, references, notes, asked))
      : [{ resource: '', refused: refusal }]
  for (const { resource, pointer } of entries)
    if (billed.length > 0 && DOCUMENTS.has(typeOf(resource)) && !asked.has(resource))
      notes.add('document-apart', pointer)
  return {
    results,
    report: { ...countsOf(entries, billed, results), notes: notes.all(), unmapped: unmapped(asked, entries) },
  }
}

function refusalOf(document: { resourceType: string }, billed: Found[]): Reason | undefined {
  if (hasMore(document)) return { code: 'incomplete-bundle', pointer: '/link', keyword: 'next' }
  return billed.length > 0 ? undefined : { code: 'no-claim', pointer: '/resourceType', keyword: null }
}

/** Claims from elsewhere, which a server would give page by page (R4, http.html#paging). */
const hasMore = (document: object): boolean =>
  listOf(document, 'link').some((link) => isObject(link) && (link as { relation?: unknown }).relation === 'next')

function resultOf(found: Found, references: References, notes: Notes, asked: Asked): FhirResult {
  const claim = new Element<Billed>(found.resource, found.pointer, asked)
  try {
    return { resource: found.pointer, claim: claimOf({ claim, found, references, notes }) }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { resource: found.pointer, refused: error.reason }
  }
}

function countsOf(entries: Found[], billed: Found[], results: FhirResult[]): Omit<FhirReport, 'notes' | 'unmapped'> {
  const resources: Record<string, number> = {}
  for (const { resource } of entries) resources[typeOf(resource)] = (resources[typeOf(resource)] ?? 0) + 1
  const all = (name: string): unknown[] => billed.flatMap(({ resource }) => listOf(resource, name))
  const claims = results.flatMap((result) => ('claim' in result ? [result.claim] : []))
  return {
    resources,
    claims: billed.length,
    claimsRefused: billed.length - claims.length,
    diagnoses: all('diagnosis').length,
    presentOnAdmission: all('diagnosis').filter(saysPoa).length,
    procedures: all('procedure').length,
    lines: all('item').length,
    documents: 0,
    documentsRefused: 0,
  }
}

const saysPoa = (diagnosis: unknown): boolean =>
  isObject(diagnosis) &&
  (Object.hasOwn(diagnosis, 'onAdmission') ||
    listOf(diagnosis, 'extension').some(
      (each) => isObject(each) && POA_EXTENSION.test((each as { url?: string }).url ?? ''),
    ))

const unmapped = (asked: Asked, entries: Found[]): FhirReport['unmapped'] =>
  unmappedOf(
    asked,
    entries.map(({ resource }) => ({ type: typeOf(resource), resource })),
  )
