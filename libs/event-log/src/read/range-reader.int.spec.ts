import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { openKafka, withAdmin } from '../connect/client.js'
import { offsetsAt } from './offsets-at.js'
import { EventProducer } from '../produce/producer.js'
import { ExpiredOffsets, RangeReader } from './range-reader.js'
import { createTopics } from '../connect/topics.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const topic = `test.${randomUUID()}`
const reader = new RangeReader(brokers, topic)
const COUNT = 3_000

/** Large enough that a stretch takes several fetches. */
const value = (n: number) => `${n}:${'x'.repeat(2_000)}`

beforeAll(async () => {
  await createTopics(brokers, { topics: [{ topic, retentionMs: 3_600_000, maxMessageBytes: 4 << 20 }], partitions: 2 })
  const producer = new EventProducer({ cluster: brokers, clientId: 'test', source: '/claims-audit/test' })
  await producer.connect()
  for (let from = 0; from < COUNT; from += 500)
    await producer.send(
      Array.from({ length: 500 }, (_, n) => ({
        topic,
        key: `k${(from + n) % 7}`,
        type: 'test.v1',
        id: String(from + n),
        value: value(from + n),
      })),
    )
  await producer.disconnect()
})
afterAll(() => reader.close())

async function read(partition: number, from: number, to: number): Promise<number[]> {
  const offsets: number[] = []
  for await (const event of reader.read(partition, String(from), String(to))) offsets.push(Number(event.offset))
  return offsets
}
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)

describe('stretches of a topic', () => {
  it('are read exactly, in any order, of any partition', async () => {
    const ends = await Promise.all(
      [0, 1].map(async (partition) => Number((await offsetsAt(brokers, topic, Date.now() + 3_600_000)).get(partition))),
    )
    expect((ends[0] ?? 0) + (ends[1] ?? 0)).toBe(COUNT)
    for (const [partition, from, to] of [
      [0, 0, 400],
      [0, 400, 900],
      [1, 5, 6],
      [0, 100, 300],
      [1, 0, ends[1]],
      [0, (ends[0] ?? 0) - 1, ends[0]],
    ] as [number, number, number][])
      expect(await read(partition, from, to)).toEqual(range(from, to))
  })

  it('are let go of in the middle', async () => {
    for await (const event of reader.read(0, '0', '900')) if (event.offset === '10') break
    expect(await read(0, 20, 30)).toEqual(range(20, 30))
  })

  it('that have expired are told so, and never skipped', async () => {
    await withAdmin(brokers, async (admin) => {
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '50' }] })
    })
    await expect(read(0, 40, 60)).rejects.toThrow(ExpiredOffsets)
    await expect(read(0, 40, 60)).rejects.toThrow(
      `offset 40 of ${topic}, partition 0, has expired: the log begins at 50 now`,
    )
    expect(await read(0, 50, 60)).toEqual(range(50, 60))
  })

  it('end where a transaction ends, whose mark is an offset without an event', async () => {
    const transactional = `test.${randomUUID()}`
    await createTopics(brokers, {
      topics: [{ topic: transactional, retentionMs: 3_600_000, maxMessageBytes: 4 << 20 }],
      partitions: 1,
    })
    const producer = openKafka(brokers, 'test', () => undefined).producer({
      transactionalId: transactional,
      maxInFlightRequests: 1,
      idempotent: true,
    })
    await producer.connect()
    for (const value of ['a', 'b', 'gone', 'c']) {
      const transaction = await producer.transaction()
      await transaction.send({ topic: transactional, messages: [{ value }] })
      await (value === 'gone' ? transaction.abort() : transaction.commit())
    }
    await producer.disconnect()
    const own = new RangeReader(brokers, transactional)
    try {
      for (const [from, to, expected] of [
        ['0', '8', ['a', 'b', 'c']],
        ['1', '2', []],
        ['2', '6', ['b']],
        ['7', '8', []],
        ['0', '1', ['a']],
      ] as [string, string, string[]][]) {
        const values: string[] = []
        for await (const event of own.read(0, from, to)) values.push(String(event.value))
        expect({ from, to, values }).toEqual({ from, to, values: expected })
      }
    } finally {
      await own.close()
    }
  })

  it('leave no group behind', async () => {
    await reader.close()
    const { groups } = await withAdmin(brokers, (admin) => admin.listGroups())
    expect(groups.filter(({ groupId }) => groupId.startsWith('claims-audit-run-'))).toEqual([])
  })
})
