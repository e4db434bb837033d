import { describe, expect, it } from '@jest/globals'
import { crc32c } from '@node-rs/crc32'
import { compressFrameSync as compressLz4 } from 'lz4-napi'
import { compressSync as compressSnappy } from 'snappy'
import { createRequire } from 'node:module'
import { crc32, gzipSync, zstdCompressSync } from 'node:zlib'
import type { IHeaders, KafkaMessage } from 'kafkajs'
import './fetched-batches.js'
import { received } from '../event/event.js'
import { sizedRecord, writeRecord } from './record-codec.js'

const require = createRequire(import.meta.url)
const Decoder = require('kafkajs/src/protocol/decoder')
const decode = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: unknown,
) => Promise<KafkaMessage[]>

const MB = 1 << 20
const CODECS = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 }

function records(values: (string | Buffer)[], headers: IHeaders = {}): Buffer {
  const written = values.map((value, offsetDelta) => {
    const sized = sizedRecord({ offsetDelta, value, headers })
    const into = Buffer.alloc(sized.size)
    writeRecord(sized, into, 0)
    return into
  })
  return Buffer.concat(written)
}

/** A batch with a right checksum. */
function batch(base: number, codec: number, packed: Buffer, count: number): Buffer {
  const bytes = Buffer.concat([Buffer.alloc(61), packed])
  bytes.writeBigInt64BE(BigInt(base), 0)
  bytes.writeInt32BE(bytes.length - 12, 8)
  bytes.writeInt8(2, 16)
  bytes.writeInt16BE(codec, 21)
  bytes.writeInt32BE(count - 1, 23)
  bytes.writeBigInt64BE(1_770_000_000_000n, 35)
  bytes.writeInt32BE(count, 57)
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17)
  return bytes
}

/** What one partition of a response after the other brings. */
async function fetched(...partitions: Buffer[][]): Promise<KafkaMessage[][]> {
  const sets = partitions.flatMap((batches) => {
    const set = Buffer.concat(batches)
    const length = Buffer.alloc(4)
    length.writeInt32BE(set.length)
    return [length, set]
  })
  const response = new Decoder(Buffer.concat(sets))
  const read: KafkaMessage[][] = []
  for (let at = 0; at < partitions.length; at += 1) read.push(await decode(response))
  return read
}

async function events(...batches: Buffer[]) {
  const [messages = []] = await fetched(batches)
  return messages.map((message) => received('t', 0, message))
}

const values = (read: Awaited<ReturnType<typeof events>>) =>
  read.map(({ offset, value }) => `${offset} ${String(value)}`)

/** As snappy-java writes it: a header of 16 bytes, then blocks with their lengths. */
function xerial(bytes: Buffer, block: number): Buffer {
  const parts: Buffer[] = [Buffer.from('82534e41505059000000000100000001', 'hex')]
  for (let at = 0; at < bytes.length; at += block) {
    const packed = compressSnappy(bytes.subarray(at, at + block))
    const length = Buffer.alloc(4)
    length.writeInt32BE(packed.length)
    parts.push(length, packed)
  }
  return Buffer.concat(parts)
}

/**
 * A frame whose second block repeats the last eight bytes of the first (LZ4 Frame Format Description, "Block
 * Independence flag" unset).
 */
const linked = (first: Buffer, rest: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from('04224d184040c0', 'hex'),
    Buffer.from([first.length, 0, 0, 0x80]),
    first,
    Buffer.from([4 + rest.length, 0, 0, 0, 4, 8, 0, rest.length << 4]),
    rest,
    Buffer.alloc(4),
  ])

