import type { NotesPlace, NotesResult } from './result.js'

/** What a file of documents held, and what became of it. Nothing of it is dropped without a count here. */
export interface NotesReport {
  kind: NotesKind
  /** HL7 v2 messages; 1 of any other kind of file. */
  messages: number
  documents: number
  passedOver: number
  refused: number
  /** OBX segments by value type, also of what is refused; of C-CDA `section`. */
  parts: Record<string, number>
  /** OBX segments that no document has, by value type and why. */
  leftOut: Record<string, number>
  notes: NotesNote[]
}

export type NotesKind = 'hl7v2' | 'cda' | 'rtf' | 'html'

/** What is odd and read all the same; `first`: where. */
export interface NotesNote {
  code: NotesNoteCode
  count: number
  first: NotesPlace
}

export type NotesNoteCode =
  | 'charset' // not what it is said to be, or not known
  | 'batch-count' // BTS-1 is not the number of messages
  | 'message-control-id' // MSH-10 is empty
  | 'unfinished' // the file ends within a message, whose documents are preliminary
  | 'no-stay' // neither account, visit nor record number
  | 'id-made-up' // no id in the document: one of its content

/** Gathers what a report says. */
export class Tally {
  readonly #notes = new Map<NotesNoteCode, NotesNote>()
  readonly parts: Record<string, number> = {}
  readonly leftOut: Record<string, number> = {}
  messages = 0
  documents = 0
  passedOver = 0
  refused = 0

  note(code: NotesNoteCode, at: NotesPlace): void {
    const known = this.#notes.get(code)
    if (known === undefined) this.#notes.set(code, { code, count: 1, first: at })
    else known.count += 1
  }

  part(type: string): void {
    count(this.parts, type)
  }

  leave(type: string): void {
    count(this.leftOut, type)
  }

  /** Counts results by what became of them, and hands them on. */
  counted(results: NotesResult[]): NotesResult[] {
    for (const result of results) {
      if ('received' in result) this.documents += result.received.documents.length
      else if ('refused' in result) this.refused += 1
      else this.passedOver += 1
    }
    return results
  }

  report(kind: NotesKind): NotesReport {
    const { messages, documents, passedOver, refused, parts, leftOut } = this
    return { kind, messages, documents, passedOver, refused, parts, leftOut, notes: [...this.#notes.values()] }
  }
}

const count = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1
}
