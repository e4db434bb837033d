import type { Reason, ReceivedDocuments } from '@claims-audit/contracts'
import type { Composition, DocumentReference } from 'fhir/r4.js'
import { Refused } from '../claim/source.js'
import { BILLED, DOCUMENTS, entriesOf, typeOf } from '../resource/entries.js'
import { Element } from '../resource/element.js'
import type { Asked } from '../resource/element.js'
import { References } from '../resource/references.js'
import type { Found } from '../resource/references.js'
import { Notes, unmappedOf } from '../report/report.js'
import type { FhirReport } from '../report/report.js'
import { composedDocument } from './composition.js'
import { referredDocument } from './document-reference.js'

/** A document, or why it is not read; `resource`: where it is, as a JSON pointer. */
export type FhirDocumentResult = { resource: string } & ({ received: ReceivedDocuments } | { refused: Reason })

/** Whether a resource, or a Bundle, holds documents and no claim. */
export function hasDocumentsApart(document: { resourceType: string }): boolean {
  const types = entriesOf(document).map(({ resource }) => typeOf(resource))
  return types.some((type) => DOCUMENTS.has(type)) && !types.some((type) => BILLED.has(type))
}

/** The documents of DocumentReferences and Compositions, in order. Never throws. */
export function readFhirDocuments(document: { resourceType: string }): {
  results: FhirDocumentResult[]
  report: FhirReport
} {
  const asked: Asked = new Map()
  const notes = new Notes()
  const entries = entriesOf(document)
  const references = new References(entries, asked)
  const found = entries.filter(({ resource }) => DOCUMENTS.has(typeOf(resource)))
  const results = found.map((each) => resultOf(each, references, notes, asked))
  const resources: Record<string, number> = {}
  for (const { resource } of entries) resources[typeOf(resource)] = (resources[typeOf(resource)] ?? 0) + 1
  const roots = entries.map(({ resource }) => ({ type: typeOf(resource), resource }))
  return {
    results,
    report: {
      ...{ resources, claims: 0, claimsRefused: 0, diagnoses: 0, presentOnAdmission: 0, procedures: 0, lines: 0 },
      documents: results.length,
      documentsRefused: results.filter((result) => 'refused' in result).length,
      notes: notes.all(),
      unmapped: unmappedOf(asked, roots),
    },
  }
}

function resultOf(found: Found, references: References, notes: Notes, asked: Asked): FhirDocumentResult {
  const within = { found, references, notes }
  const { resource, pointer } = found
  try {
    const received =
      typeOf(resource) === 'Composition'
        ? composedDocument(within, new Element<Composition>(resource, pointer, asked))
        : referredDocument(within, new Element<DocumentReference>(resource, pointer, asked))
    return { resource: pointer, received }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return { resource: pointer, refused: error.reason }
  }
}
