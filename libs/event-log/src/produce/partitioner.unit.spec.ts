import { describe, expect, it } from '@jest/globals'
import { Partitioners } from 'kafkajs'
import type { PartitionMetadata } from 'kafkajs'
import { byKey, partitionOf } from './partitioner.js'

const partitionsOf = (count: number): PartitionMetadata[] =>
  Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }))

describe('the partition of a key', () => {
  const kafkajs = Partitioners.DefaultPartitioner()
  const ours = byKey()
  const keys = [
    '',
    'a',
    'ab',
    'abc',
    'abcd',
    'default:CLM-000123',
    'Ärztehaus:Fall-7',
    '測試:一',
    ...Array.from({ length: 2_000 }, (_, at) => `tenant-${at % 7}:claim-${(at * 2_654_435_761) % 4_294_967_296}`),
  ]

  it.each([1, 4, 7, 64])('is the one that kafkajs gives, of %i', (count) => {
    const partitionMetadata = partitionsOf(count)
    for (const key of keys)
      for (const held of [key, Buffer.from(key)])
        expect([key, ours({ topic: 't', partitionMetadata, message: { key: held, value: null } })]).toEqual([
          key,
          kafkajs({ topic: 't', partitionMetadata, message: { key: held, value: null } }),
        ])
  })

  it('is the one that Java gives', () => {
    // Hashes of org.apache.kafka.common.utils.UtilsTest.testMurmur2.
    const hashes: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
      ['abc', 479470107],
    ]
    for (const [key, hash] of hashes) expect(partitionOf(key, 2 ** 31)).toBe(hash & 0x7fffffff)
  })

  it('may be said beforehand, and is any where there is no key', () => {
    const partitionMetadata = partitionsOf(4)
    expect(ours({ topic: 't', partitionMetadata, message: { key: 'k', value: null, partition: 3 } })).toBe(3)
    const taken = new Set(
      Array.from({ length: 40 }, () => ours({ topic: 't', partitionMetadata, message: { key: null, value: null } })),
    )
    expect(taken.size).toBe(4)
  })
})
