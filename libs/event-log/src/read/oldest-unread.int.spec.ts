import { describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'
import { createTopics } from '../connect/topics.js'
import { moveGroup } from './offsets.js'
import { groupProgress } from './oldest-unread.js'
import type { GroupProgress } from './oldest-unread.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const MINUTE_MS = 60_000

/** A topic of two partitions with an event of each minute before now in turn, the oldest first. */
async function minutely(minutes: number): Promise<string> {
  const topic = `test.${randomUUID()}`
  await createTopics(brokers, {
    topics: [{ topic, retentionMs: 24 * 3_600_000, maxMessageBytes: 4 << 20 }],
    partitions: 2,
  })
  const now = Date.now()
  const times = Array.from({ length: minutes }, (_, at) => now - (minutes - at) * MINUTE_MS)
  const producer = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  for (const [at, time] of times.entries())
    await producer.send({ topic, messages: [{ partition: at % 2, value: `${at}`, timestamp: String(time) }] })
  await producer.disconnect()
  return topic
}

describe('the progress of a group', () => {
  it('is unknown where it has read nothing', async () => {
    const topic = await minutely(1)
    expect(await groupProgress(brokers, randomUUID(), topic)).toBeUndefined()
  })

  // A group that is moved takes seconds; three are moved at once.
  it.concurrent.each([
    { name: 'what one partition has left', at: ['3', '0'], want: { lag: 3, minutes: '5' } },
    { name: 'what both have left', at: ['2', '2'], want: { lag: 2, minutes: '2' } },
    { name: 'nothing', at: ['3', '3'], want: { lag: 0, minutes: null } },
  ])('tells $name, and since when the first of it waits', async ({ at, want }) => {
    const [topic, group] = [await minutely(6), randomUUID()]
    await moveGroup(brokers, group, topic, new Map(at.map((offset, partition) => [partition, offset])))
    const { lag, oldestAt, members } = (await groupProgress(brokers, group, topic)) as GroupProgress
    const minutes = oldestAt === null ? null : ((Date.now() - oldestAt) / MINUTE_MS).toFixed(0)
    expect({ lag, minutes, members }).toEqual({ ...want, members: 0 })
  })
})
