import { digits, stampOf } from '../answers/segments.js'
import type { AnswerStamp } from '../answers/segments.js'
import type { TransactionOutline } from './outline.js'
import type { Extent, Part } from './part.js'
import { withElements } from './raw-segment.js'
import type { RawSegment, Separators } from './raw-segment.js'

/** Widths of ISA01 to ISA16 (X12.5). */
const WIDTHS = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]

interface Open {
  segment: RawSegment
  number: string
  count: number
  /** How its segments end: with the terminator, and a line break where the file has them. */
  ending: Extent
  separators: Separators
}

/**
 * Writes the interchanges and groups of a file again, from those of the file that it is made of: under new control
 * numbers and counts.
 */
export class Envelopes {
  private readonly parts: Part[] = []
  private readonly stamp: AnswerStamp
  private interchange: Open | undefined
  private group: Open | undefined
  private interchanges = 0

  constructor(stamp: AnswerStamp) {
    this.stamp = stamp
  }

  /**
   * Opens what the transaction stands in, where that is not open already. Gives the transaction's control number
   * (ST02).
   */
  open(outline: TransactionOutline): string {
    if (this.interchange?.segment !== outline.isa) this.openInterchange(outline)
    if (this.group?.segment !== outline.group) this.openGroup(outline)
    const { group } = this
    if (group !== undefined) group.count += 1
    return digits(group?.count ?? 1, 4)
  }

  /** A transaction's segments, and its SE. */
  transaction({ end, separators }: TransactionOutline, parts: Part[], trailer: string[]): void {
    this.parts.push(...parts, { text: trailer.join(separators.element) }, { from: end.stop, to: end.next })
  }

  end(): Part[] {
    this.close()
    return this.parts
  }

  private openInterchange({ isa, end, separators }: TransactionOutline): void {
    this.close()
    const [day, time] = stampOf(this.stamp.at)
    const number = digits(this.stamp.controlNumber + this.interchanges++, 9)
    const text = withElements(isa.text, separators, { 9: day.slice(2), 10: time, 13: number })
    const elements = text
      .split(separators.element)
      .map((each, at) => (at === 0 ? 'ISA' : each.padEnd(WIDTHS[at - 1] ?? 0)))
    // The component separator is an element's value here.
    elements[16] = separators.component
    const ending = { from: end.stop, to: end.next }
    this.interchange = { segment: isa, number, count: 0, ending, separators }
    this.write(elements.slice(0, 17).join(separators.element), this.interchange)
  }

  private openGroup({ group, end, separators }: TransactionOutline): void {
    this.closeGroup()
    const { interchange, stamp } = this
    if (interchange === undefined) return
    interchange.count += 1
    const [day, time] = stampOf(stamp.at)
    const number = String(stamp.controlNumber + interchange.count - 1)
    this.group = { segment: group, number, count: 0, ending: { from: end.stop, to: end.next }, separators }
    this.write(withElements(group.text, separators, { 4: day, 5: time, 6: number }), this.group)
  }

  private closeGroup(): void {
    const { group } = this
    this.group = undefined
    if (group !== undefined) this.write(['GE', String(group.count), group.number].join(group.separators.element), group)
  }

  private close(): void {
    this.closeGroup()
    const { interchange } = this
    this.interchange = undefined
    if (interchange === undefined) return
    const { count, number, separators } = interchange
    this.write(['IEA', String(count), number].join(separators.element), interchange)
  }

  private write(text: string, { ending }: Open): void {
    this.parts.push({ text }, ending)
  }
}
