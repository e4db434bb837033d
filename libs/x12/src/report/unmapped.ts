import { nameOf } from '../read/tags.js'

/**
 * The part of a claim's transaction to which a segment belongs; `other-payer` is 2320 and below, `line` 2400 and below.
 */
const LOOPS = ['header', 'provider', 'subscriber', 'patient', 'claim', 'other-payer', 'line'] as const
export type Loop = (typeof LOOPS)[number]
export const LOOP_NUMBERS = Object.fromEntries(LOOPS.map((loop, i) => [loop, i])) as Record<Loop, number>

/** Segments that gave nothing to a claim: what of them matters is not in the claim's schema. */
export interface Unmapped {
  loop: Loop
  segment: string
  /** Empty where the segment has none. */
  qualifier: string
  count: number
}

/** Enough for every qualifier of the guides in every loop; a file with more is not made of them. */
const SLOTS = 4096
const MOST = 3000

/** Counts by loop, segment and qualifier, in tables of numbers: it is asked for most segments of a file. */
export class UnmappedSegments {
  private readonly segments = new Int32Array(SLOTS)
  private readonly qualifiers = new Int32Array(SLOTS)
  private readonly counts = new Float64Array(SLOTS)
  private held = 0

  add(loop: number, tag: number, qualifier: number): void {
    const segment = tag | (loop << 24)
    let slot = (Math.imul(segment, 0x9e3779b1) ^ Math.imul(qualifier, 0x85ebca6b)) >>> 20
    while (this.counts[slot] !== 0) {
      if (this.segments[slot] === segment && this.qualifiers[slot] === qualifier) {
        this.counts[slot] = (this.counts[slot] as number) + 1
        return
      }
      slot = (slot + 1) % SLOTS
    }
    // What is beyond is counted without its qualifier, then without its name.
    if (this.held >= MOST && (qualifier !== 0 || tag !== 0)) {
      this.add(loop, qualifier === 0 ? 0 : tag, 0)
      return
    }
    this.held += 1
    this.segments[slot] = segment
    this.qualifiers[slot] = qualifier
    this.counts[slot] = 1
  }

  /** The most frequent first; equal ones in the order of the loops and the alphabet. */
  list(): Unmapped[] {
    const merged = new Map<string, Unmapped>()
    for (let slot = 0; slot < SLOTS; slot++) {
      const count = this.counts[slot] as number
      if (count === 0) continue
      const [segment, qualifier] = [this.segments[slot] as number, this.qualifiers[slot] as number]
      const loop = LOOPS[segment >>> 24] as Loop
      const row = { loop, segment: nameOf(segment & 0xffffff), qualifier: nameOf(qualifier), count }
      const name = `${segment >>> 24} ${row.segment} ${row.qualifier}`
      const known = merged.get(name)
      if (known === undefined) merged.set(name, row)
      else known.count += count
    }
    return [...merged].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1)).map(([, row]) => row)
  }
}
