import type { Reason } from '@claims-audit/contracts'
import { messageOf } from '../hl7/message.js'
import type { NotesPlace } from '../report/result.js'

/** What of a message was refused, and where. */
export interface Fault {
  at: NotesPlace
  reason: Reason
}

/**
 * Message error conditions (HL7 v2 table 0357) of our reasons; any other is that of a value which is not what it should
 * be.
 */
const CONDITIONS: Record<string, string> = {
  'message-type': '200',
  'segment-missing': '100',
  'document-id': '101',
  'no-document': '100',
  delimiters: '102',
}
const DATA_ERROR = '102'
/**
 * Of what no other attempt, and no change of the document, would get through: the message is not one of those that are
 * read.
 */
const REJECTED = new Set(['message-type', 'delimiters', 'no-document', 'outside-a-message', 'segment-missing'])

/** MSH is some hundred bytes, and a message may have 16 MB. */
const LONGEST_HEAD = 65_536

/** The first whole lines of a message. */
function headOf(message: Uint8Array): Uint8Array {
  const head = message.subarray(0, LONGEST_HEAD)
  const end = head.findLastIndex((byte) => byte === 0x0d || byte === 0x0a)
  return end < 0 ? head : head.subarray(0, end)
}

/**
 * The acknowledgment of a message in original mode (HL7 v2, chapter 2): AA, or AE or AR with an ERR for each fault,
 * whose location is segment, its place in the message, and field. `at`: when, ISO 8601.
 */
export function acknowledge(message: Uint8Array, faults: readonly Fault[], at: string): string {
  const header = messageOf(headOf(message))?.segments[0]
  const of = (field: number): string => plain(header?.raw(field) ?? '')
  const time = at.replace(/\D/g, '').slice(0, 14)
  const event = plain(header?.component(9, 2) ?? '')
  const code = faults.length === 0 ? 'AA' : faults.some(({ reason }) => REJECTED.has(reason.code)) ? 'AR' : 'AE'
  return [
    `MSH|^~\\&|${of(5)}|${of(6)}|${of(3)}|${of(4)}|${time}||ACK${event === '' ? '' : `^${event}^ACK`}|${of(10)}|${of(11) || 'P'}|${of(12) || '2.5'}`,
    `MSA|${code}|${of(10)}`,
    ...faults.map(({ at: place, reason }) => errorSegment(place, reason)),
    '',
  ].join('\r')
}

/**
 * ERR of v2.5 and later: ERR-2 where, ERR-3 what, ERR-4 an error, ERR-8 for a person. It holds no value of the message.
 */
function errorSegment({ id = '', segment, field }: NotesPlace, { code, pointer, keyword }: Reason): string {
  const where = [id, segment ?? '', field ?? ''].join('^').replace(/\^+$/, '')
  const told = [code, pointer, keyword].filter(Boolean).join(' ')
  return `ERR||${where}|${CONDITIONS[code] ?? DATA_ERROR}|E||||${plain(told)}`
}

/** As it was sent, where the sender's separators are those of the answer; without what would end a field. */
const plain = (text: string): string => text.replace(/[|\r\n\x0b\x1c]/g, ' ')