describe('a batch', () => {
  const three = records(['a', 'b'.repeat(100), 'c'])
  const expected = ['7 a', `8 ${'b'.repeat(100)}`, '9 c']

  it.each([
    ['none', three],
    ['gzip', gzipSync(three)],
    ['gzip', Buffer.concat([gzipSync(three.subarray(0, 9)), gzipSync(three.subarray(9))])],
    ['snappy', compressSnappy(three)],
    ['snappy', xerial(three, 10)],
    ['lz4', compressLz4(three)],
    ['lz4', compressLz4(three, { contentChecksum: true, blockChecksums: true })],
    ['zstd', zstdCompressSync(three)],
  ] as [keyof typeof CODECS, Buffer][])('is read from %s, %#', async (codec, packed) => {
    expect(values(await events(batch(7, CODECS[codec], packed, 3)))).toEqual(expected)
  })

  it('is read from LZ4 whose blocks refer to each other', async () => {
    const record = records(['abcdefghabcdefgh12345'])
    const middle = record.indexOf('ab', 9)
    const packed = linked(record.subarray(0, middle), record.subarray(middle + 8))
    expect(values(await events(batch(0, CODECS.lz4, packed, 1)))).toEqual(['0 abcdefghabcdefgh12345'])
  })

  it('keeps its place: what follows it is read', async () => {
    const read = await events(
      batch(0, CODECS.gzip, Buffer.from('nothing of that kind'), 5),
      batch(5, 0, records(['next']), 1),
    )
    expect(read[0]).toMatchObject({
      offset: '4',
      value: null,
      origin: { offset: '0' },
      unreadable: { code: 'batch-unreadable', keyword: 'gzip', firstOffset: '0', lastOffset: '4' },
    })
    expect(values(read.slice(1))).toEqual(['5 next'])
  })

  it.each([
    ['of a codec that Kafka has not', batch(0, 5, records(['a']), 1), 'unknown'],
    ['whose record ends too early', batch(0, 0, records(['abc']).subarray(0, 8), 1), 'none'],
    ['with more behind its records', batch(0, 0, records(['a', 'b']), 1), 'none'],
    ['with fewer records than it says', batch(0, CODECS.zstd, zstdCompressSync(records(['a'])), 2), 'zstd'],
    ['of LZ4 that is cut short', batch(0, CODECS.lz4, compressLz4(records(['abc'])).subarray(0, -6), 1), 'lz4'],
    ['of a snappy block that is cut short', batch(0, CODECS.snappy, xerial(three, 10).subarray(0, -3), 3), 'snappy'],
  ])('%s is unreadable', async (_, bytes, keyword) => {
    const [event, ...more] = await events(bytes)
    expect(more).toEqual([])
    expect(event?.unreadable).toMatchObject({ code: 'batch-unreadable', keyword, firstOffset: '0', bytes })
  })

  it('with a wrong checksum ends where the next one begins, whatever it says of itself', async () => {
    const bytes = batch(10, 0, records(['a', 'b', 'c']), 3)
    bytes.writeInt32BE(1_000, 23)
    const [event, next] = await events(bytes, batch(13, 0, records(['next']), 1))
    expect(event?.unreadable).toMatchObject({
      code: 'batch-unreadable',
      keyword: 'unknown',
      firstOffset: '10',
      lastOffset: '12',
    })
    expect(next?.offset).toBe('13')
    const [alone] = await events(bytes)
    expect(alone?.unreadable).toMatchObject({ firstOffset: '10', lastOffset: '10' })
  })

  it('that is cut off by the limit of a fetch is left for the next', async () => {
    const [one, two] = [batch(0, 0, records(['a']), 1), batch(1, 0, records(['b']), 1)]
    expect(values(await events(one, two.subarray(0, -1)))).toEqual(['0 a'])
    const [damaged] = await events(two.subarray(0, -1))
    expect(damaged?.unreadable).toMatchObject({ code: 'batch-unreadable', firstOffset: '1', lastOffset: '1' })
  })

  it('is not made unreadable by what its producer writes', async () => {
    const [event] = await events(batch(0, 0, records(['a'], { 'Symbol(unreadable batch)': 'x', unreadable: 'x' }), 1))
    expect(event?.unreadable).toBeUndefined()
    expect(String(event?.value)).toBe('a')
  })
})

