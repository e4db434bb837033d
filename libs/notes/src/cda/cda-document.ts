import { hash } from 'node:crypto'
import type { ReceivedDocument } from '@claims-audit/contracts'
import { typeOfLoinc } from '../document-types.js'
import { dayOf, idOf, instantOf } from '../hl7/values.js'
import { Refused, reason, refusalOf } from '../report/result.js'
import type { NotesResult } from '../report/result.js'
import { Tally } from '../report/report.js'
import type { NotesReport } from '../report/report.js'
import { plainTextOf, tidy } from '../text/content.js'
import { base64Bytes } from '../text/decode.js'
import { encounterIn } from './header.js'
import type { Header } from './header.js'
import { walkXml } from './xml.js'
import { CdaWalk } from './cda-walk.js'
import type { Body } from './cda-walk.js'

/** The version of this way from a narrative to text; it changes whenever the text of any document would. */
const CDA = 'cda-1'

/** The document of a C-CDA (CDA R2). Never throws. */
export function readCda(bytes: Uint8Array): { results: NotesResult[]; report: NotesReport } {
  const tally = new Tally()
  tally.messages = 1
  const results = tally.counted([resultOf(bytes, tally)])
  return { results, report: tally.report('cda') }
}

function resultOf(bytes: Uint8Array, tally: Tally): NotesResult {
  try {
    const walk = new CdaWalk(() => tally.part('section'))
    walkXml(bytes, walk)
    const { header, title } = walk
    const { text, conversion } = contentOf(walk.body)
    if (text === '') return { at: {}, passedOver: reason('no-text') }
    const encounter = encounterIn(header)
    if (encounter === undefined) tally.note('no-stay', {})
    if (header.id === undefined) tally.note('id-made-up', {})
    const id = header.id ?? hash('sha256', Buffer.from(bytes)).slice(0, 32)
    const document: ReceivedDocument = { ...aboutOf(header, title, id), text, ...(conversion && { conversion }) }
    return { at: {}, received: { ...(encounter !== undefined && { encounter }), documents: [document] } }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusalOf(error)
  }
}

function contentOf({ narrative, unstructured }: Body): { text: string; conversion?: string } {
  if (unstructured === undefined) return { text: tidy(narrative.toString()), conversion: CDA }
  const { mediaType, representation, isElsewhere, text, at } = unstructured
  try {
    if (isElsewhere && text.trim() === '') throw new Refused('document-elsewhere')
    if (representation.toUpperCase() !== 'B64') return plainTextOf(Buffer.from(text), mediaType)
    const content = base64Bytes(text)
    if (content === undefined) throw new Refused('base64')
    return plainTextOf(content, mediaType)
  } catch (error) {
    // A place within the content would be told as one of the XML.
    if (error instanceof Refused) throw new Refused(error.code, at, error.keyword)
    throw error
  }
}

function aboutOf(header: Header, title: string, id: string): Omit<ReceivedDocument, 'text' | 'conversion'> {
  const date = dayOf(header.effectiveTime ?? '')
  const issued = instantOf(header.effectiveTime ?? '')
  const setId = header.setId === undefined ? undefined : idOf(header.setId)
  const version = /^\d{1,9}$/.test(header.version ?? '') ? Number(header.version) : undefined
  return {
    id,
    type: typeOfLoinc(header.loinc ?? '') ?? 'other',
    ...(date !== undefined && { date }),
    ...(header.author !== undefined && { author: header.author.slice(0, 256) }),
    ...(title !== '' && { title: title.slice(0, 512) }),
    status: 'final',
    ...(header.replaces.length > 0 && { replaces: header.replaces.slice(0, 32) }),
    ...(setId !== undefined && { setId }),
    ...(version !== undefined && { version }),
    ...(issued !== undefined && { issued }),
  }
}
