import type { ServiceLine } from '@claims-audit/contracts'
import type { Form } from '../envelope/guides.js'
import { Elements } from '../read/elements.js'
import type { Isa } from '../read/isa.js'
import { nameOf, packed } from '../read/tags.js'
import { kept } from '../read/text.js'
import { Notes } from '../report/notes.js'
import type { Place, Position, Refusal, RefusalCode } from '../report/place.js'
import type { X12Result } from '../report/result.js'
import { LOOP_NUMBERS, UnmappedSegments } from '../report/unmapped.js'
import type { Loop } from '../report/unmapped.js'
import { checkClaim, draftOf, readAdmission, readReference, refusalOf } from './claim-header.js'
import { readClaimDate, readLineDate } from './dates.js'
import type { DateRead } from './dates.js'
import { MOST_LINES, atMost, claimOf } from './draft.js'
import type { Draft } from './draft.js'
import { HealthCodes } from './health-codes.js'
import type { Echoes } from './echoes.js'
import { Hierarchy, PATIENT, PROVIDER, SUBSCRIBER } from './hierarchy.js'
import { readName, readPerson } from './names.js'
import { readProvider, readTaxonomy } from './providers.js'
import type { Reading } from './reading.js'
import { QUALIFIED, SEGMENT_IDS, qualifierAt } from './segment-ids.js'
import { LAYOUTS, readLineReference, readService } from './service-lines.js'
import type { Layout } from './service-lines.js'
import { numberOf } from './values.js'

const BHT = packed('BHT')
const CL1 = packed('CL1')
const CLM = packed('CLM')
const DMG = packed('DMG')
const DTP = packed('DTP')
const HI = packed('HI')
const HL = packed('HL')
const LX = packed('LX')
const NM1 = packed('NM1')
const PRV = packed('PRV')
const REF = packed('REF')
const SBR = packed('SBR')
const SE = packed('SE')
const SV1 = packed('SV1')
const SV2 = packed('SV2')

const LOOP_OF: Record<string, Loop> = { [PROVIDER]: 'provider', [SUBSCRIBER]: 'subscriber', [PATIENT]: 'patient' }

/**
 * Makes claims of the segments of a transaction. A claim ends where the next one, a level or the transaction's end
 * begins.
 */
export class ClaimSegments implements Reading {
  readonly counts = { diagnoses: 0, presentOnAdmission: 0, procedures: 0, lines: 0, refused: 0 }
  readonly notes = new Notes()
  readonly unmappedSegments = new UnmappedSegments()
  private readonly position: Position
  private readonly emit: (result: X12Result) => void
  private readonly echoes: Echoes | undefined
  private readonly elements = new Elements()
  private readonly codes = new HealthCodes()
  private readonly hierarchy = new Hierarchy()
  private form: Form = 'institutional'
  private loop: Loop = 'header'
  private draft: Draft | undefined
  private line: ServiceLine | undefined
  private isServed = false
  private tag = 0

  constructor(position: Position, emit: (result: X12Result) => void, echoes: Echoes | undefined) {
    this.position = position
    this.emit = emit
    this.echoes = echoes
  }

  beginTransaction(form: Form): void {
    this.form = form
    this.loop = 'header'
    this.hierarchy.clear()
  }

  segment(tag: number, s: string, from: number, end: number, isa: Isa): void {
    this.tag = tag
    if (this.read(tag, s, from, end, isa)) return
    const isKnown = SEGMENT_IDS.has(tag)
    const qualifier = QUALIFIED.has(tag) ? qualifierAt(tag, s, from, end, isa) : 0
    this.unmappedSegments.add(LOOP_NUMBERS[this.loop], isKnown ? tag : 0, qualifier)
    if (!isKnown) this.refuse('segment-id', undefined)
  }

  refuse(code: RefusalCode, element: number | undefined, keyword?: string): void {
    const owner = this.draft ?? this.hierarchy.current
    if (owner === undefined) return
    const place = this.here(element)
    const refusal: Refusal = { code, place, ...(keyword !== undefined && { keyword }) }
    if (this.draft !== undefined) this.draft.refusal ??= refusal
    else if (this.hierarchy.current !== undefined) this.hierarchy.current.personRefusal ??= refusal
  }

  unmapped(qualifier: number): void {
    this.unmappedSegments.add(LOOP_NUMBERS[this.loop], this.tag, qualifier)
  }

