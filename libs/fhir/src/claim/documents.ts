import type { ClinicalDocument } from '@claims-audit/contracts'
import { typeOfLoinc } from '@claims-audit/notes'
import type { Attachment, DocumentReference, FhirResource } from 'fhir/r4.js'
import { attachedText } from '../document/attachment.js'
import { codesOf } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf } from '../resource/values.js'
import { named } from './source.js'
import type { Source } from './source.js'
import type { SupportingInfo } from './supporting-info.js'

/** Of a record that is withdrawn, or was never true. */
const WITHDRAWN = new Set(['entered-in-error', 'superseded'])

/**
 * Notes that come with a claim: as attachments of its supporting information, or as DocumentReferences that it names.
 */
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
  const type = codesOf(document.get('type')).flatMap(({ code }) => typeOfLoinc(code) ?? [])[0] ?? 'other'
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
  const title = attachment.text('title')
  const date = dayOf(attachment.text('creation'))
  const read = attachedText(source, attachment)
  if ('refused' in read) {
    source.notes.add(read.refused === 'document-elsewhere' ? read.refused : 'document-type', attachment.pointer)
    return []
  }
  return [
    { ...(date !== undefined && { date }), ...about, ...(title !== undefined && { title }), text: read.content.text },
  ]
}
