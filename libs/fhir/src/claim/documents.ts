import type { ClinicalDocument, DocumentType } from '@claims-audit/contracts'
import type { Attachment, Binary, DocumentReference, FhirResource } from 'fhir/r4.js'
import { codesOf } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf } from '../resource/values.js'
import { named } from './source.js'
import type { Source } from './source.js'
import type { SupportingInfo } from './supporting-info.js'

/** LOINC codes of kinds of notes. */
const TYPES: Record<string, DocumentType> = {
  '11506-3': 'progress-note',
  '34117-2': 'history-and-physical',
  '11488-4': 'consult-note',
  '11504-8': 'operative-note',
  '28570-0': 'operative-note',
  '18842-5': 'discharge-summary',
  '18748-4': 'radiology-report',
  '34746-8': 'nursing-note',
}
/** Of a record that is withdrawn, or was never true. */
const WITHDRAWN = new Set(['entered-in-error', 'superseded'])

/** Notes that come with a claim: as attachments of its supporting information, or as DocumentReferences that it names. */
export function documentsOf(source: Source, { documents }: SupportingInfo): ClinicalDocument[] {
  return documents.flatMap(({ attachment, reference }, at) => {
    if (attachment !== undefined) return attached(source, attachment, { id: `attachment-${at + 1}`, type: 'other' })
    const resource = reference && named<FhirResource>(source, reference)
    return resource === undefined ? [] : referred(source, resource as Element<DocumentReference>, at)
  })
}

function referred(source: Source, document: Element<DocumentReference>, at: number): ClinicalDocument[] {
  if (document.text('resourceType') !== 'DocumentReference' || WITHDRAWN.has(document.text('status') ?? '')) return []
  if (WITHDRAWN.has(document.text('docStatus') ?? '')) return []
  const type = codesOf(document.get('type')).flatMap(({ code }) => TYPES[code] ?? [])[0] ?? 'other'
  const date = dayOf(document.text('date'))
  const name = document.get('masterIdentifier').text('value') ?? document.text('id') ?? `document-${at + 1}`
  return document.each('content').flatMap((content, part) =>
    attached(source, content.get('attachment'), {
      id: part === 0 ? name : `${name}/${part + 1}`,
      type,
      ...(date !== undefined && { date }),
    }),
  )
}

function attached(
  source: Source,
  attachment: Element<Attachment>,
  about: Omit<ClinicalDocument, 'text'>,
): ClinicalDocument[] {
  const type = (attachment.text('contentType') ?? 'text/plain').split(';')[0]?.toLowerCase()
  const data = attachment.text('data') ?? binaryOf(source, attachment)
  const title = attachment.text('title')
  const date = dayOf(attachment.text('creation'))
  if (data === undefined) {
    source.notes.add('document-elsewhere', attachment.pointer)
    return []
  }
  const text = type === 'text/plain' ? textOf(data) : undefined
  if (text === undefined) {
    source.notes.add('document-type', attachment.pointer)
    return []
  }
  return [{ ...(date !== undefined && { date }), ...about, ...(title !== undefined && { title }), text }]
}

/** A Binary of the same document, named by the URL. */
function binaryOf(source: Source, attachment: Element<Attachment>): string | undefined {
  const url = attachment.text('url')
  if (url === undefined) return undefined
  const reference = { reference: url }
  return source.references.resolve<Binary>(attachment.as(reference), source.found)?.text('data')
}

/** Strict base64 of UTF-8, else of windows-1252; what is no base64 was sent as it is. */
function textOf(data: string): string {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(data) || data.replace(/\s/g, '').length % 4 !== 0) return data
  const bytes = Buffer.from(data, 'base64')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
