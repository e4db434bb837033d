import { Controller, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Ctx, EventPattern, Payload } from '@nestjs/microservices'
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { BatchConsumer } from './batch-consumer.js'
import type { BatchConsumerOptions } from './batch-consumer-options.js'
import { withAdmin } from '../connect/client.js'
import { each, OnEvents, type BatchContext, type BatchHandler } from './batch-handler.js'
import { forward, type Received } from '../event/event.js'
import { committedOffsets } from '../read/offsets.js'
import { EventProducer } from '../produce/producer.js'
import { Rejected } from './quarantine.js'
import { readAll, tail } from '../read/read.js'
import { createTopics } from '../connect/topics.js'
import { Transient } from '../connect/transient.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A stage on topics and a group of its own. */
interface Bench {
  input: string
  output: string
  groupId: string
  publish(...ids: string[]): Promise<void>
  /** The first `count` events of the output, once they are there. */
  outputOf(count: number): Promise<Received[]>
  start(handler: BatchHandler, o?: Partial<BatchConsumerOptions>): Promise<BatchConsumer>
}

async function bench(partitions = 1): Promise<Bench> {
  const [input, output, groupId] = [`in.${randomUUID()}`, `out.${randomUUID()}`, randomUUID()]
  const declared = { retentionMs: 3_600_000, maxMessageBytes: 1 << 20 }
  await createTopics(brokers, {
    topics: [
      { topic: input, ...declared },
      { topic: output, ...declared },
    ],
    partitions,
  })
  const producer = new EventProducer({ cluster: brokers, clientId: 'test', source: '/test' })
  closing.push(() => producer.disconnect())
  return {
    input,
    output,
    groupId,
    publish: (...ids) =>
      producer.send(
        ids.map((id) => ({ topic: input, key: id.slice(0, 36), type: 'in.v1', id: id.slice(0, 36), value: id })),
      ),
    async outputOf(count) {
      const events: Received[] = []
      const enough = Promise.withResolvers<void>()
      const reading = await tail(brokers, output, { fromBeginning: true }, (event) => {
        events.push(event)
        if (events.length >= count) enough.resolve()
      })
      await enough.promise
      await reading.stop()
      return events
    },
    async start(handler, o = {}) {
      const strategy = new BatchConsumer({
        cluster: brokers,
        groupId,
        clientId: 'test',
        stage: 'test-stage',
        maxWaitTimeMs: 50,
        retry: { attempts: 2, initialMs: 5, maxMs: 20 },
        ...o,
      })
      await listen(input, strategy, handler)
      return strategy
    },
  }
}

async function listen(topic: string, strategy: BatchConsumer, handler: BatchHandler): Promise<void> {
  @Controller()
  class Stage {
    @OnEvents(topic)
    on(@Payload() messages: Received[], @Ctx() context: BatchContext) {
      return handler(messages, context)
    }
  }
  @Module({ controllers: [Stage] })
  class App {}
  const app = await NestFactory.createMicroservice(App, { strategy, logger: false })
  closing.push(() => app.close())
  await app.listen()
}

const text = (message: Received): string => message.value?.toString() ?? ''
const texts = (messages: Received[]): string[] => messages.map(text)
const pass = (output: string) => (message: Received) =>
  forward(message, { topic: output, key: String(message.key), type: 'out.v1', value: text(message) })

/** Resolves when a topic has brought every one of the texts, repeated or not. */
async function allOf(topic: string, expected: string[]): Promise<void> {
  const missing = new Set(expected)
  const none = Promise.withResolvers<void>()
  const reading = await tail(brokers, topic, { fromBeginning: true }, (event) => {
    missing.delete(text(event))
    if (missing.size === 0) none.resolve()
  })
  await none.promise
  await reading.stop()
}

/** kafkajs' own events. */
const events = (strategy: BatchConsumer) => strategy.unwrap<{ on(name: string, listener: () => void): void }>()

beforeAll(() => createTopics(brokers))

