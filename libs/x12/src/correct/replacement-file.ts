import { digits, stampOf } from '../answers/segments.js'
import type { AnswerStamp } from '../answers/segments.js'
import { formOf } from '../envelope/guides.js'
import type { Survey } from '../envelope/survey.js'
import { changeCodes } from './changed-codes.js'
import { unlessRefused } from './claim-change.js'
import type { ChangeRefusal, ClaimChange, Replacement } from './claim-change.js'
import { ClaimText } from './claim-text.js'
import { Envelopes } from './envelopes.js'
import { Levels } from './levels.js'
import { OutlineReader } from './outline.js'
import type { ClaimOutline, TransactionOutline } from './outline.js'
import { edited } from './part.js'
import type { Part, Rewriting } from './part.js'
import { withElements } from './raw-segment.js'
import { replaceBill } from './replace-bill.js'

export type ReplacedClaim = ClaimChange & Replacement

/** A claim as it is written. */
interface Written {
  outline: ClaimOutline
  text: ClaimText
}

/**
 * A file of replacement claims (frequency 7) for claims that the payer has: `push` the bytes of the file that they went
 * out with again after its survey. Each claim stands in its own submitter's, provider's, subscriber's and patient's
 * segments, under new control numbers.
 */
export class ReplacementFile {
  private readonly claims: ReadonlyMap<string, ReplacedClaim>
  private readonly stamp: AnswerStamp
  private readonly outlines: OutlineReader
  private readonly envelopes: Envelopes
  private readonly refused = new Map<string, ChangeRefusal>()

  /**
   * `claims` by the key of their place; `stamp`: when the file is made, and the control number of its first
   * interchange.
   */
  constructor(survey: Survey, claims: ReadonlyMap<string, ReplacedClaim>, stamp: AnswerStamp) {
    this.claims = claims
    this.stamp = stamp
    this.envelopes = new Envelopes(stamp)
    this.outlines = new OutlineReader(
      survey,
      (key) => claims.has(key),
      (outline) => this.replace(outline),
    )
  }

  push(bytes: Uint8Array): void {
    this.outlines.push(bytes)
  }

  end(): Rewriting {
    this.outlines.end()
    return { parts: this.envelopes.end(), refused: this.refused }
  }

  private replace(outline: TransactionOutline): void {
    const claims = outline.claims.flatMap((claim): Written[] => {
      const text = this.changed(claim, outline)
      return text === undefined ? [] : [{ outline: claim, text }]
    })
    if (claims.length === 0) return
    const number = this.envelopes.open(outline)
    const header = this.header(outline, number)
    const body = bodyOf(claims, outline)
    // ST and SE count as well.
    const count = 2 + outline.header.length + body.count
    this.envelopes.transaction(outline, [...header, ...body.parts], ['SE', String(count), number])
  }

  private changed({ key, segments }: ClaimOutline, outline: TransactionOutline): ClaimText | undefined {
    const claim = this.claims.get(key)
    if (claim === undefined) return undefined
    const text = new ClaimText(segments, outline.separators)
    return unlessRefused(key, this.refused, () => {
      changeCodes(text, claim)
      replaceBill(text, claim, isInstitutional(outline))
      return text
    })
  }

  /** ST02, and BHT03 with the day and time, are new. */
  private header({ start, header, separators }: TransactionOutline, number: string): Part[] {
    const [day, time] = stampOf(this.stamp.at)
    const begun = withElements(start.text, separators, { 2: number })
    return [
      { text: begun },
      { from: start.stop, to: start.next },
      ...header.flatMap((segment): Part[] => {
        const { text, stop, next } = segment
        if (!text.startsWith(`BHT${separators.element}`)) return [{ from: segment.start, to: next }]
        const own = `${digits(this.stamp.controlNumber, 9)}${number}`
        return [{ text: withElements(text, separators, { 3: own, 4: day, 5: time }) }, { from: stop, to: next }]
      }),
    ]
  }
}

function isInstitutional({ start, group, separators }: TransactionOutline): boolean {
  const guide = start.text.split(separators.element)[3] || group.text.split(separators.element)[8]
  return formOf((guide ?? '').trim()) === 'institutional'
}

/**
 * The claims, each behind those of its levels that do not stand above it already. Levels are numbered from 1 (HL01).
 */
function bodyOf(claims: Written[], { levels: all, separators }: TransactionOutline): { parts: Part[]; count: number } {
  const levels = new Levels(
    all,
    claims.map(({ outline }) => outline),
    separators,
  )
  const numbers = new Map<number, number>()
  const parts: Part[] = []
  let count = 0
  for (const { outline, text } of claims) {
    for (const at of levels.above(outline.level)) {
      const level = levels.at(at)
      if (level === undefined || numbers.has(at)) continue
      numbers.set(at, numbers.size + 1)
      const above = numbers.get(levels.parentOf(at))
      const changed = {
        1: String(numbers.size),
        2: above === undefined ? '' : String(above),
        4: levels.hasChild(at) ? '1' : '0',
      }
      const { segment, to } = level
      parts.push({ text: withElements(segment.text, separators, changed) }, { from: segment.stop, to })
      count += level.count
    }
    const [first, last] = [outline.segments[0], outline.segments.at(-1)]
    if (first === undefined || last === undefined) continue
    parts.push(...edited(first.start, last.next, text.edits()))
    count += outline.segments.length + text.growth
  }
  return { parts, count }
}
