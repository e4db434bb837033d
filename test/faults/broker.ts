import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'
import { TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import { EventProducer, asMessage, logRange, readAll } from '@claims-audit/event-log'
import { denseClaim } from '../e2e/synthetic-claims.ts'
import { bomb, corruptLz4, sendCompressed, sendPacked } from '../producers/packed.ts'
import type { Packing } from '../producers/packed.ts'

/** Sets one setting of a topic. */
export async function setTopic(brokers: string[], topic: string, name: string, value: string): Promise<void> {
  const admin = new kafkajs.Kafka({ clientId: 'faults', brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    await admin.alterConfigs({ validateOnly: false, resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries: [{ name: 'retention.ms', value: '3600000' }, { name, value }] }] })
  } finally {
    await admin.disconnect()
  }
}

/** An event larger than any claim, which the broker's limit does not see: it counts compressed bytes. */
export async function sendOversized(brokers: string[]): Promise<void> {
  const producer = new kafkajs.Kafka({ clientId: 'faults', brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
  await producer.connect()
  const id = randomUUID()
  const event = { topic: TOPICS.submitted, key: `synthetic:${id}`, type: typeOf(TOPICS.submitted), id, value: `{"claimId":"${id}","padding":"${'x'.repeat(5_000_000)}"}` }
  await producer.send({ topic: event.topic, compression: kafkajs.CompressionTypes.GZIP, messages: [asMessage(event, '/faults', new Date().toISOString())] })
  await producer.disconnect()
}

/** Dense claims, `each` for every partition, as claims of the scenario's name. Gives their ids, acknowledged. */
export async function sendDense(brokers: string[], name: string, each: number): Promise<string[]> {
  const wanted = new Map((await logRange(brokers, TOPICS.submitted)).map(({ partition }) => [partition, each]))
  const partitionOf = kafkajs.Partitioners.DefaultPartitioner()
  const partitionMetadata = [...wanted.keys()].map((partitionId) => ({ partitionId, leader: 1, partitionErrorCode: 0, replicas: [], isr: [] }))
  const events = []
  for (let seed = 1; [...wanted.values()].some((left) => left > 0); seed += 1) {
    const key = claimKey('synthetic', `${name}-dense-${seed}-0`)
    const partition = partitionOf({ topic: TOPICS.submitted, partitionMetadata, message: { key, value: null } })
    const left = wanted.get(partition) ?? 0
    wanted.set(partition, left - 1)
    if (left > 0) events.push({ topic: TOPICS.submitted, key, type: typeOf(TOPICS.submitted), id: randomUUID(), value: JSON.stringify(denseClaim(DENSE_BYTES, seed, `${name}-dense-${seed}`)) })
  }
  const producer = new EventProducer({ cluster: brokers, clientId: 'faults', source: '/faults' })
  await producer.send(events)
  await producer.disconnect()
  return events.map(({ id }) => id)
}

/** Nearly as large as an event may be. */
const DENSE_BYTES = 3_900_000

const PACKINGS: readonly Packing[] = ['gzip', 'snappy', 'lz4', 'zstd']
const PARTITIONS = 4

/** Claims that came lately, as their next versions, in batches of every codec; then a batch of each partition that cannot be unpacked. */
export async function sendInAllCodecs(brokers: string[]): Promise<void> {
  const came = (await readAll(brokers, TOPICS.submitted)).filter(({ unreadable }) => unreadable === undefined).slice(-40)
  for (const [at, packing] of PACKINGS.entries()) {
    const messages = came.flatMap(({ key, value }) => {
      const claim = claimIn(value)
      return claim === undefined ? [] : [{ key, value: JSON.stringify({ ...claim, version: Number(claim['version'] ?? 1) + at + 1 }), headers: { ce_id: randomUUID(), ce_type: typeOf(TOPICS.submitted) } }]
    })
    await sendCompressed(brokers, TOPICS.submitted, packing, messages)
  }
  for (let partition = 0; partition < PARTITIONS; partition += 1) await sendPacked(brokers, TOPICS.submitted, 'lz4', await corruptLz4(5), { count: 5, partition })
}

/** Batches of a few KB to 1 MB that unpack to a gigabyte, several for each partition. */
export async function sendBombs(brokers: string[], packing: 'gzip' | 'zstd'): Promise<void> {
  const packed = await bomb(packing, 1_000_000_000)
  for (let at = 0; at < 2 * PARTITIONS; at += 1) await sendPacked(brokers, TOPICS.submitted, packing, packed, { partition: at % PARTITIONS })
}

function claimIn(value: Buffer | null): Record<string, unknown> | undefined {
  try {
    return JSON.parse(String(value)) as Record<string, unknown>
  } catch {
    return undefined
  }
}
