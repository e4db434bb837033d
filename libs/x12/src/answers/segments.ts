import type { InterchangeEnvelope } from '../envelope/envelopes.js'

/** When the answer is made, and its control number: nine digits, or fewer. */
export interface AnswerStamp {
  /** UTC. */
  at: Date
  controlNumber: number
}

export const SEPARATORS = { element: '*', component: ':', repetition: '^', terminator: '~' }

/** Segments as text, a line each. */
export const written = (segments: string[][]): string =>
  segments.map((elements) => `${elements.join(SEPARATORS.element)}${SEPARATORS.terminator}\n`).join('')

/** Addressed back to the sender; the fixed widths are the standard's. */
export function interchangeHeader(to: InterchangeEnvelope, at: Date, number: string): string[] {
  const [day, time] = stampOf(at)
  return [
    ...['ISA', '00', blank(10), '00', blank(10)],
    ...[two(to.receiverQualifier), wide(to.receiver), two(to.senderQualifier), wide(to.sender)],
    ...[
      day.slice(2),
      time,
      SEPARATORS.repetition,
      '00501',
      number,
      '0',
      to.usage === 'T' ? 'T' : 'P',
      SEPARATORS.component,
    ],
  ]
}

/** Day and time, UTC. */
export const stampOf = (at: Date): [day: string, time: string] => {
  const text = at.toISOString()
  return [text.slice(0, 10).replaceAll('-', ''), text.slice(11, 16).replace(':', '')]
}

/** A value of the file goes back only as far as it holds none of the separators. */
export const plain = (text: string): string => text.replace(/[^\x20-\x7e]|[*:^~]/g, '').trim()
const blank = (width: number): string => ' '.repeat(width)
const wide = (id: string): string => plain(id).slice(0, 15).padEnd(15)
const two = (qualifier: string): string => plain(qualifier).slice(0, 2).padEnd(2)
export const digits = (number: number, width: number): string => String(number % 10 ** width).padStart(width, '0')
