import type { Survey } from '../envelope/survey.js'
import type { Isa } from '../read/isa.js'
import { SegmentReader } from '../read/segments.js'
import type { SegmentHandler } from '../read/segments.js'
import { packed, tagAt } from '../read/tags.js'
import { Position } from '../report/place.js'
import type { Place } from '../report/place.js'
import type { RawSegment, Separators } from './raw-segment.js'
import { separatorsOf } from './raw-segment.js'

const GS = packed('GS')
const ST = packed('ST')
const SE = packed('SE')
const HL = packed('HL')
const CLM = packed('CLM')

/** A claim's place as a text, to look it up by. */
export const placeKey = ({ interchange, transaction = 0, claim = 0 }: Place): string =>
  `${interchange}.${transaction}.${claim}`

/** Where the parts of a transaction with a claim that is looked for stand in the file. */
export interface TransactionOutline {
  /** The interchange's number in the file, its ISA and what separates its segments. */
  interchange: number
  isa: RawSegment
  separators: Separators
  group: RawSegment
  start: RawSegment
  /** From BHT to the last segment before the first level. */
  header: RawSegment[]
  /** All levels (HL), in order. */
  levels: LevelOutline[]
  /** The claims that are looked for. */
  claims: ClaimOutline[]
  end: RawSegment
}

/** A level from its HL to the next level or claim. */
export interface LevelOutline {
  segment: RawSegment
  to: number
  /** How many segments it has. */
  count: number
}

export interface ClaimOutline {
  key: string
  /** The level that it stands under; -1 for none. */
  level: number
  segments: RawSegment[]
}

/**
 * Finds the claims that `isWanted` names, and what stands around them: `push` the file's bytes again after its survey,
 * then `end`. Holds one transaction's levels and wanted claims.
 */
export class OutlineReader {
  private readonly reader: SegmentReader
  private readonly segments: Outlines
  /** Bytes of the file so far. */
  length = 0

  constructor(survey: Survey, isWanted: (key: string) => boolean, emit: (outline: TransactionOutline) => void) {
    this.segments = new Outlines(survey, isWanted, emit, () => this.reader.extent)
    this.reader = new SegmentReader(this.segments)
  }

  push(bytes: Uint8Array): void {
    this.length += bytes.length
    this.reader.push(bytes)
  }

  end(): void {
    this.reader.end()
    this.segments.finish(this.length)
  }
}

class Outlines implements SegmentHandler {
  private readonly position = new Position()
  private isa: RawSegment | undefined
  private group: RawSegment | undefined
  private open: TransactionOutline | undefined
  private closed: TransactionOutline | undefined
  private claim: ClaimOutline | undefined
  private last: RawSegment | undefined
  private separators: Separators | undefined
  private readonly survey: Survey
  private readonly isWanted: (key: string) => boolean
  private readonly emit: (outline: TransactionOutline) => void
  private readonly extent: () => { start: number; stop: number }

  constructor(
    survey: Survey,
    isWanted: (key: string) => boolean,
    emit: (outline: TransactionOutline) => void,
    extent: () => { start: number; stop: number },
  ) {
    this.survey = survey
    this.isWanted = isWanted
    this.emit = emit
    this.extent = extent
  }

  interchange(isa: Isa): void {
    this.position.openInterchange()
    this.separators = separatorsOf(isa)
    this.open = this.group = undefined
    const elements = Array.from({ length: 17 }, (_, at) => isa.text(at))
    this.isa = this.next(0, elements.join(this.separators.element))
  }

  odd(): void {
    // The survey has noted it.
  }

  segment(s: string, from: number, end: number, isa: Isa): void {
    const tag = tagAt(s, from, end, isa.element)
    const segment = this.next(tag, s.slice(from, end))
    if (tag === GS) this.group = segment
    else if (tag === ST) this.begin(segment)
    else if (this.open !== undefined) this.inside(this.open, segment)
  }

  finish(length: number): void {
    this.settle(length)
  }

  private next(tag: number, text: string): RawSegment {
    const { start, stop } = this.extent()
    this.settle(start)
    this.last = { tag, text, start, stop, next: stop }
    return this.last
  }

  /** The segment before ends where this one begins. */
  private settle(start: number): void {
    if (this.last !== undefined) this.last.next = start
    const { closed } = this
    this.closed = undefined
    if (closed !== undefined && closed.claims.length > 0) this.emit(closed)
  }

  private begin(start: RawSegment): void {
    const { isa, group, separators, position } = this
    position.openTransaction()
    this.claim = this.open = undefined
    if (this.survey.refused.has(position.ordinal) || !isa || !group || !separators) return
    const { interchange } = position
    this.open = { interchange, isa, separators, group, start, header: [], levels: [], claims: [], end: start }
  }

  private inside(open: TransactionOutline, segment: RawSegment): void {
    const { tag, start } = segment
    const level = open.levels.at(-1)
    if (level !== undefined && level.to === -1 && (tag === HL || tag === CLM || tag === SE)) level.to = start
    if (tag === SE) return this.close(open, segment)
    if (tag === HL) {
      this.claim = undefined
      open.levels.push({ segment, to: -1, count: 1 })
    } else if (tag === CLM) this.beginClaim(open, segment)
    else if (this.claim !== undefined) this.claim.segments.push(segment)
    else if (level === undefined) open.header.push(segment)
    else if (level.to === -1) level.count += 1
  }

  private beginClaim(open: TransactionOutline, segment: RawSegment): void {
    this.position.claim += 1
    const { interchange, transaction, claim } = this.position
    const key = placeKey({ interchange, transaction, claim })
    this.claim = this.isWanted(key) ? { key, level: open.levels.length - 1, segments: [segment] } : undefined
    if (this.claim !== undefined) open.claims.push(this.claim)
  }

  private close(open: TransactionOutline, end: RawSegment): void {
    open.end = end
    this.closed = open
    this.claim = this.open = undefined
  }
}
