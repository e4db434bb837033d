import type { ReceivedDocument, ReceivedDocuments } from '@claims-audit/contracts'
import { typeOfLoinc } from '@claims-audit/notes'
import type { Composition, CompositionSection, DocumentReference } from 'fhir/r4.js'
import { refuse } from '../claim/source.js'
import type { Within } from '../claim/source.js'
import { codesOf } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf } from '../resource/values.js'
import { contentOf } from './attachment.js'
import { authorOf, identityOf, received, replacedBy } from './document-reference.js'
import { encounterOf } from './encounter-of.js'

const STATUSES: Record<string, ReceivedDocument['status']> = {
  preliminary: 'preliminary',
  amended: 'amended',
  'entered-in-error': 'cancelled',
}

/** Sections nest a few levels. */
const DEEPEST = 20

/** The document of a Composition: the narrative of its sections under their titles. Throws a refusal (Refused). */
export function composedDocument(within: Within, composition: Element<Composition>): ReceivedDocuments {
  const status = STATUSES[composition.text('status') ?? ''] ?? 'final'
  const [author] = composition.each('author')
  const { text, conversion } = status === 'cancelled' ? { text: '' } : narrativeOf(composition)
  const types = [composition.get('type'), ...composition.each('category')].flatMap(codesOf)
  const related = composition
    .each('relatesTo')
    .map((each) => ({ code: each.text('code'), target: each.get('targetReference') }))
  return received(within, encounterOf(within, composition.get('encounter'), composition.get('subject')), {
    ...identityOf(composition as unknown as Element<DocumentReference>, composition.get('identifier').text('value')),
    type: types.flatMap(({ code }) => typeOfLoinc(code) ?? [])[0] ?? 'other',
    date: dayOf(composition.text('date')),
    author: author && authorOf(within, author),
    title: composition.text('title'),
    status,
    replaces: replacedBy(related),
    text,
    conversion,
  })
}

function narrativeOf(composition: Element<Composition>): { text: string; conversion?: string } {
  const page = composition
    .each('section')
    .map((section) => pageOf(section, 1))
    .join('')
  const read = contentOf(Buffer.from(`<html>${page}</html>`), 'text/html; charset=utf-8')
  if ('refused' in read) refuse(read.refused, `${composition.pointer}/section`)
  return 'content' in read ? read.content : { text: '' }
}

function pageOf(section: Element<CompositionSection>, depth: number): string {
  const title = section.text('title')
  const narrative = section.get('text').text('div') ?? ''
  const inner = depth < DEEPEST ? section.each('section').map((each) => pageOf(each, depth + 1)) : []
  return `${title === undefined ? '' : `<h2>${escaped(title)}</h2>`}${narrative}${inner.join('')}`
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
