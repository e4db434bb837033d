import type { ReceivedDocument, ReceivedDocuments } from '@claims-audit/contracts'
import { typeOfLoinc } from '@claims-audit/notes'
import type { CodeableConcept, DocumentReference as DocumentReferenceOfR4, Practitioner, Reference } from 'fhir/r4.js'
import { named, refuse } from '../claim/source.js'
import type { Within } from '../claim/source.js'
import { codesOf } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf } from '../resource/values.js'
import { attachedText } from './attachment.js'
import type { AttachedText } from './attachment.js'
import { encounterOf } from './encounter-of.js'

/** STU3 has `class` for `category`, and `indexed` for `date`. */
type DocumentReference = DocumentReferenceOfR4 & { class?: CodeableConcept; indexed?: string }

/**
 * `docStatus` and `status` (R4 composition-status, document-reference-status; R5's too) to ours; any other is final.
 */
const STATUSES: Record<string, ReceivedDocument['status']> = {
  preliminary: 'preliminary',
  registered: 'preliminary',
  partial: 'preliminary',
  amended: 'amended',
  corrected: 'amended',
  appended: 'amended',
  'entered-in-error': 'cancelled',
  cancelled: 'cancelled',
  deprecated: 'cancelled',
  superseded: 'cancelled',
}

/**
 * The document of a DocumentReference: its contents are one document in several formats, of which the first that is
 * read counts. Throws a refusal (Refused).
 */
export function referredDocument(within: Within, document: Element<DocumentReference>): ReceivedDocuments {
  const status = STATUSES[document.text('status') ?? ''] ?? STATUSES[document.text('docStatus') ?? ''] ?? 'final'
  const context = document.get('context')
  const [encounter = context.get('encounter')] = context.each('encounter')
  const { content, title } = status === 'cancelled' ? { content: { text: '' } } : readContent(within, document)
  const types = [document.get('type'), ...document.each('category'), document.get('class')].flatMap(codesOf)
  const [author] = document.each('author')
  return received(within, encounterOf(within, encounter, document.get('subject')), {
    ...identityOf(document, document.get('masterIdentifier').text('value')),
    type: types.flatMap(({ code }) => typeOfLoinc(code) ?? [])[0] ?? 'other',
    date: dayOf(document.text('date') ?? document.text('indexed')) ?? dayOf(context.get('period').text('start')),
    author: author && authorOf(within, author),
    title: title ?? document.text('description'),
    status,
    replaces: replacedBy(
      document.each('relatesTo').map((each) => ({ code: each.text('code'), target: each.get('target') })),
    ),
    ...content,
  })
}

interface Read {
  content: Extract<AttachedText, { content: unknown }>['content']
  title: string | undefined
}

function readContent(within: Within, document: Element<DocumentReference>): Read {
  let fault: { refused: string; pointer: string } | undefined
  for (const each of document.each('content')) {
    const attachment = each.get('attachment')
    const title = attachment.text('title')
    const read = attachedText(within, attachment)
    if ('content' in read) return { content: read.content, title }
    fault ??= { refused: read.refused, pointer: attachment.pointer }
  }
  return refuse(fault?.refused ?? 'document-elsewhere', fault?.pointer ?? `${document.pointer}/content`)
}

/**
 * What a DocumentReference and a Composition have in common: they are named by type and id, as other resources refer to
 * them.
 */
export function identityOf(
  resource: Element<DocumentReference>,
  identifier: string | undefined,
): Pick<ReceivedDocument, 'id'> & { version: number | undefined; issued: string | undefined } {
  const id = resource.text('id')
  const name =
    id === undefined
      ? (identifier ?? resource.each('identifier')[0]?.text('value'))
      : `${resource.text('resourceType')}/${id}`
  if (name === undefined) refuse('document-id', `${resource.pointer}/id`)
  const meta = resource.get('meta')
  const version = meta.text('versionId')
  return {
    id: String(name).slice(0, 128),
    version: version !== undefined && /^\d{1,9}$/.test(version) ? Number(version) : undefined,
    issued: instantOf(meta.text('lastUpdated') ?? resource.text('date')),
  }
}

/** Documents that no longer hold, by the names under which they came: type and id, and what identifies them. */
export function replacedBy(related: { code: string | undefined; target: Element<Reference> }[]): string[] | undefined {
  const names = related
    .filter(({ code }) => code === 'replaces')
    .flatMap(({ target }) => [
      /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(target.text('reference') ?? '')?.[1],
      target.get('identifier').text('value'),
    ])
    .filter((name) => name !== undefined)
  return names.length > 0 ? names : undefined
}

export function authorOf(within: Within, author: Element<Reference>): string | undefined {
  const display = author.text('display')
  if (display !== undefined) return display.slice(0, 256)
  const [name] = named<Practitioner>(within, author)?.each('name') ?? []
  if (name === undefined) return undefined
  const given = (name.object as { given?: unknown } | undefined)?.given
  name.each('given')
  const written = [
    Array.isArray(given) ? given.filter((each) => typeof each === 'string').join(' ') : '',
    name.text('family') ?? '',
  ]
  return (name.text('text') ?? (written.join(' ').trim() || undefined))?.slice(0, 256)
}

/** An event's body, without what is not said. */
export function received(
  within: Within,
  encounter: ReceivedDocuments['encounter'],
  {
    id,
    type,
    text,
    ...more
  }: { [Name in keyof ReceivedDocument]: ReceivedDocument[Name] | undefined } & Pick<
    ReceivedDocument,
    'id' | 'type' | 'text'
  >,
): ReceivedDocuments {
  if (encounter === undefined) within.notes.add('no-stay', within.found.pointer)
  const said = Object.entries(more).filter(([, value]) => value !== undefined)
  const document: ReceivedDocument = { id, type, ...Object.fromEntries(said), text }
  return { ...(encounter !== undefined && { encounter }), documents: [document] }
}

/** In UTC, for its order among others; undefined for what has no time of day. */
function instantOf(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}