describe('a batch that takes too much', () => {
  const zeroes = records([Buffer.alloc(65 * MB)])

  it.each([
    ['gzip', gzipSync(zeroes)],
    ['snappy', compressSnappy(zeroes)],
    ['snappy', xerial(zeroes, MB)],
    ['lz4', compressLz4(zeroes)],
    ['zstd', zstdCompressSync(zeroes)],
  ] as [keyof typeof CODECS, Buffer][])('by its bytes in %s is told so, %#', async (codec, packed) => {
    const bytes = batch(3, CODECS[codec], packed, 1)
    const [event] = await events(bytes)
    expect(event?.unreadable).toMatchObject({
      code: 'batch-too-large',
      keyword: codec,
      firstOffset: '3',
      lastOffset: '3',
    })
    expect(event?.unreadable?.bytes?.equals(bytes)).toBe(true)
  })

  it('by the number of its records is not unpacked', async () => {
    const [event] = await events(batch(0, CODECS.gzip, gzipSync(Buffer.alloc(7)), 1_000_000))
    expect(event?.unreadable).toMatchObject({ code: 'batch-too-large', lastOffset: '999999' })
  })

  it('by the number of its headers is not read on', async () => {
    const many = records(['a'], { '': Array.from({ length: 600_000 }, () => '') })
    const [event] = await events(batch(0, CODECS.gzip, gzipSync(many), 1))
    expect(event?.unreadable).toMatchObject({ code: 'batch-too-large' })
  })

  it('together with others of its fetch is left for the next, in this partition and those behind it', async () => {
    const packed = zstdCompressSync(records([Buffer.alloc(40 * MB)]))
    const bombs = [0, 1, 2, 3, 4].map((base) => batch(base, CODECS.zstd, packed, 1))
    const [first = [], second] = await fetched(bombs, [batch(0, 0, records(['a']), 1)])
    expect(first.map(({ offset }) => offset)).toEqual(['0', '1', '2', '3'])
    expect(second).toEqual([])
    const [next = []] = await fetched(bombs.slice(4))
    expect(next.map(({ offset }) => offset)).toEqual(['4'])
  })
})

describe('a message of an older format', () => {
  /** Format 1 (Kafka protocol guide, "Old Message Formats"). */
  function entry(offset: number, codec: number, value: Buffer): Buffer {
    const bytes = Buffer.alloc(34 + value.length)
    bytes.writeBigInt64BE(BigInt(offset), 0)
    bytes.writeInt32BE(bytes.length - 12, 8)
    bytes.writeInt8(1, 16)
    bytes.writeInt8(codec, 17)
    bytes.writeInt32BE(-1, 26)
    bytes.writeInt32BE(value.length, 30)
    value.copy(bytes, 34)
    bytes.writeUInt32BE(crc32(bytes.subarray(16)), 12)
    return bytes
  }

  it('is read, alone and in a packed set', async () => {
    const inner = Buffer.concat([entry(0, 0, Buffer.from('b')), entry(1, 0, Buffer.from('c'))])
    expect(
      values(
        await events(
          entry(3, 0, Buffer.from('a')),
          entry(5, CODECS.snappy, xerial(inner, 20)),
          entry(7, CODECS.gzip, gzipSync(inner)),
        ),
      ),
    ).toEqual(['3 a', '4 b', '5 c', '6 b', '7 c'])
  })

  it('is unreadable where its checksum or its set is wrong', async () => {
    const wrong = entry(3, 0, Buffer.from('a'))
    wrong[34] = 0
    const read = await events(
      wrong,
      entry(4, CODECS.gzip, Buffer.from('nothing')),
      entry(5, CODECS.gzip, gzipSync(Buffer.alloc(65 * MB))),
      entry(6, 0, Buffer.from('b')),
    )
    expect(read.map(({ offset, unreadable }) => [offset, unreadable?.code])).toEqual([
      ['3', 'batch-unreadable'],
      ['4', 'batch-unreadable'],
      ['5', 'batch-too-large'],
      ['6', undefined],
    ])
  })
})
