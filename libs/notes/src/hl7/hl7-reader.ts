import { Refused, reason, refusalOf } from '../report/result.js'
import type { NotesPlace, NotesResult } from '../report/result.js'
import { endsSegment } from '../read/ends-whole.js'
import { Tally } from '../report/report.js'
import type { NotesReport } from '../report/report.js'
import { contentOf } from './content.js'
import { MessageCutter } from './cut.js'
import type { Piece } from './cut.js'
import { aboutNote, aboutReport, documentOf, noteIdOf, reportIdOf } from './document.js'
import { encounterOf } from './encounter.js'
import { groupsOf } from './groups.js'
import type { Group } from './groups.js'
import { messageOf } from './message.js'
import type { Message, Segment } from './message.js'
import { idOf } from './values.js'

/**
 * Documents of HL7 v2 messages (MDM, ORU), each as soon as the next message begins, however the bytes are cut. A
 * fault refuses its message or its document; those around it are read. Never throws.
 */
export class Hl7Reader {
  readonly #cutter = new MessageCutter()
  readonly #tally = new Tally()

  /**
   * `isWhole`: the transport says where the text ends (MLLP); else it has come as a whole only where its last segment
   * ends.
   */
  constructor(private readonly isWhole = false) {}

  push(chunk: Uint8Array): NotesResult[] {
    return this.#read(this.#cutter.push(chunk))
  }

  end(): NotesResult[] {
    const pieces = this.#cutter.end()
    const cut = this.isWhole ? undefined : pieces.findLast(isCut)
    const results = this.#read(pieces, cut)
    const isEmpty = this.#tally.messages === 0 && this.#tally.refused === 0
    return isEmpty ? this.#tally.counted([{ at: {}, refused: reason('no-document') }]) : results
  }

  report(): NotesReport {
    return this.#tally.report('hl7v2')
  }

  #read(pieces: Piece[], cut?: Piece): NotesResult[] {
    return this.#tally.counted(
      pieces.flatMap((piece) => {
        const results = this.#readPiece(piece)
        if (piece !== cut) return results
        this.#tally.note('unfinished', { message: piece.message })
        return results.map(preliminary)
      }),
    )
  }

  #readPiece(piece: Piece): NotesResult[] {
    const at = { message: piece.message }
    if (piece.is === 'outside') return [{ at, refused: reason('outside-a-message') }]
    this.#tally.messages += 1
    if (piece.is === 'too-large') return [{ at, refused: reason('too-large') }]
    const message = messageOf(piece.bytes)
    if (message === undefined) return [{ at: { ...at, segment: 1, id: 'MSH' }, refused: reason('delimiters') }]
    const { unknownCharset } = message
    if (unknownCharset !== undefined) {
      const keyword = /^[A-Z0-9 _/.-]{1,32}$/.test(unknownCharset) ? unknownCharset : null
      return [{ at: { ...at, segment: 1, id: 'MSH', field: 18 }, refused: reason('charset', keyword) }]
    }
    this.#noteOdd(message, at)
    return resultsOf(message, piece.message, this.#tally)
  }

  #noteOdd({ isCharsetOdd, segments }: Message, at: NotesPlace): void {
    if (isCharsetOdd) this.#tally.note('charset', { ...at, segment: 1, id: 'MSH', field: 18 })
    if (segments[0]?.component(10) === '')
      this.#tally.note('message-control-id', { ...at, segment: 1, id: 'MSH', field: 10 })
    const trailer = segments.find(({ id }) => id === 'BTS')
    const told = trailer?.component(1) ?? ''
    if (trailer !== undefined && told !== '' && Number(told) !== this.#tally.messages)
      this.#tally.note('batch-count', { ...at, segment: trailer.number, id: 'BTS', field: 1 })
  }
}

/** Whether the text ends within a message. */
function isCut(piece: Piece): boolean {
  if (piece.is !== 'message' || endsSegment(lastOf(piece.bytes))) return false
  const end = Buffer.from(piece.bytes.subarray(-LONGEST_TRAILER)).toString('latin1')
  return !/[\r\n](?:BTS|FTS)[^\r\n]*$/.test(end)
}

/** A trailer of a batch or a file that has no end ends the message before it. */
const LONGEST_TRAILER = 4_096

/** Without what fills the bytes up. */
const lastOf = (bytes: Uint8Array): number | undefined => bytes.findLast((byte) => ![0x00, 0x1a, 0x20].includes(byte))

/** What may be a part of a document is no word of a provider. A withdrawal is one as far as it came. */
function preliminary(result: NotesResult): NotesResult {
  if (!('received' in result)) return result
  const documents = result.received.documents.map((document) =>
    document.status === 'cancelled' ? document : { ...document, status: 'preliminary' as const },
  )
  return { ...result, received: { ...result.received, documents }, isUnfinished: true }
}

function resultsOf(message: Message, number: number, tally: Tally): NotesResult[] {
  const [header] = message.segments as [Segment]
  const kind = header.component(9, 1).toUpperCase()
  const at = { message: number, segment: 1, id: 'MSH', field: 9 }
  // A reason holds no value of the file, but codes of HL7's own.
  if (kind !== 'MDM' && kind !== 'ORU')
    return [{ at, refused: reason('message-type', /^[A-Z]{3}$/.test(kind) ? kind : null) }]
  const headId = kind === 'MDM' ? 'TXA' : 'OBR'
  const groups = groupsOf(message, headId, number, tally)
  if (groups.length === 0) {
    const missing = new Refused('segment-missing', {}, headId)
    return [refusalOf(missing, { message: number, segment: message.segments.length })]
  }
  const ids = new Set<string>()
  return groups.map((group) => resultOf(group, message, tally, ids))
}

function resultOf(group: Group, message: Message, tally: Tally, ids: Set<string>): NotesResult {
  try {
    const isNote = group.head.id === 'TXA'
    const about = isNote ? aboutNote(group) : aboutReport(group)
    const content = about.status === 'cancelled' ? { text: '' } : contentOf(group, message, tally)
    if (typeof content === 'string') return { at: group.at, passedOver: reason(content) }
    const id = idFor(group, about.status === 'cancelled', tally, ids)
    const encounter = encounterOf(group.patient, group.visit)
    if (encounter === undefined) tally.note('no-stay', group.at)
    const documents = [documentOf(id, about, content)]
    return { at: group.at, received: { ...(encounter !== undefined && { encounter }), documents } }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusalOf(error, group.at)
  }
}

/** The sender's id; one of the message's, where it gives none. What is to be withdrawn must be named. */
function idFor(group: Group, isWithdrawn: boolean, tally: Tally, ids: Set<string>): string {
  const isNote = group.head.id === 'TXA'
  const own = isNote ? noteIdOf(group) : reportIdOf(group)
  const made = idOf(group.header.component(10))
  const id = own ?? (made === undefined ? undefined : `${made}/${group.head.number}`)
  const field = isNote ? 12 : 3
  if (id === undefined || (own === undefined && isWithdrawn)) throw new Refused('document-id', { field })
  if (own === undefined) tally.note('id-made-up', { ...group.at, field })
  const unique = ids.has(id) ? `${id}/${group.head.number}` : id
  ids.add(unique)
  return unique
}
