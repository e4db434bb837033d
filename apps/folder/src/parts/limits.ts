import { Transform } from 'node:stream'
import { FileRefused } from './refused.js'

export interface Limits {
  /** Of all that a file unpacks to, in bytes. */
  unpackedBytes: number
}

/** Files in an archive. */
export const MOST_ENTRIES = 1_000

/** How many times larger than packed. An 837 packs to a tenth or twentieth; a bomb to a thousandth. */
const MOST_RATIO = 200
/** Below it the ratio says nothing. */
const SMALL = 10_000_000

/** Counts what a file unpacks to, over all of its entries. */
export class Allowance {
  private unpacked = 0

  constructor(
    private readonly limits: Limits,
    private readonly packed: number,
  ) {}

  /** Passes bytes on, and fails with FileRefused where they are too many. */
  meter(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        this.unpacked += chunk.length
        const isTooLarge =
          this.unpacked > this.limits.unpackedBytes ||
          (this.unpacked > SMALL && this.unpacked > this.packed * MOST_RATIO)
        if (isTooLarge) done(new FileRefused('too-large'))
        else done(null, chunk)
      },
    })
  }
}
