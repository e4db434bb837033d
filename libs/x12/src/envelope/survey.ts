import { Elements } from '../read/elements.js'
import type { Isa } from '../read/isa.js'
import { SegmentReader } from '../read/segments.js'
import type { OddText, SegmentHandler } from '../read/segments.js'
import { packed, tagAt } from '../read/tags.js'
import { Notes } from '../report/notes.js'
import type { Note, NoteCode } from '../report/notes.js'
import { Position } from '../report/place.js'
import type { Place, Refusal } from '../report/place.js'
import type { GroupEnvelope, InterchangeEnvelope, InterchangeFault, TransactionEnvelope } from './envelopes.js'
import { formOf, guideName } from './guides.js'

/** What the first pass over a file finds: which of its transactions are whole, before any claim of one is read. */
export interface Survey {
  interchanges: number
  groups: number
  transactions: number
  /** CLM segments of all transactions. */
  claims: number
  /** By the transaction's number in the file. */
  refused: ReadonlyMap<number, RefusedTransaction>
  notes: Note[]
  /** Interchanges with their groups and transactions, as they name themselves. */
  envelopes: InterchangeEnvelope[]
}

/** `claims`: how many it holds. */
export type RefusedTransaction = Refusal & { claims: number }

/** An envelope that is open: its control number, and how many it holds so far. */
interface Envelope {
  controlNumber: string
  count: number
}
type Outer = Envelope & { told: InterchangeEnvelope }
type Group = Envelope & { guide: string; told: GroupEnvelope }
type Transaction = Envelope & {
  start: Place
  claims: number
  refusal: Refusal | undefined
  told: TransactionEnvelope
}

const GS = packed('GS')
const GE = packed('GE')
const ST = packed('ST')
const SE = packed('SE')
const CLM = packed('CLM')
const IEA = packed('IEA')
const TA1 = packed('TA1')

/** Reads the envelopes (X12.5, X12.6: ISA to IEA, GS to GE, ST to SE): `push` the file's bytes, then `end`. */
export class Surveyor {
  private readonly envelopes = new Envelopes()
  private readonly reader = new SegmentReader(this.envelopes)

  push(bytes: Uint8Array): void {
    this.reader.push(bytes)
  }

  end(): Survey {
    this.reader.end()
    return this.envelopes.end()
  }
}

class Envelopes implements SegmentHandler {
  private readonly elements = new Elements()
  private readonly position = new Position()
  private readonly notes = new Notes()
  private readonly refused = new Map<number, RefusedTransaction>()
  private groups = 0
  private claims = 0
  private readonly envelopes: InterchangeEnvelope[] = []
  private outer: Outer | undefined
  private group: Group | undefined
  private transaction: Transaction | undefined

  interchange(isa: Isa): void {
    this.closeGroup()
    this.position.openInterchange()
    const told = interchangeOf(isa)
    this.envelopes.push(told)
    this.outer = { controlNumber: isa.controlNumber, count: 0, told }
  }

  odd(code: OddText): void {
    this.notes.add(code, this.position.at())
    // What was lost may have been of the open transaction.
    if (code === 'segment-too-long') this.closeOuter()
  }

  segment(s: string, from: number, end: number, isa: Isa): void {
    const tag = tagAt(s, from, end, isa.element)
    if (this.transaction !== undefined) {
      this.position.segment += 1
      this.transaction.count += 1
    }
    switch (tag) {
      case CLM:
        this.claims += 1
        if (this.transaction === undefined) break
        this.transaction.claims += 1
        return
      case ST:
      case SE:
      case GS:
      case GE:
      case IEA:
        this.elements.split(s, from, end, isa)
        this.envelope(tag)
        return
      case TA1:
        return
    }
    if (this.transaction === undefined) this.note('outside-a-transaction')
  }

  end(): Survey {
    this.closeOuter()
    const { interchange: interchanges, ordinal: transactions } = this.position
    const { groups, claims, refused } = this
    return { interchanges, groups, transactions, claims, refused, notes: this.notes.list(), envelopes: this.envelopes }
  }

  private envelope(tag: number): void {
    if (tag === GS) this.openGroup()
    else if (tag === ST) this.openTransaction()
    else if (tag === SE) this.closeTransaction()
    else if (tag === GE) this.endGroup()
    else this.endInterchange()
  }

  private openGroup(): void {
    this.closeGroup()
    this.groups += 1
    if (this.outer !== undefined) this.outer.count += 1
    const told = groupOf(this.elements)
    this.outer?.told.groups.push(told)
    this.group = { controlNumber: told.controlNumber, count: 0, guide: told.version, told }
  }

