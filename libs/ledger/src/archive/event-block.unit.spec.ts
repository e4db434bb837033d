import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { cutBlocks, packBlock, unpackBlock } from './event-block.js'
import type { BlockedEvent, HeldRange } from './event-block.js'

const bytes = fc.option(fc.uint8Array({ maxLength: 50 }).map((array) => Buffer.from(array)))
const event: fc.Arbitrary<BlockedEvent> = fc.record({
  offset: fc.nat().map(String),
  timestamp: fc.integer().map(String),
  key: bytes,
  value: bytes,
  headers: fc.dictionary(fc.string(), fc.string()),
})

describe('a block', () => {
  it('gives back what was packed, byte by byte', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 20 }), (events) =>
        expect(unpackBlock(packBlock(events))).toEqual(
          events.map((each) => ({ ...each, headers: { ...each.headers } })),
        ),
      ),
    )
  })

  it('is cut off before what is held, and where it would become too large', () => {
    const sized = (offset: number, size: number): BlockedEvent => ({
      offset: String(offset),
      timestamp: '0',
      key: null,
      value: Buffer.alloc(size),
      headers: {},
    })
    const offsets = (blocks: BlockedEvent[][]): number[][] =>
      blocks.map((block) => block.map(({ offset }) => Number(offset)))
    const held = (first: number, last: number, at = 0): HeldRange => ({
      first: String(first),
      last: String(last),
      firstAt: at,
      lastAt: at,
    })
    const few = [1, 2, 3, 5, 8, 9].map((offset) => sized(offset, 10))
    expect(offsets(cutBlocks(few, []))).toEqual([[1, 2, 3, 5, 8, 9]])
    expect(offsets(cutBlocks(few, [held(2, 3), held(9, 9)]))).toEqual([[1], [5, 8]])
    expect(offsets(cutBlocks(few, [held(0, 20)]))).toEqual([])
    // Those of a topic that was there before.
    expect(offsets(cutBlocks(few, [held(0, 20, 1)]))).toEqual([[1, 2, 3, 5, 8, 9]])
    expect(
      offsets(cutBlocks([sized(1, 600_000), sized(2, 600_000), sized(3, 4_000_000), sized(4, 1), sized(5, 1)], [])),
    ).toEqual([[1], [2], [3], [4, 5]])
  })
})
