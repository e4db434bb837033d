import { isEbcdic, latin1Of } from './ebcdic.js'
import { isaAt } from './isa.js'
import type { Isa } from './isa.js'

/** Who is told what a file holds, in its order. Texts are bytes as characters, valid only during the call. */
export interface SegmentHandler {
  interchange(isa: Isa): void
  /** A segment but ISA, from `from` to `end`, without its terminator. */
  segment(s: string, from: number, end: number, isa: Isa): void
  /** What is odd in the file's text itself. */
  odd(code: OddText): void
}

export type OddText =
  | 'no-interchange' // text that no ISA opens
  | 'isa-length'
  | 'iea-missing' // an ISA before the IEA of the one before
  | 'wrapped' // a line break inside a segment
  | 'segment-too-long'
  | 'ends-in-a-segment'

/** No segment of an 837 comes near it: an HI of 12 composites has 400 characters. */
const LONGEST = 1_000_000
const BLANK = 32
const I = 73

/** Cuts a file into segments, however its bytes are cut: `push` them, then `end`. Holds one chunk and one segment. */
export class SegmentReader {
  private readonly handler: SegmentHandler
  private rest = ''
  private head: Uint8Array | undefined = new Uint8Array(0)
  private ebcdic = false
  private isa: Isa | undefined
  private isLost = false
  /** How many bytes of the file are in front of `rest`. */
  private consumed = 0
  private readonly mayWrap: boolean
  /** Of the ISA or segment that is being told, in bytes of the file: where it begins, and where its content ends. */
  readonly extent = { start: 0, stop: 0 }

  /** `mayWrap`: false where a pass before this one found no line break inside a segment, so that none is looked for. */
  constructor(handler: SegmentHandler, { mayWrap = true } = {}) {
    this.handler = handler
    this.mayWrap = mayWrap
  }

  push(bytes: Uint8Array): void {
    const known = this.begun(bytes)
    if (known !== undefined) this.cut(this.ebcdic ? latin1Of(known) : asBuffer(known), false)
  }

  end(): void {
    if (this.head !== undefined) this.rest = asBuffer(this.head).toString('latin1')
    this.head = undefined
    this.cut(Buffer.alloc(0), true)
    const left = this.rest.trimEnd()
    if (left === '') return
    // A file's last terminator is often missing.
    this.place(0, left.length)
    if (this.isa !== undefined && left.startsWith('IEA')) this.segment(left, 0, left.length, this.isa)
    else this.handler.odd('ends-in-a-segment')
  }

  /** What is known to be text, once the encoding is known: the first three bytes tell it. */
  private begun(bytes: Uint8Array): Uint8Array | undefined {
    if (this.head === undefined) return bytes
    const all = Buffer.concat([this.head, bytes])
    this.head = all.length < 3 ? all : undefined
    this.ebcdic = isEbcdic(all)
    return this.head === undefined ? all : undefined
  }

  private cut(bytes: Buffer, isLast: boolean): void {
    const piece = bytes.toString('latin1')
    const s = this.rest === '' ? piece : this.rest + piece
    let from = 0
    let newline = this.mayWrap ? -1 : s.length
    for (;;) {
      while (from < s.length && s.charCodeAt(from) <= BLANK) from += 1
      if (from >= s.length) break
      const { isa } = this
      if (isa === undefined || (s.charCodeAt(from) === I && s.startsWith('ISA', from))) {
        const next = this.open(s, from, isLast)
        if (next === undefined) break
        if (next > from || isa === undefined) {
          from = next
          continue
        }
      }
      const end = s.indexOf(isa.terminator, from)
      if ((end === -1 ? s.length : end) - from > LONGEST) {
        this.lose('segment-too-long')
        continue
      }
      if (end === -1) break
      if (newline < from) newline = indexOrEnd(s, '\n', from)
      const stop = contentEnd(s, from, end, isa)
      this.place(from, stop)
      if (newline < stop) this.unwrapped(s.slice(from, stop), isa)
      else this.segment(s, from, stop, isa)
      from = end + 1
    }
    this.rest = from >= s.length ? '' : s.slice(from)
    this.consumed += Math.min(from, s.length)
  }

  private place(from: number, stop: number): void {
    this.extent.start = this.consumed + from
    this.extent.stop = this.consumed + stop
  }

  /**
   * Opens an interchange where an ISA is at `from`: behind it; `from` where it is a segment of another; undefined where
   * more must be known.
   */
  private open(s: string, from: number, isLast: boolean): number | undefined {
    const isa = isaAt(s, from, isLast)
    if (isa === 'more') return undefined
    if (isa === 'none') return this.isa === undefined ? this.skip(s, from, isLast) : from
    if (this.isa !== undefined) this.handler.odd('iea-missing')
    this.isa = isa
    this.isLost = false
    this.place(from, from + isa.length - 1)
    this.handler.interchange(isa)
    if (isa.isOddLength) this.handler.odd('isa-length')
    return from + isa.length
  }

  /** Text outside an interchange: to the next ISA, if there is one. A byte order mark is not text. */
  private skip(s: string, from: number, isLast: boolean): number | undefined {
    if (s.startsWith('\xef\xbb\xbf', from)) return from + 3
    if (!isLast && '\xef\xbb\xbf'.startsWith(s.slice(from, from + 3))) return undefined
    if (!this.isLost) this.lose('no-interchange')
    const next = s.indexOf('ISA', from + 1)
    if (next !== -1) return next
    // The last two may be the beginning of one.
    return isLast ? s.length : Math.max(from + 1, s.length - 2)
  }

  private lose(code: OddText): void {
    this.handler.odd(code)
    this.isa = undefined
    this.isLost = true
  }

  private unwrapped(text: string, isa: Isa): void {
    const joined = text.replace(/[\r\n]+/g, '')
    if (joined.length < text.length) this.handler.odd('wrapped')
    this.segment(joined, 0, joined.length, isa)
  }

  private segment(s: string, from: number, stop: number, isa: Isa): void {
    this.handler.segment(s, from, stop, isa)
    if (s.charCodeAt(from) === I && s.startsWith('IEA', from)) this.isa = undefined
  }
}

/** Blanks between the last element and the terminator are part of neither, unless they separate elements themselves. */
function contentEnd(s: string, from: number, end: number, isa: Isa): number {
  let stop = end
  while (stop > from && s.charCodeAt(stop - 1) <= BLANK && !isSeparator(s.charCodeAt(stop - 1), isa)) stop -= 1
  return stop
}

const isSeparator = (c: number, { element, component, repetition }: Isa): boolean =>
  c === element || c === component || c === repetition

function indexOrEnd(s: string, what: string, from: number): number {
  const at = s.indexOf(what, from)
  return at === -1 ? s.length : at
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
