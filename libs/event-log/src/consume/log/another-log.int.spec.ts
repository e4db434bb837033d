import { Controller, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Payload } from '@nestjs/microservices'
import { afterEach, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { BatchConsumer } from '../batch-consumer.js'
import { OnEvents } from '../batch-handler.js'
import { openKafka, withAdmin } from '../../connect/client.js'
import type { Outgoing, Received } from '../../event/event.js'
import { logIdentity, logName } from '../../read/log-identity.js'
import { EventProducer } from '../../produce/producer.js'
import { createTopics } from '../../connect/topics.js'

const brokers = String(process.env['KAFKA_BROKERS']).split(',')
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

describe('a topic that becomes another log', () => {
  it('is read from its beginning by a group that was further in the old one', async () => {
    const [topic, groupId] = await topicOf('one', 'two', 'three')
    await commit(topic, groupId, { offset: '2', metadata: 'another-cluster.another-topic' })
    const { saw } = await consume(topic, groupId)
    expect(await saw(3)).toEqual(['one', 'two', 'three'])
  })

  it('is read from the group’s offset where that is of this log, or of a release that named none', async () => {
    const [topic, groupId] = await topicOf('one', 'two', 'three')
    await commit(topic, groupId, { offset: '1', metadata: logName(await logIdentity(brokers, topic)) })
    const { saw } = await consume(topic, groupId)
    expect(await saw(2)).toEqual(['two', 'three'])
    const [older, olderGroup] = await topicOf('one', 'two', 'three')
    await commit(older, olderGroup, { offset: '2', metadata: null })
    expect(await (await consume(older, olderGroup)).saw(1)).toEqual(['three'])
  })

  it('is read from its beginning where it was made again under a running consumer', async () => {
    const [topic, groupId] = await topicOf('one', 'two')
    const { saw, messages } = await consume(topic, groupId)
    expect(await saw(2)).toEqual(['one', 'two'])
    await withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [topic] }))
    await make(topic, 'three', 'four', 'five')
    expect(await saw(5)).toEqual(['one', 'two', 'three', 'four', 'five'])
    const name = logName(await logIdentity(brokers, topic))
    expect(messages.slice(2).every(({ origin }) => origin.log === name)).toBe(true)
    expect(messages[0]?.origin.log).not.toBe(name)
  })

  it('names its log in each event, and the group’s offsets name it too', async () => {
    const [topic, groupId] = await topicOf('one')
    const { saw, messages, close } = await consume(topic, groupId)
    await saw(1)
    const name = logName(await logIdentity(brokers, topic))
    expect(messages[0]?.origin.log).toBe(name)
    await close()
    const committed = await withAdmin(brokers, (admin) => admin.fetchOffsets({ groupId, topics: [topic] }))
    expect(committed[0]?.partitions[0]).toMatchObject({ offset: '1', metadata: name })
  })
})

describe('what retention removed before it was read', () => {
  it('is quarantined as one span by a group that comes back to it', async () => {
    const [topic, groupId] = await topicOf('one', 'two', 'three', 'four')
    await commit(topic, groupId, { offset: '1', metadata: null })
    await drop(topic, '3')
    const { saw, quarantined } = await consume(topic, groupId)
    expect(await saw(1)).toEqual(['four'])
    expect((await quarantined(1)).map(spanIn)).toEqual([{ topic, first: '1', last: '2', code: 'expired' }])
  })

  it('is found under a running consumer too, and a group that begins has lost nothing', async () => {
    const [topic, groupId] = await topicOf('one', 'two', 'three', 'four', 'five')
    await drop(topic, '1')
    const held = Promise.withResolvers<void>()
    const { saw, quarantined } = await consume(
      topic,
      groupId,
      { maxBatch: 1, maxBytesPerPartition: 1 },
      async (message) => {
        if (String(message.value) === 'two') await held.promise
      },
    )
    await saw(1)
    await drop(topic, '4')
    held.resolve()
    await saw(2)
    expect((await quarantined(1)).map(spanIn)).toEqual([
      { topic, first: expect.stringMatching(/[23]/), last: '3', code: 'expired' },
    ])
  })
})

