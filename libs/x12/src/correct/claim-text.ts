import type { Edit } from './part.js'
import type { RawSegment, Separators } from './raw-segment.js'

interface Line {
  text: string
  /** The segment that it was; of one that is added, the one behind which it stands. */
  segment: RawSegment
  isAdded: boolean
}

/** The segments of one claim while they are changed. */
export class ClaimText {
  readonly separators: Separators
  private readonly lines: Line[]

  constructor(segments: readonly RawSegment[], separators: Separators) {
    this.separators = separators
    this.lines = segments.map((segment) => ({ text: segment.text, segment, isAdded: false }))
  }

  /** The segments as they are now, by their place. */
  get texts(): readonly string[] {
    return this.lines.map(({ text }) => text)
  }

  tagOf(at: number): string {
    const { text = '' } = this.lines[at] ?? {}
    return text.split(this.separators.element, 1)[0] ?? ''
  }

  element(at: number, which: number): string {
    return (this.lines[at]?.text.split(this.separators.element)[which] ?? '').trim()
  }

  /** Puts other text in a segment's place; with an empty one the segment goes. */
  set(at: number, text: string): void {
    const line = this.lines[at]
    if (line !== undefined) line.text = text
  }

  addBehind(at: number, text: string): void {
    const line = this.lines[at]
    if (line !== undefined) this.lines.splice(at + 1, 0, { text, segment: line.segment, isAdded: true })
  }

  /** How many segments more it has than before. */
  get growth(): number {
    return this.lines.reduce((sum, { text, isAdded }) => sum + (isAdded ? 1 : text === '' ? -1 : 0), 0)
  }

  /** What differs from the file, in order. An added segment ends as the one before it does. */
  edits(): Edit[] {
    return this.lines.flatMap(({ text, segment, isAdded }): Edit[] => {
      const { start, stop, next } = segment
      if (isAdded) return [{ start: next, stop: next, text, ending: { from: stop, to: next } }]
      if (text === segment.text) return []
      return text === '' ? [{ start, stop: next, text }] : [{ start, stop, text }]
    })
  }
}