/** The quarantine is one topic for all tests: those of this one are known by the topic where they failed. */
async function quarantined(input: string): Promise<Received[]> {
  const all = await readAll(brokers, 'claims.quarantined')
  return all.filter(({ headers }) => headers['quarantine-failed-topic']?.toString() === input)
}

describe('BatchConsumer', () => {
  it('handles, publishes with the origin, and commits when it is closed', async () => {
    const { input, output, groupId, publish, outputOf, start } = await bench()
    await publish('a', 'b', 'c')
    const strategy = await start(each(pass(output)), { commitIntervalMs: 60_000 })
    const out = await outputOf(3)
    expect(texts(out)).toEqual(['a', 'b', 'c'])
    expect(out.map(({ origin }) => `${origin.topic} ${origin.offset}`)).toEqual(
      [0, 1, 2].map((offset) => `${input} ${offset}`),
    )
    expect(await committedOffsets(brokers, groupId, input)).toEqual([{ partition: 0, offset: null }])
    await strategy.close()
    expect(await committedOffsets(brokers, groupId, input)).toEqual([{ partition: 0, offset: '3' }])
  })

  it('commits by itself where no more messages come', async () => {
    const { input, output, groupId, publish, outputOf, start } = await bench()
    await publish('a')
    const strategy = await start(each(pass(output)), { commitIntervalMs: 20 })
    const committed = new Promise<void>((resolve) => events(strategy).on('consumer.commit_offsets', resolve))
    await outputOf(1)
    await committed
    expect(await committedOffsets(brokers, groupId, input)).toEqual([{ partition: 0, offset: '1' }])
    expect(strategy.progress()).toMatchObject({ assigned: [{ topic: input, partition: 0 }], lag: 0 })
    expect(strategy.check(30_000)).toEqual({ healthy: true, reason: 'lag 0' })
  })

  it('gives a handler no more bytes than it is told, and handles by itself what is large', async () => {
    const { output, publish, start } = await bench(4)
    // Keys that spread over the partitions; four in five are small.
    const ids = Array.from({ length: 20 }, (_, i) => (i % 5 === 0 ? `${i} `.padEnd(300_000, 'x') : String(i)))
    const calls: number[][] = []
    await publish(...ids)
    const handler: BatchHandler = (messages) => {
      calls.push(messages.map(({ value }) => value?.length ?? 0))
      return messages.map(pass(output))
    }
    await start(handler, { maxBatchBytes: 400_000 })
    await allOf(output, ids)
    const bytes = (sizes: number[]): number => sizes.reduce((sum, size) => sum + size, 0)
    expect(calls.flat().filter((size) => size === 300_000)).toHaveLength(4)
    expect(calls.filter((sizes) => bytes(sizes) > 400_000)).toEqual([])
  })

  it('commits what is settled while a later part of the batch is still worked on', async () => {
    const { input, groupId, output, publish, start } = await bench()
    await publish('a', 'b')
    const goOn = Promise.withResolvers<void>()
    const handler: BatchHandler = async (messages) => {
      if (text(messages[0] as Received) === 'b') await goOn.promise
      return messages.map(pass(output))
    }
    const strategy = await start(handler, { maxBatch: 1, commitIntervalMs: 20 })
    await new Promise<void>((resolve) => events(strategy).on('consumer.commit_offsets', resolve))
    expect(await committedOffsets(brokers, groupId, input)).toEqual([{ partition: 0, offset: '1' }])
    expect(strategy.progress().lag).toBe(1)
    goOn.resolve()
  })

  it('is ready, and not while it waits for what will pass; it says for what', async () => {
    const { output, publish, outputOf, start } = await bench()
    const waiting = Promise.withResolvers<void>()
    let refused = true
    const handler: BatchHandler = (messages) => {
      if (refused) throw Object.assign(new Error('password authentication failed for user "x"'), { code: '28P01' })
      return messages.map(pass(output))
    }
    const strategy = await start(handler, { log: (_, line) => line.includes('waiting') && waiting.resolve() })
    expect(strategy.readiness()).toEqual({ healthy: true, reason: 'ready' })
    await publish('a')
    await waiting.promise
    expect(strategy.readiness()).toEqual({ healthy: false, reason: 'waiting (Error 28P01)' })
    refused = false
    await outputOf(1)
    await strategy.close()
    expect(strategy.readiness()).toEqual({ healthy: true, reason: 'ready' })
  })

  it('loses nothing and keeps the order when a handler fails for a while', async () => {
    const { output, publish, outputOf, start } = await bench()
    await publish('a', 'b')
    let failures = 4
    await start(
      async (messages) => {
        if (failures-- > 0)
          throw failures % 2 ? new Transient('later') : Object.assign(new Error('x'), { code: '57P01' })
        return messages.map(pass(output))
      },
      { maxBatch: 1 },
    )
    await publish('c', 'd')
    expect(texts(await outputOf(4))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('quarantines a poisoned message as it came, and lets the next pass', async () => {
    const { input, output, publish, outputOf, start } = await bench()
    await publish('a', 'poison', 'b', 'wrong', 'c')
    await start((messages) =>
      messages.map((message) => {
        if (text(message) === 'poison') throw new RangeError('Jane Doe')
        if (text(message) === 'wrong') throw new Rejected({ code: 'schema', pointer: '/a' })
        return pass(output)(message)
      }),
    )
    expect(texts(await outputOf(3))).toEqual(['a', 'b', 'c'])
    const [poison, wrong] = await quarantined(input)
    expect(texts([poison, wrong].filter((message) => message !== undefined))).toEqual(['poison', 'wrong'])
    expect(poison).toMatchObject({ key: Buffer.from('poison'), origin: { topic: input, partition: 0, offset: '1' } })
    const reason = (message: Received | undefined) =>
      [
        'ce_id',
        'quarantine-code',
        'quarantine-keyword',
        'quarantine-pointer',
        'quarantine-stage',
        'quarantine-attempts',
        'quarantine-failed-offset',
      ].map((name) => message?.headers[name]?.toString())
    expect(reason(poison)).toEqual(['poison', 'stage-failure', 'RangeError', undefined, 'test-stage', '2', '1'])
    expect(reason(wrong)).toEqual(['wrong', 'schema', undefined, '/a', 'test-stage', '1', '3'])
  })

  it('stays in the group while a handler takes longer than the session', async () => {
    const { input, output, groupId, publish, outputOf, start } = await bench()
    await publish('a')
    const calls: string[][] = []
    let joins = 0
    const heartbeats = Promise.withResolvers<void>()
    const handler: BatchHandler = async (messages) => {
      calls.push(texts(messages))
      await heartbeats.promise
      return messages.map(pass(output))
    }
    // The broker takes no shorter session than 6 s.
    const strategy = await start(handler, { sessionTimeoutMs: 6_000, heartbeatMs: 500 })
    events(strategy).on('consumer.group_join', () => joins++)
    let beats = 0
    events(strategy).on('consumer.heartbeat', () => ++beats === 14 && heartbeats.resolve())
    expect(texts(await outputOf(1))).toEqual(['a'])
    await strategy.close()
    expect({ calls, joins }).toEqual({ calls: [['a']], joins: 0 })
    expect(await committedOffsets(brokers, groupId, input)).toEqual([{ partition: 0, offset: '1' }])
  })

  it('finishes the batch under way when it is closed, and the next member repeats nothing', async () => {
    const { input, output, groupId, publish, outputOf, start } = await bench()
    await publish('a', 'b', 'c', 'd')
    const begun = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const first = await start(
      async (messages) => {
        begun.resolve()
        await goOn.promise
        return messages.map(pass(output))
      },
      { maxBatch: 2 },
    )
    await begun.promise
    const closed = first.close()
    goOn.resolve()
    await closed
    expect(await committedOffsets(brokers, groupId, input)).toEqual([{ partition: 0, offset: '2' }])

    await start(each(pass(output)))
    expect(texts(await outputOf(4))).toEqual(['a', 'b', 'c', 'd'])
  })

  it('leaves a batch that does not end in time to the next member', async () => {
    const { output, publish, outputOf, start } = await bench()
    await publish('a')
    const begun = Promise.withResolvers<AbortSignal>()
    const first = await start(
      (_, { signal }) => {
        begun.resolve(signal)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve([])))
      },
      { drainMs: 50 },
    )
    const signal = await begun.promise
    await first.close()
    expect(signal.aborted).toBe(true)

    await start(each(pass(output)))
    expect(texts(await outputOf(1))).toEqual(['a'])
  })

  it('hands a partition over while a handler waits for what does not come back', async () => {
    const { output, publish, outputOf, start } = await bench()
    await publish('a', 'b')
    const waiting = Promise.withResolvers<void>()
    const first = await start(
      async () => {
        waiting.resolve()
        throw new Transient('never')
      },
      { heartbeatMs: 100, retry: { initialMs: 5, maxMs: 60_000, attempts: 2 } },
    )
    await waiting.promise
    const second = start(each(pass(output)), { heartbeatMs: 100 })
    await first.close()
    await second
    expect(texts(await outputOf(2))).toEqual(['a', 'b'])
  })

  it('shares the partitions with a member that comes while handlers wait, and loses nothing', async () => {
    const { output, publish, start } = await bench(4)
    const ids = Array.from({ length: 40 }, (_, i) => String(i))
    await publish(...ids)
    const joined = Promise.withResolvers<void>()
    let down = true
    const handler: BatchHandler = (messages) => {
      joined.resolve()
      if (down) throw new Transient('the database is away')
      return messages.map(pass(output))
    }
    const o = { heartbeatMs: 100 }
    const first = await start(handler, o)
    await joined.promise
    const rejoined = new Promise<void>((resolve) => events(first).on('consumer.group_join', resolve))
    const second = await start(handler, o)
    await rejoined
    expect([first.progress().assigned.length, second.progress().assigned.length]).toEqual([2, 2])
    const done = allOf(output, ids)
    down = false
    await first.close()
    await done
  })

  it('lets messages gather by the monotonic clock', async () => {
    const { output, publish, outputOf, start } = await bench()
    const now = Date.now
    closing.push(async () => void (Date.now = now))
    const HOUR = 3_600_000
    await start((messages) => {
      if (messages.some((message) => text(message) === 'step')) Date.now = () => now() - HOUR
      return messages.map(pass(output))
    })
    await Promise.all([publish('a'), publish('b'), publish('step')])
    await outputOf(3)
    await publish('next')
    expect((await outputOf(4)).map(text)).toContain('next')
  })

  it('reads partitions that are added to its topic', async () => {
    const { input, start, publish } = await bench()
    const seen = Promise.withResolvers<void>()
    const consumer = await start((messages) => messages.forEach(({ partition }) => partition > 0 && seen.resolve()), {
      metadataMaxAgeMs: 500,
    })
    await withAdmin(brokers, (admin) => admin.createPartitions({ topicPartitions: [{ topic: input, count: 8 }] }))
    // A client of its own, which knows the new ones from the first.
    const late = new EventProducer({ cluster: brokers, clientId: 'late', source: '/test' })
    closing.push(() => late.disconnect())
    await publish('first')
    await late.send(
      Array.from({ length: 32 }, (_, at) => ({
        topic: input,
        key: `${at}`,
        type: 'in.v1',
        id: `${at}`,
        value: `${at}`,
      })),
    )
    await seen.promise
    expect(
      consumer
        .partitions()
        .map(({ partition }) => partition)
        .sort(),
    ).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('refuses a handler whose errors Nest would hide', async () => {
    @Controller()
    class Bare {
      @EventPattern('bare')
      on(_messages: unknown): void {}
    }
    @Module({ controllers: [Bare] })
    class App {}
    const strategy = new BatchConsumer({ cluster: brokers, groupId: 'g', clientId: 'test', stage: 'test' })
    const app = await NestFactory.createMicroservice(App, { strategy, logger: false })
    await expect(app.listen()).rejects.toThrow('Handlers of bare must be declared by @OnEvents')
    await app.close()
  })
})