  private openTransaction(): void {
    this.abandon()
    const { elements, group } = this
    this.position.openTransaction()
    if (group !== undefined) group.count += 1
    const [set, controlNumber] = [elements.text(1), elements.text(2)]
    const refusal = this.refusalOf(set, elements.text(3) || (group?.guide ?? ''))
    const number = this.position.transaction
    const told = { number, set, controlNumber, guide: elements.text(3), refusal, isMiscounted: false }
    group?.told.transactions.push(told)
    this.transaction = { controlNumber, count: 1, start: this.position.at('ST'), claims: 0, refusal, told }
  }

  /** A guide that is not read, by its name: an older one has other elements, another one is not a bill of these. */
  private refusalOf(set: string, guide: string): Refusal | undefined {
    if (set !== '837')
      return { code: 'transaction-set', place: this.position.at('ST', 1), ...(/^\d{3}$/.test(set) && { keyword: set }) }
    if (formOf(guide) !== undefined) return undefined
    const keyword = guideName(guide)
    return { code: 'guide', place: this.position.at('ST', 3), ...(keyword !== undefined && { keyword }) }
  }

  private closeTransaction(): void {
    const { transaction, elements } = this
    if (transaction === undefined) return this.note('outside-a-transaction')
    const isOther = !isSameNumber(elements.text(2), transaction.controlNumber)
    if (isOther) transaction.refusal ??= { code: 'control-number', place: this.position.at('SE', 2) }
    else if (!isCount(elements.text(1), transaction.count)) {
      this.note('se-count', 'SE', 1)
      transaction.told.isMiscounted = true
    }
    this.finish(transaction)
  }

  /** A transaction that something else ends before its SE. */
  private abandon(): void {
    const { transaction } = this
    if (transaction === undefined) return
    transaction.refusal ??= { code: 'transaction-unfinished', place: transaction.start }
    this.finish(transaction)
  }

  private finish({ refusal, claims, told }: Transaction): void {
    told.refusal = refusal
    if (refusal !== undefined) this.refused.set(this.position.ordinal, { ...refusal, claims })
    this.transaction = undefined
  }

  private endGroup(): void {
    this.abandon()
    const { group, elements } = this
    if (group === undefined) return this.note('outside-a-transaction')
    group.told.stated = /^\d{1,10}$/.test(elements.text(1)) ? Number(elements.text(1)) : undefined
    if (!isCount(elements.text(1), group.count)) this.groupFault(group, '5', 'ge-count', 1)
    if (!isSameNumber(elements.text(2), group.controlNumber)) this.groupFault(group, '4', 'ge-control-number', 2)
    this.group = undefined
  }

  private closeGroup(): void {
    this.abandon()
    if (this.group !== undefined) this.groupFault(this.group, '3', 'group-unfinished')
    this.group = undefined
  }

  private groupFault({ told }: Group, fault: GroupEnvelope['faults'][number], code: NoteCode, element?: number): void {
    told.faults.push(fault)
    this.note(code, element === undefined ? undefined : 'GE', element)
  }

  private endInterchange(): void {
    this.closeGroup()
    const { outer, elements } = this
    if (outer === undefined) return
    if (!isCount(elements.text(1), outer.count)) this.outerFault(outer, '021', 'iea-count', 1)
    if (!isSameNumber(elements.text(2), outer.controlNumber)) this.outerFault(outer, '001', 'iea-control-number', 2)
    this.outer = undefined
  }

  private closeOuter(): void {
    this.closeGroup()
    if (this.outer !== undefined) this.outerFault(this.outer, '023', 'interchange-unfinished')
    this.outer = undefined
  }

  private outerFault({ told }: Outer, fault: InterchangeFault, code: NoteCode, element?: number): void {
    told.fault ??= fault
    this.note(code, element === undefined ? undefined : 'IEA', element)
  }

  private note(code: NoteCode, id?: string, element?: number): void {
    this.notes.add(code, this.position.at(id, element))
  }
}

function interchangeOf(isa: Isa): InterchangeEnvelope {
  const [senderQualifier, sender, receiverQualifier, receiver, date, time] = [5, 6, 7, 8, 9, 10].map(isa.text) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  return {
    ...{ senderQualifier, sender, receiverQualifier, receiver, date, time },
    controlNumber: isa.controlNumber,
    wantsTa1: isa.text(14) === '1',
    usage: isa.text(15),
    fault: undefined,
    groups: [],
  }
}

function groupOf(elements: Elements): GroupEnvelope {
  return {
    functionalId: elements.text(1),
    sender: elements.text(2),
    receiver: elements.text(3),
    controlNumber: elements.text(6),
    version: elements.text(8),
    stated: undefined,
    faults: [],
    transactions: [],
  }
}

/** Leading zeros say nothing (X12 RFI 1750). */
const isCount = (text: string, count: number): boolean => /^\d{1,10}$/.test(text) && Number(text) === count

const isSameNumber = (a: string, b: string): boolean => withoutZeros(a) === withoutZeros(b)
const withoutZeros = (text: string): string => text.replace(/^0+(?=.)/, '')