  /** Whether it is one that is read. */
  private read(tag: number, s: string, from: number, end: number, isa: Isa): boolean {
    const { draft } = this
    switch (tag) {
      case NM1:
      case PRV:
      case REF:
        if (this.loop === 'line') return tag === REF && readLineReference(this.line, this.elements, s, from, end, isa)
        // Not this claim's own.
        if (this.loop === 'other-payer') return false
        this.elements.split(s, from, end, isa)
        return this.readElements(tag, s)
      case DTP:
      case LX:
      case SV2:
      case SV1:
      case CLM:
      case HL:
      case DMG:
      case CL1:
        this.elements.split(s, from, end, isa)
        return this.readElements(tag, s)
      case HI:
        if (draft !== undefined) this.codes.read(s, from + 3, end, isa, draft, this.counts, this)
        return draft !== undefined
      case SBR:
        // After a CLM it opens another payer's loop (2320), whose names and dates are not this claim's.
        if (draft !== undefined) this.loop = 'other-payer'
        return false
      case SE:
        return true
      case BHT:
        this.elements.split(s, from, end, isa)
        this.echoes?.begin(this.elements)
        return false
      default:
        return false
    }
  }

  private readElements(tag: number, s: string): boolean {
    const { draft, elements } = this
    if (tag === HL) return this.openLevel()
    if (tag === CLM) return this.openClaim()
    if (draft === undefined) return this.readLevel(tag, s)
    switch (tag) {
      case LX:
        return this.openLine(draft)
      case SV1:
        return this.readService(draft, LAYOUTS.SV1)
      case SV2:
        return this.readService(draft, LAYOUTS.SV2)
      case DTP:
        return this.readDate(draft, s)
      case REF:
        this.echoes?.referTo(elements)
        return readReference(draft, elements)
      case NM1:
        return readProvider(draft, elements)
      case PRV:
        return readTaxonomy(draft, elements)
      case CL1:
        readAdmission(draft, elements, this)
        return true
      default:
        return false
    }
  }

  /** What stands above the claims. */
  private readLevel(tag: number, s: string): boolean {
    const level = this.hierarchy.current
    if (tag === NM1) this.echoes?.name(this.elements, level)
    if (level === undefined) return false
    if (tag === NM1) return readName(level, this.elements)
    if (tag !== DMG || level.code === PROVIDER) return false
    readPerson(level, this.elements, s, this)
    return true
  }

  private openLevel(): boolean {
    this.endClaim()
    const { elements, hierarchy } = this
    const code = elements.text(3)
    hierarchy.open(kept(elements.text(1)), elements.text(2), code, this.here(2))
    this.loop = LOOP_OF[code] ?? 'header'
    return true
  }

  private openClaim(): boolean {
    this.endClaim()
    this.position.claim += 1
    this.position.isInClaim = true
    this.loop = 'claim'
    this.echoes?.openClaim()
    this.draft = draftOf(this.elements, this.form, this.hierarchy.current, this.position.at('CLM'))
    checkClaim(this.draft, this.elements, this)
    return true
  }

  private openLine(draft: Draft): boolean {
    const number = numberOf(this.elements.text(1))
    if (number === undefined || !Number.isInteger(number) || number < 1) this.refuse('number', 1)
    this.addLine(draft, number ?? 0)
    return true
  }

  private addLine(draft: Draft, number: number): ServiceLine {
    this.loop = 'line'
    this.counts.lines += 1
    this.line = { number }
    this.isServed = false
    atMost(MOST_LINES, draft.lines, this.line)
    return this.line
  }

  private readService(draft: Draft, layout: Layout): boolean {
    const isNew = this.line === undefined || this.isServed
    if (isNew) this.notes.add('service-without-lx', this.here())
    const line = isNew || this.line === undefined ? this.addLine(draft, draft.lines.length + 1) : this.line
    this.isServed = true
    readService(line, this.elements, layout, this)
    return true
  }

  private readDate(draft: Draft, s: string): boolean {
    let read: DateRead = 'unmapped'
    if (this.loop === 'claim') read = readClaimDate(draft, this.elements, s)
    else if (this.loop === 'line' && this.line !== undefined) read = readLineDate(this.line, this.elements, s)
    if (read === 'wrong') this.refuse('date', 3)
    return read === 'read' || read === 'wrong'
  }

  endClaim(): void {
    const { draft } = this
    if (draft === undefined) return
    this.draft = this.line = undefined
    this.position.isInClaim = false
    const { place } = draft
    const refused = refusalOf(draft)
    const echo = this.echoes && { echo: this.echoes.of(draft) }
    if (refused === undefined) return this.emit({ place, claim: claimOf(draft), ...echo })
    this.counts.refused += 1
    this.emit({ place, refused, claims: 1, ...echo })
  }

  private here(element?: number): Place {
    // What is not a segment's id may be anything, a name among it.
    const id = SEGMENT_IDS.has(this.tag) ? nameOf(this.tag) : '?'
    return this.position.at(id, element)
  }
}
