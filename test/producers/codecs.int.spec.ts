import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { Controller, Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Payload } from '@nestjs/microservices'
import { randomUUID } from 'node:crypto'
import {
  BatchConsumer,
  EventProducer,
  OnEvents,
  RangeReader,
  createTopics,
  readAll,
  tail,
} from '@claims-audit/event-log'
import type { Received } from '@claims-audit/event-log'
import { StackUnavailable } from '@claims-audit/stack'
import { bomb, corruptLz4, sendPacked, type Packing } from './packed.js'
import { javaCommand, lineOf, produce } from './programs.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const producer = new EventProducer({ cluster: brokers, clientId: 'test', source: '/test' })
const java = await javaCommand().catch((error: unknown) => {
  if (error instanceof StackUnavailable) return undefined
  throw error
})

const closing: (() => Promise<void>)[] = []
beforeAll(() => createTopics(brokers))
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
afterAll(() => producer.disconnect())

async function newTopic(): Promise<string> {
  const topic = `codecs.${randomUUID()}`
  await createTopics(brokers, { topics: [{ topic, retentionMs: 3_600_000, maxMessageBytes: 4 << 20 }], partitions: 1 })
  return topic
}

const send = (topic: string, id: string): Promise<void> =>
  producer.send([{ topic, key: id, type: 'test.v1', id, value: id }])

/** What a stage's handler gets, until it has got the last one. */
async function handledUntil(topic: string, last: string): Promise<Received[]> {
  const handled: Received[] = []
  const done = Promise.withResolvers<void>()
  @Controller()
  class Stage {
    @OnEvents(topic)
    on(@Payload() messages: Received[]): void {
      handled.push(...messages)
      if (messages.some(({ value }) => String(value) === last)) done.resolve()
    }
  }
  @Module({ controllers: [Stage] })
  class App {}
  const strategy = new BatchConsumer({
    cluster: brokers,
    groupId: randomUUID(),
    clientId: 'test',
    stage: 'test-stage',
    maxWaitTimeMs: 50,
  })
  const app = await NestFactory.createMicroservice(App, { strategy, logger: false })
  closing.push(() => app.close())
  await app.listen()
  await done.promise
  return handled
}

/** What is quarantined of a topic: its code, codec, first and last offset. */
async function quarantinedOf(topic: string): Promise<string[]> {
  const header = ({ headers }: Received, name: string): string => String(headers[`quarantine-${name}`])
  const all = (await readAll(brokers, 'claims.quarantined')).filter((event) => header(event, 'failed-topic') === topic)
  // Without a key they lie in any partition.
  return all
    .map(
      (event) =>
        `${header(event, 'code')} ${header(event, 'keyword')} ${event.origin.offset} ${header(event, 'last-offset')}`,
    )
    .sort()
}

const suite = java === undefined ? describe.skip : describe
suite('what Java’s own client sends', () => {
  const values = Array.from({ length: 300 }, (_, n) => `${n} ${'äx'.repeat(n)}`)

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('is read as it was, compressed by %s', async (codec) => {
    const topic = await newTopic()
    const lines = [...values, 'last'].map((value) => lineOf('k', value, { ce_type: 'test.v1' }))
    await produce(java ?? [], {
      brokers,
      topic,
      settings: { 'compression.type': codec, 'linger.ms': '100', 'batch.size': '200000' },
      lines,
    })
    const handled = await handledUntil(topic, 'last')
    expect(handled.map(({ value }) => String(value))).toEqual([...values, 'last'])
    expect(new Set(handled.map(({ headers }) => String(headers['ce_type'])))).toEqual(new Set(['test.v1']))
    expect(await quarantinedOf(topic)).toEqual([])
  })
})

describe('a batch that cannot be unpacked', () => {
  it('is quarantined by its offsets, and its partition gets on', async () => {
    const topic = await newTopic()
    await send(topic, 'before')
    await sendPacked(brokers, topic, 'lz4', await corruptLz4(3), { count: 3 })
    await send(topic, 'after')
    const handled = await handledUntil(topic, 'after')
    expect(handled.map(({ value }) => String(value))).toEqual(['before', 'after'])
    expect(await quarantinedOf(topic)).toEqual(['batch-unreadable lz4 1 3'])
  })

  it('is one unreadable event of a range for each offset there, and of a topic for all of them', async () => {
    const topic = await newTopic()
    await sendPacked(brokers, topic, 'lz4', await corruptLz4(4), { count: 4 })
    await send(topic, 'after')
    expect((await readAll(brokers, topic)).map(({ offset, unreadable }) => [offset, unreadable?.firstOffset])).toEqual([
      ['3', '0'],
      ['4', undefined],
    ])
    const reader = new RangeReader(brokers, topic)
    closing.push(() => reader.close())
    const read = async (from: string, to: string) => {
      const events: [string, string | undefined][] = []
      for await (const { offset, unreadable } of reader.read(0, from, to)) events.push([offset, unreadable?.code])
      return events
    }
    expect(await read('0', '2')).toEqual([
      ['0', 'batch-unreadable'],
      ['1', 'batch-unreadable'],
    ])
    expect(await read('2', '5')).toEqual([
      ['2', 'batch-unreadable'],
      ['3', 'batch-unreadable'],
      ['4', undefined],
    ])
  })
})

describe('a batch that is too large when it is unpacked', () => {
  /** As much as each codec can make of the 4 MB that a topic takes. */
  const BOMBS: [Packing, number][] = [
    ['gzip', 1_000_000_000],
    ['zstd', 1_000_000_000],
    ['lz4', 400_000_000],
    ['snappy', 80_000_000],
  ]

  it.each(BOMBS)('is quarantined within seconds, packed by %s', async (packing, bytes) => {
    const topic = await newTopic()
    const packed = await bomb(packing, bytes)
    for (let times = 0; times < 3; times += 1) await sendPacked(brokers, topic, packing, packed)
    await send(topic, 'after')
    const before = process.memoryUsage.rss()
    const began = performance.now()
    await handledUntil(topic, 'after')
    const [seconds, megabytes] = [
      (performance.now() - began) / 1_000,
      Math.round((process.memoryUsage.rss() - before) / 1e6),
    ]
    const told = `${packing}: three times ${packed.length} bytes, ${bytes} unpacked`
    process.stderr.write(`${told}: quarantined in ${seconds.toFixed(1)} s, ${megabytes} MB more\n`)
    expect(await quarantinedOf(topic)).toEqual(
      [0, 1, 2].map((offset) => `batch-too-large ${packing} ${offset} ${offset}`),
    )
    expect(seconds).toBeLessThan(20)
  })
})

it('what looks for an event passes over a batch that it cannot read', async () => {
  const topic = await newTopic()
  await sendPacked(brokers, topic, 'lz4', await corruptLz4(2), { count: 2 })
  await send(topic, 'after')
  const found = Promise.withResolvers<string>()
  const reading = await tail(brokers, topic, { fromBeginning: true }, ({ value }) => {
    if (value !== null) found.resolve(String(value))
  })
  expect(await found.promise).toBe('after')
  await reading.stop()
})
