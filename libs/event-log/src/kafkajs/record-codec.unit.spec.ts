import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createRequire } from 'node:module'
import { Allowance } from './allowance.js'
import { readRecord } from './read-record.js'
import { sizedRecord, writeRecord } from './record-codec.js'
import type { Written } from './record-codec.js'

const batch = {
  ...{
    firstOffset: '40',
    firstTimestamp: '1770000000000',
    maxTimestamp: '1770000000009',
    magicByte: 2,
    timestampType: 0,
  },
  ...{
    partitionLeaderEpoch: 0,
    inTransaction: false,
    isControlBatch: false,
    lastOffsetDelta: 100_000,
    producerId: '-1',
    producerEpoch: -1,
    firstSequence: -1,
  },
}

function written(record: Written): Buffer {
  const sized = sizedRecord(record)
  const into = Buffer.alloc(sized.size)
  expect(writeRecord(sized, into, 0)).toBe(sized.size)
  return into
}

const read = (record: Buffer, context = batch) =>
  readRecord(
    { buffer: record, at: 0, end: record.length, nextDelta: 0, allowance: new Allowance(), names: [] },
    context,
  )

describe('a record', () => {
  it('is written as the protocol has it', () => {
    // Length 17 (in zigzag, as every number here, 34), attributes, timestamp +1, offset +2, key "k", value "ab", two
    // headers: "h" = "é" and "n" without a value.
    const bytes = written({
      offsetDelta: 2,
      timestampDelta: 1,
      key: 'k',
      value: Buffer.from('ab'),
      headers: { h: 'é', n: undefined },
    })
    expect([...bytes]).toEqual([34, 0, 2, 4, 2, 107, 4, 97, 98, 4, 2, 104, 4, 0xc3, 0xa9, 2, 110, 1])
  })

  it('is read as it was written', () => {
    const text = fc
      .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
      .filter((each) => each.isWellFormed())
    const field = fc.oneof(
      text,
      fc.constant(null),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    )
    const asBuffer = (each: Buffer | string | null) => (each === null ? null : Buffer.from(each))
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.integer(),
        field,
        field,
        fc.dictionary(text, fc.oneof(text, fc.array(text, { minLength: 2, maxLength: 3 }))),
        (offsetDelta, timestampDelta, key, value, headers) => {
          const record = read(written({ offsetDelta, timestampDelta, key, value, headers }))
          expect(record.offset).toBe(String(40 + offsetDelta))
          expect(record.timestamp).toBe(String(1_770_000_000_000 + timestampDelta))
          expect([record.key, record.value]).toEqual([asBuffer(key), asBuffer(value)])
          const held = Object.entries(headers).map(([name, each]) => [
            name,
            asBuffer(Array.isArray(each) ? (each.at(-1) ?? null) : each),
          ])
          expect(Object.entries(record.headers ?? {})).toEqual(held)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('keeps offsets that a double cannot hold', () => {
    const buffer = written({ offsetDelta: 3 })
    expect(read(buffer, { ...batch, firstOffset: '9007199254740993' }).offset).toBe('9007199254740996')
    expect(read(buffer, { ...batch, timestampType: 1 }).timestamp).toBe(batch.maxTimestamp)
  })

  it('is summed up by our checksum in kafkajs', () => {
    const require = createRequire(import.meta.url)
    // The check value of CRC-32C (RFC 3720, appendix B.4: 32 bytes of zeroes).
    expect(require('kafkajs/src/protocol/recordBatch/crc32C')(Buffer.alloc(32))).toBe(0x8a9136aa)
  })
})
