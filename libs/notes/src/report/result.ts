import type { Reason, ReceivedDocuments } from '@claims-audit/contracts'

/**
 * What became of a part of a file: documents of one stay; nothing, as it holds none (numbers alone, no text yet); or a
 * refusal. `isUnfinished`: the text ends within it. `at`: where it is, counted from 1 as a person would count. Neither
 * it nor a reason holds a value of the file.
 */
export type NotesResult =
  | { at: NotesPlace; received: ReceivedDocuments; isUnfinished?: true }
  | { at: NotesPlace; passedOver: Reason }
  | { at: NotesPlace; refused: Reason }

/** HL7 v2: the message of the file, the segment of the message, and its field. XML: line and column. RTF: the byte. */
export interface NotesPlace {
  message?: number
  segment?: number
  id?: string
  field?: number
  line?: number
  column?: number
  byte?: number
}

/** Why a part of a file is not read, where. */
export class Refused extends Error {
  constructor(
    readonly code: RefusalCode,
    readonly at: NotesPlace = {},
    readonly keyword: string | null = null,
  ) {
    super(code)
  }
}

export const refusalOf = ({ code, at, keyword }: Refused, around: NotesPlace = {}): NotesResult => ({
  at: { ...around, ...at },
  refused: reason(code, keyword),
})

export const reason = (code: RefusalCode | PassedOver, keyword: string | null = null): Reason => ({
  code,
  pointer: null,
  keyword,
})

/** Of what is no fault. */
export type PassedOver =
  | 'no-content' // a notification without the document
  | 'numbers-only' // results of a laboratory
  | 'no-text' // a document whose text is empty

export type RefusalCode =
  // of a file or a message
  | 'no-document' // nothing to read in all the file
  | 'outside-a-message'
  | 'too-large'
  | 'delimiters' // MSH does not say how fields are separated
  | 'charset' // MSH-18 names one that is not read
  | 'message-type' // neither MDM nor ORU
  | 'segment-missing'
  | 'document-id'
  // of a document's content
  | 'pdf'
  | 'media-type'
  | 'base64'
  | 'document-elsewhere' // it is named by an address, which is not fetched
  | 'rtf'
  | 'too-deep'
  // of XML
  | 'xml'
  | 'doctype'
  | 'root-element'
