import type { Isa } from './isa.js'
import { packedAt } from './tags.js'

const MOST = 64

/**
 * The elements of one segment as offsets into the text, in arrays that are used again for each: element 0 is the
 * segment's id.
 */
export class Elements {
  private readonly starts = new Int32Array(MOST + 1)
  private s = ''
  private separator = 0
  /** How many there are, the id among them. */
  count = 0

  /**
   * Reads the segment from `from` to `end`. Elements beyond the 63rd, which no segment of an 837 has, are part of it.
   */
  split(s: string, from: number, end: number, isa: Isa): void {
    const { starts } = this
    let count = 0
    starts[0] = from
    for (let i = from; i < end; i++) if (s.charCodeAt(i) === isa.element && count < MOST - 1) starts[++count] = i + 1
    starts[++count] = end + 1
    this.count = count
    this.s = s
    this.separator = isa.component
  }

  start(at: number): number {
    return at < this.count ? (this.starts[at] as number) : (this.starts[this.count] as number) - 1
  }

  stop(at: number): number {
    return at < this.count ? (this.starts[at + 1] as number) - 1 : (this.starts[this.count] as number) - 1
  }

  isEmpty(at: number): boolean {
    return this.start(at) >= this.stop(at)
  }

  /** Without the spaces that fill it up. */
  text(at: number): string {
    return trimmed(this.s, this.start(at), this.stop(at))
  }

  name(at: number): number {
    return packedAt(this.s, this.start(at), this.stop(at))
  }

  /** How many components a composite has. */
  components(at: number): number {
    const stop = this.stop(at)
    let count = 1
    for (let i = this.start(at); i < stop; i++) if (this.s.charCodeAt(i) === this.separator) count += 1
    return count
  }

  /** A component of a composite, counted from 0; empty where it has fewer. */
  component(at: number, which: number): string {
    const stop = this.stop(at)
    let from = this.start(at)
    for (let left = which; left > 0; left--) {
      while (from < stop && this.s.charCodeAt(from) !== this.separator) from += 1
      from += 1
    }
    let end = from
    while (end < stop && this.s.charCodeAt(end) !== this.separator) end += 1
    return from < stop ? trimmed(this.s, from, end) : ''
  }
}

const SPACE = 32

export function trimmed(s: string, from: number, stop: number): string {
  let start = from
  let end = stop
  while (end > start && s.charCodeAt(end - 1) === SPACE) end -= 1
  while (start < end && s.charCodeAt(start) === SPACE) start += 1
  return s.substring(start, end)
}
