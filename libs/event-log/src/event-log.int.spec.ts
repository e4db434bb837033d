import { afterEach, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { withAdmin } from './connect/client.js'
import type { Outgoing, Received } from './event/event.js'
import { committedOffsets, groupLag, logRange } from './read/offsets.js'
import { EventProducer } from './produce/producer.js'
import { readAll, tail } from './read/read.js'
import { createTopics, type TopicDeclaration } from './connect/topics.js'
import { isTransient } from './connect/transient.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const origin = { topic: 'claims.submitted', partition: 3, offset: '41', timestamp: '1767225600000' }
const declared = (topic: string, maxMessageBytes = 4 << 20): TopicDeclaration => ({
  topic,
  retentionMs: 3_600_000,
  maxMessageBytes,
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function newTopic(partitions = 1, maxMessageBytes?: number): Promise<string> {
  const topic = `test.${randomUUID()}`
  await createTopics(brokers, { topics: [declared(topic, maxMessageBytes)], partitions })
  return topic
}

async function newProducer(maxRequestBytes?: number): Promise<EventProducer> {
  const o = maxRequestBytes === undefined ? {} : { maxRequestBytes }
  const producer = new EventProducer({ cluster: brokers, clientId: 'test', source: '/claims-audit/test', ...o })
  await producer.connect()
  closing.push(() => producer.disconnect())
  return producer
}

const event = (topic: string, id: string, more: Partial<Outgoing> = {}): Outgoing => ({
  topic,
  key: id,
  type: 'test.v1',
  id,
  value: id,
  ...more,
})
const values = (events: Received[]): (string | undefined)[] => events.map(({ value }) => value?.toString())

describe('createTopics', () => {
  it('may be called by several at once, and again', async () => {
    const topics = [declared(`test.${randomUUID()}`), declared(`test.${randomUUID()}`, 9 << 20)]
    await Promise.all([
      createTopics(brokers, { topics }),
      createTopics(brokers, { topics }),
      createTopics(brokers, { topics }),
    ])
    const log: string[] = []
    await createTopics(brokers, { topics, log: (_, line) => log.push(line) })
    expect(log.filter((line) => line.startsWith('topic'))).toEqual([])
    await createTopics(brokers, { topics, partitions: 9, log: (_, line) => log.push(line) })
    expect(log.filter((line) => line.startsWith('topic')).sort()).toEqual(
      topics.map(({ topic }) => `topic ${topic} has 4 partitions, not 9: left as it is`).sort(),
    )
    const names = topics.map(({ topic }) => topic)
    const { topics: made } = await withAdmin(brokers, (admin) => admin.fetchTopicMetadata({ topics: names }))
    expect(made.map(({ partitions }) => partitions.length)).toEqual([4, 4])
  })
})

describe('a round trip', () => {
  it('brings key, value, envelope and origin', async () => {
    const topic = await newTopic()
    const producer = await newProducer()
    await producer.send([
      event(topic, 'mercy:1', {
        origin,
        traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
        value: Buffer.from([0, 255]),
        headers: { more: 'x' },
      }),
    ])
    const [got] = await readAll(brokers, topic)
    expect(got).toMatchObject({
      topic,
      partition: 0,
      offset: '0',
      key: Buffer.from('mercy:1'),
      value: Buffer.from([0, 255]),
      origin,
    })
    const headers = Object.fromEntries(
      Object.entries(got?.headers ?? {}).map(([name, value]) => [name, value?.toString()]),
    )
    expect(headers).toMatchObject({
      ce_specversion: '1.0',
      ce_id: 'mercy:1',
      ce_source: '/claims-audit/test',
      ce_type: 'test.v1',
      ce_subject: 'mercy:1',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'origin-offset': '41',
      more: 'x',
    })
  })

  it('keeps the order of many sends at once', async () => {
    const topic = await newTopic()
    const producer = await newProducer(300)
    const ids = Array.from({ length: 60 }, (_, i) => String(i))
    await Promise.all(ids.map((id) => producer.send([event(topic, id), event(topic, `${id}b`)])))
    expect(values(await readAll(brokers, topic))).toEqual(ids.flatMap((id) => [id, `${id}b`]))
  })

  it('gives what is published after tail has resolved', async () => {
    const topic = await newTopic()
    const producer = await newProducer()
    await producer.send([event(topic, 'before')])
    const first = Promise.withResolvers<Received>()
    const reading = await tail(brokers, topic, { fromBeginning: false }, (got) => first.resolve(got))
    closing.push(() => reading.stop())
    await producer.send([event(topic, 'after')])
    expect(values([await first.promise])).toEqual(['after'])
  })
})

describe('a topic that is not there', () => {
  it('is named, and waited for: it may be made yet', async () => {
    const unknown = await logRange(brokers, 'test.none').catch((error: Error) => error)
    expect(unknown).toMatchObject({ message: 'the cluster has no topic test.none' })
    expect(isTransient(unknown)).toBe(true)
  })
})

describe('sizes', () => {
  const limit = 200_000

  it('a batch larger than the topic takes is sent in parts', async () => {
    const topic = await newTopic(1, limit)
    const producer = await newProducer(limit - 10_000)
    const large = 'x'.repeat(60_000)
    await producer.send(Array.from({ length: 12 }, (_, i) => event(topic, String(i), { value: large })))
    expect(await logRange(brokers, topic)).toEqual([{ partition: 0, low: '0', high: '12' }])
  })

  it('an event that is too large is refused, and the next passes', async () => {
    const topic = await newTopic(1, limit)
    const producer = await newProducer(limit - 10_000)
    await producer.send([event(topic, 'first')])
    const sending = producer.send([event(topic, 'large', { value: 'x'.repeat(limit + 1) })])
    const next = producer.send([event(topic, 'next')])
    await expect(sending).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' })
    await next
    expect(values(await readAll(brokers, topic))).toEqual(['first', 'next'])
  })
})

describe('offsets', () => {
  it('tell what a group has yet to read', async () => {
    const topic = await newTopic(2)
    const groupId = randomUUID()
    const producer = await newProducer()
    await producer.send(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => event(topic, id)))
    const ranges = await logRange(brokers, topic)
    expect(ranges.reduce((sum, { high }) => sum + Number(high), 0)).toBe(6)
    expect(await committedOffsets(brokers, groupId, topic)).toEqual([
      { partition: 0, offset: null },
      { partition: 1, offset: null },
    ])

    await withAdmin(brokers, (admin) =>
      admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: ranges[0]?.high ?? '' }] }),
    )
    expect(await groupLag(brokers, groupId, topic)).toEqual([
      { partition: 0, lag: 0n },
      { partition: 1, lag: BigInt(ranges[1]?.high ?? 0) },
    ])
  })
})
