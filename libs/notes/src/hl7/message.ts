import { decoded, decodedAs, validUtf8 } from '../text/decode.js'
import { delimitersOf } from './delimiters.js'
import type { Delimiters } from './delimiters.js'
import { unescaped } from './escapes.js'
import { isSegmentId } from './segment-ids.js'

/** MSH-18 (HL7 v2 table 0211) to the names of the WHATWG's Encoding standard. */
const CHARSETS: Record<string, string> = {
  ASCII: 'windows-1252',
  '8859/1': 'windows-1252',
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  'GB 18030-2000': 'gb18030',
  'KS X 1001': 'euc-kr',
  'BIG-5': 'big5',
  'ISO IR87': 'iso-2022-jp',
}

/** A message taken apart. */
export interface Message {
  delimiters: Delimiters
  segments: Segment[]
  charset: string | undefined
  /** Whether MSH-18 names a charset that is not known, or one that the bytes are not of. */
  isCharsetOdd: boolean
  /** The name in MSH-18 where it is of no charset that is read, and the text has more than ASCII. */
  unknownCharset: string | undefined
}

/** A segment; `number`: in its message, MSH is 1. */
export class Segment {
  constructor(
    readonly id: string,
    readonly number: number,
    private readonly fields: string[],
    private readonly message: Pick<Message, 'delimiters' | 'charset'>,
  ) {}

  /** A field as it is, its escapes decoded: of text that is taken whole. */
  whole(field: number): string {
    return this.text(this.raw(field))
  }

  raw(field: number): string {
    return this.fields[field] ?? ''
  }

  /** The repetitions of a field, each as its components, whose subcomponents stay together. */
  repetitions(field: number): string[][] {
    const { component, repetition } = this.message.delimiters
    const raw = this.raw(field)
    return raw === ''
      ? []
      : raw.split(repetition).map((each) => each.split(component).map((part) => this.text(part).trim()))
  }

  /** A component of the first repetition; empty where it is missing. HL7's "" says that the value was deleted. */
  component(field: number, component = 1): string {
    const value = this.repetitions(field)[0]?.[component - 1] ?? ''
    return value === '""' ? '' : value
  }

  text(raw: string): string {
    return unescaped(raw, this.message.delimiters, this.message.charset)
  }
}

/**
 * Takes a message apart that begins with MSH, what frames it around it or not; undefined where MSH does not say how.
 */
export function messageOf(bytes: Uint8Array): Message | undefined {
  const { text, charset, isOdd, unknown } = textOf(bytes)
  const delimiters = delimitersOf(text)
  if (delimiters === undefined) return undefined
  const message: Message = { delimiters, segments: [], charset, isCharsetOdd: isOdd, unknownCharset: unknown }
  linesOf(text, delimiters.field).forEach((line, at) => {
    const fields = line.split(delimiters.field)
    const id = fields[0] as string
    // MSH-1 is the separator itself.
    if (id === 'MSH') fields.splice(1, 0, delimiters.field)
    message.segments.push(new Segment(id, at + 1, fields, message))
  })
  return message
}

/** By HL7's name, or by a label of the Encoding standard; undefined for any other. */
function charsetOf(named: string): string | undefined {
  if (named === '') return undefined
  const label = CHARSETS[named] ?? named.replace(/^8859\//, 'iso-8859-').toLowerCase()
  try {
    const { encoding } = new TextDecoder(label)
    // Messages are found by single bytes: messages in charsets of two bytes are not read here.
    return encoding.startsWith('utf-16') ? undefined : encoding
  } catch {
    return undefined
  }
}

/** What is outside ASCII, and the escape that shifts to another set. */
const BEYOND_ASCII = /[^\x00-\x1a\x1c-\x7e]/

/**
 * In the charset of MSH-18, where it names one that is known and the bytes are of it, else UTF-8 where they are
 * valid, else windows-1252. Of a charset that is not known only ASCII can be read.
 */
function textOf(bytes: Uint8Array): { text: string; charset?: string; isOdd: boolean; unknown?: string } {
  const head = Buffer.from(bytes.subarray(0, 4_096)).toString('latin1')
  const msh = /MSH[^\r\n]*/.exec(head)?.[0] ?? ''
  const named = (msh.split(msh[3] ?? '|')[17] ?? '').split(/[~^]/)[0]?.trim().toUpperCase() ?? ''
  const charset = charsetOf(named)
  const text = charset === undefined ? undefined : decodedAs(charset, bytes)
  const isAscii = named === 'ASCII' && validUtf8(bytes) !== undefined
  if (charset !== undefined && text !== undefined && !isAscii) return { text: begun(text), charset, isOdd: false }
  const isLost = named !== '' && charset === undefined && BEYOND_ASCII.test(Buffer.from(bytes).toString('latin1'))
  return { text: begun(decoded(bytes)), isOdd: named !== '' && !isAscii, ...(isLost && { unknown: named }) }
}

/** Without a byte order mark, and what frames it. */
const begun = (text: string): string => text.replace(/^[\s\ufeff\u000b]+/, '').replace(/[\s\u001a\u001c\u0000]+$/, '')

/**
 * The segments' lines. They end at CR; at LF only where the message has no CR. What does not begin as a segment does
 * belongs to the field before: a line end within a note. Trailing white space is of the transport.
 */
function linesOf(text: string, field: string): string[] {
  const lines: string[] = []
  for (const line of text.split(text.includes('\r') ? /\r\n?/ : '\n')) {
    const id = line.slice(0, 3)
    const isSegment = (line[3] === field || line.length === 3) && isSegmentId(id)
    if (isSegment || lines.length === 0) lines.push(line)
    else lines[lines.length - 1] += `\n${line}`
  }
  return lines.map((line) => line.trimEnd())
}