const spanIn = ({ origin, headers }: Outgoing) => ({
  topic: origin?.topic,
  first: origin?.offset,
  last: String(headers?.['quarantine-last-offset']),
  code: String(headers?.['quarantine-code']),
})

/** A topic of one partition that holds some values, and a group. */
async function topicOf(...values: string[]): Promise<[string, string]> {
  const topic = `log.${randomUUID()}`
  await make(topic, ...values)
  closing.push(() => withAdmin(brokers, (admin) => admin.deleteTopics({ topics: [topic] })))
  return [topic, randomUUID()]
}

/** One request for each value: a batch of the log holds one. */
async function make(topic: string, ...values: string[]): Promise<void> {
  await createTopics(brokers, { topics: [{ topic, retentionMs: 3_600_000, maxMessageBytes: 1 << 20 }], partitions: 1 })
  const producer = new EventProducer({ cluster: brokers, clientId: 'test', source: '/test' })
  for (const value of values) await producer.send([{ topic, key: 'key', type: 'in.v1', id: value, value }])
  await producer.disconnect()
}

/** What stands before an offset, as retention does it. */
async function drop(topic: string, offset: string): Promise<void> {
  await withAdmin(brokers, async (admin) => {
    await admin.fetchTopicOffsets(topic)
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset }] })
  })
}

async function commit(
  topic: string,
  groupId: string,
  { offset, metadata }: { offset: string; metadata: string | null },
): Promise<void> {
  const consumer = openKafka(brokers, 'test', () => undefined).consumer({ groupId })
  // With the first fetch it is a member for good: one that leaves while it joins is waited for.
  const joined = Promise.withResolvers<void>()
  consumer.on(consumer.events.FETCH, () => joined.resolve())
  await consumer.connect()
  await consumer.subscribe({ topic })
  await consumer.run({ autoCommit: false, eachMessage: async () => undefined })
  await joined.promise
  await consumer.commitOffsets([{ topic, partition: 0, offset, ...(metadata !== null && { metadata }) }])
  await consumer.disconnect()
}

interface Consuming {
  /** The values that came, once there are so many. */
  saw(count: number): Promise<string[]>
  messages: Received[]
  /** What it quarantined, once that is so many. */
  quarantined(count: number): Promise<Outgoing[]>
  close(): Promise<void>
}

async function consume(
  topic: string,
  groupId: string,
  o: { maxBatch?: number; maxBytesPerPartition?: number } = {},
  onMessage: (message: Received) => Promise<void> = async () => undefined,
): Promise<Consuming> {
  const messages: Received[] = []
  const sent: Outgoing[] = []
  let wake = (): void => undefined
  @Controller()
  class Stage {
    @OnEvents(topic)
    async on(@Payload() batch: Received[]): Promise<void> {
      messages.push(...batch)
      wake()
      for (const message of batch) await onMessage(message)
    }
  }
  @Module({ controllers: [Stage] })
  class App {}
  const publisher = {
    send: async (events: readonly Outgoing[]) => {
      sent.push(...events)
      wake()
    },
  }
  const strategy = new BatchConsumer({
    cluster: brokers,
    groupId,
    clientId: 'test',
    stage: 'test',
    maxWaitTimeMs: 50,
    publisher,
    ...o,
  })
  const app = await NestFactory.createMicroservice(App, { strategy, logger: false })
  const close = (): Promise<void> => app.close()
  closing.push(close)
  await app.listen()
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await new Promise<void>((resolve) => (wake = resolve))
  }
  const saw = async (count: number): Promise<string[]> => {
    await until(() => messages.length >= count)
    return messages.map(({ value }) => String(value))
  }
  const quarantined = async (count: number): Promise<Outgoing[]> => {
    await until(() => sent.length >= count)
    return sent
  }
  return { saw, messages, quarantined, close }
}
