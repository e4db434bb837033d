import { hash } from 'node:crypto'
import { readCda } from '../cda/cda-document.js'
import { Hl7Reader } from '../hl7/hl7-reader.js'
import { Refused, reason, refusalOf } from '../report/result.js'
import type { NotesResult } from '../report/result.js'
import { Tally } from '../report/report.js'
import type { NotesKind, NotesReport } from '../report/report.js'
import { plainTextOf } from '../text/content.js'

/** Documents of a file of one kind, as its bytes come. Never throws. */
export interface NotesReader {
  push(chunk: Uint8Array): NotesResult[]
  end(): NotesResult[]
  /** After the end. */
  report(): NotesReport
}

/** HL7 v2 is read message by message; any other document is held in memory, and refused beyond this size. */
const LARGEST_DOCUMENT = 32_000_000

/** `isWhole`: of HL7 v2, the transport says where the text ends. */
export const notesReader = (kind: NotesKind, { isWhole = false } = {}): NotesReader =>
  kind === 'hl7v2' ? new Hl7Reader(isWhole) : new WholeReader(kind)

/** A C-CDA, or a page or RTF by itself, which names no stay. */
class WholeReader implements NotesReader {
  #parts: Uint8Array[] = []
  #size = 0
  #report: NotesReport

  constructor(private readonly kind: Exclude<NotesKind, 'hl7v2'>) {
    this.#report = new Tally().report(kind)
  }

  push(chunk: Uint8Array): NotesResult[] {
    this.#size += chunk.length
    if (this.#size > LARGEST_DOCUMENT) this.#parts = []
    else this.#parts.push(Uint8Array.from(chunk))
    return []
  }

  end(): NotesResult[] {
    const bytes = Buffer.concat(this.#parts)
    if (this.#size <= LARGEST_DOCUMENT && this.kind === 'cda') {
      const { results, report } = readCda(bytes)
      this.#report = report
      return results
    }
    const tally = new Tally()
    tally.messages = 1
    const results =
      this.#size > LARGEST_DOCUMENT ? [{ at: {}, refused: reason('too-large') }] : [readBare(bytes, tally)]
    this.#report = { ...tally.report(this.kind), ...countsOf(tally, results) }
    return results
  }

  report(): NotesReport {
    return this.#report
  }
}

function countsOf(tally: Tally, results: NotesResult[]): Pick<NotesReport, 'documents' | 'passedOver' | 'refused'> {
  tally.counted(results)
  return tally
}

function readBare(bytes: Uint8Array, tally: Tally): NotesResult {
  try {
    const content = plainTextOf(bytes)
    if (content.text.trim() === '') return { at: {}, passedOver: reason('no-text') }
    tally.note('no-stay', {})
    tally.note('id-made-up', {})
    const id = hash('sha256', Buffer.from(bytes)).slice(0, 32)
    return { at: {}, received: { documents: [{ id, type: 'other', ...content }] } }
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusalOf(error)
  }
}
