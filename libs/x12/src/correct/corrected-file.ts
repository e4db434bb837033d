import type { Survey } from '../envelope/survey.js'
import { changeCodes } from './changed-codes.js'
import { unlessRefused } from './claim-change.js'
import type { ChangeRefusal, ClaimChange } from './claim-change.js'
import { ClaimText } from './claim-text.js'
import { OutlineReader } from './outline.js'
import type { ClaimOutline, TransactionOutline } from './outline.js'
import { edited } from './part.js'
import type { Edit, Rewriting } from './part.js'
import { withElements } from './raw-segment.js'

/**
 * A file that has not gone to the payer, with the codes of some claims changed: `push` its bytes again after the
 * survey. Whatever is not changed is byte for byte what it was; SE01 is changed by the number of segments that came or
 * went.
 */
export class CorrectedFile {
  private readonly changes: ReadonlyMap<string, ClaimChange>
  private readonly outlines: OutlineReader
  private readonly edits: Edit[] = []
  private readonly refused = new Map<string, ChangeRefusal>()

  /** `changes` by the key of the claim's place. */
  constructor(survey: Survey, changes: ReadonlyMap<string, ClaimChange>) {
    this.changes = changes
    this.outlines = new OutlineReader(
      survey,
      (key) => changes.has(key),
      (outline) => this.correct(outline),
    )
  }

  push(bytes: Uint8Array): void {
    this.outlines.push(bytes)
  }

  end(): Rewriting {
    this.outlines.end()
    return { parts: edited(0, this.outlines.length, this.edits), refused: this.refused }
  }

  private correct(outline: TransactionOutline): void {
    const { separators, end } = outline
    let growth = 0
    for (const claim of outline.claims) {
      const text = this.changed(claim, outline)
      this.edits.push(...(text?.edits() ?? []))
      growth += text?.growth ?? 0
    }
    if (growth === 0) return
    const count = Number(end.text.split(separators.element)[1])
    const text = withElements(end.text, separators, { 1: String(count + growth) })
    this.edits.push({ start: end.start, stop: end.stop, text })
  }

  private changed({ key, segments }: ClaimOutline, { separators }: TransactionOutline): ClaimText | undefined {
    const change = this.changes.get(key)
    if (change === undefined) return undefined
    const text = new ClaimText(segments, separators)
    return unlessRefused(key, this.refused, () => {
      changeCodes(text, change)
      return text
    })
  }
}
