import { randomUUID } from 'node:crypto'
import kafkajs from 'kafkajs'
import { FIRST_STAGES, TOPICS, claimKey, typeOf } from '@claims-audit/contracts'
import { EventProducer, RangeReader, asMessage, committedOffsets, logRange, readAll } from '@claims-audit/event-log'
import type { Received } from '@claims-audit/event-log'
import { setTimeout as pause } from 'node:timers/promises'
import { denseClaim } from '../e2e/synthetic-claims.ts'
import { bomb, corruptLz4, sendCompressed, sendPacked } from '../producers/packed.ts'
import type { Packing } from '../producers/packed.ts'

/** Sets one setting of a topic. */
export async function setTopic(brokers: string[], topic: string, name: string, value: string): Promise<void> {
  const configEntries = [
    { name: 'retention.ms', value: '3600000' },
    { name, value },
  ]
  await admin(brokers, (client) =>
    client.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries }],
    }),
  )
}

/** Runs `work` with a client for administration. */
export async function admin<T>(brokers: string[], work: (client: kafkajs.Admin) => Promise<T>): Promise<T> {
  const client = new kafkajs.Kafka({ clientId: 'faults', brokers, logLevel: kafkajs.logLevel.NOTHING }).admin()
  await client.connect()
  return work(client).finally(() => client.disconnect())
}

/**
 * Removes what a topic holds, as retention does it, once `copied` says that all of it has been; gives how many events
 * those were.
 */
export async function dropUpTo(
  brokers: string[],
  topic: string,
  copied: () => Promise<Map<number, string>>,
): Promise<{ events: number }> {
  const ranges = await logRange(brokers, topic)
  for (
    let next = await copied();
    ranges.some(({ partition, low, high }) => low !== high && next.get(partition) !== high);
    next = await copied()
  )
    await pause(250)
  const read = await firstStageOffsets(brokers, topic)
  await admin(brokers, async (client) => {
    await client.fetchTopicOffsets(topic)
    await client.deleteTopicRecords({
      topic,
      partitions: ranges.map(({ partition, high }) => ({ partition, offset: high })),
    })
  })
  return {
    events: ranges.reduce(
      (sum, { partition, high }) => sum + Number(BigInt(high) - BigInt(read.get(partition) ?? 0)),
      0,
    ),
  }
}

async function firstStageOffsets(brokers: string[], topic: string): Promise<Map<number, string>> {
  const offsets = new Map<number, string>()
  for (const group of FIRST_STAGES) {
    for (const { partition, offset } of await committedOffsets(brokers, group, topic))
      if (offset !== null) offsets.set(partition, offset)
  }
  return offsets
}

/** A copy of the last message of each partition of a topic of ours, as it stands there. */
export async function copiesOf(brokers: string[], topic: string): Promise<Received[]> {
  const reader = new RangeReader(brokers, topic)
  const copies: Received[] = []
  try {
    for (const { partition, low, high } of await logRange(brokers, topic)) {
      if (low === high) continue
      for await (const event of reader.read(partition, String(BigInt(high) - 1n), high)) copies.push(event)
    }
  } finally {
    await reader.close()
  }
  return copies
}

/**
 * Puts copies on their topic again, each at the position that the next claim of its partition will have; as of another
 * log, or of none, where that is named.
 */
export async function sendCopies(
  brokers: string[],
  copies: Received[],
  o: { log?: string | undefined } | undefined = undefined,
): Promise<void> {
  const ends = new Map((await logRange(brokers, TOPICS.submitted)).map(({ partition, high }) => [partition, high]))
  const client = new kafkajs.Kafka({ clientId: 'faults', brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await client.connect()
  for (const { topic, partition, key, value, headers, origin } of copies) {
    const forged: Record<string, Buffer | string | undefined> = {
      ...headers,
      'origin-offset': ends.get(origin.partition) ?? '0',
    }
    if (o !== undefined) forged['origin-log'] = o.log
    await client.send({
      topic,
      messages: [
        {
          key,
          value,
          partition,
          headers: Object.fromEntries(
            Object.entries(forged).filter(([, held]) => held !== undefined),
          ) as kafkajs.IHeaders,
        },
      ],
    })
  }
  await client.disconnect()
}

/** An event larger than any claim, which the broker's limit does not see: it counts compressed bytes. */
export async function sendOversized(brokers: string[]): Promise<void> {
  const producer = new kafkajs.Kafka({ clientId: 'faults', brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  })
  await producer.connect()
  const id = randomUUID()
  const event = {
    topic: TOPICS.submitted,
    key: `synthetic:${id}`,
    type: typeOf(TOPICS.submitted),
    id,
    value: `{"claimId":"${id}","padding":"${'x'.repeat(5_000_000)}"}`,
  }
  await producer.send({
    topic: event.topic,
    compression: kafkajs.CompressionTypes.GZIP,
    messages: [asMessage(event, '/faults', new Date().toISOString())],
  })
  await producer.disconnect()
}

/** Dense claims, `each` for every partition, as claims of the scenario's name. Gives their ids, acknowledged. */
export async function sendDense(brokers: string[], name: string, each: number): Promise<string[]> {
  const wanted = new Map((await logRange(brokers, TOPICS.submitted)).map(({ partition }) => [partition, each]))
  const partitionOf = kafkajs.Partitioners.DefaultPartitioner()
  const partitionMetadata = [...wanted.keys()].map((partitionId) => ({
    partitionId,
    leader: 1,
    partitionErrorCode: 0,
    replicas: [],
    isr: [],
  }))
  const events = []
  for (let seed = 1; [...wanted.values()].some((left) => left > 0); seed += 1) {
    const key = claimKey('synthetic', `${name}-dense-${seed}-0`)
    const partition = partitionOf({ topic: TOPICS.submitted, partitionMetadata, message: { key, value: null } })
    const left = wanted.get(partition) ?? 0
    wanted.set(partition, left - 1)
    if (left > 0)
      events.push({
        topic: TOPICS.submitted,
        key,
        type: typeOf(TOPICS.submitted),
        id: randomUUID(),
        value: JSON.stringify(denseClaim(DENSE_BYTES, seed, `${name}-dense-${seed}`)),
      })
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

/**
 * Claims of a load that came lately, as their next versions, in batches of every codec; then a batch of each partition
 * that cannot be unpacked.
 */
export async function sendInAllCodecs(brokers: string[], name: string): Promise<void> {
  const isOfIt = ({ unreadable, key }: Received): boolean =>
    unreadable === undefined && String(key).startsWith(`${claimKey('synthetic', name)}-`)
  const came = (await readAll(brokers, TOPICS.submitted)).filter(isOfIt).slice(-40)
  for (const [at, packing] of PACKINGS.entries()) {
    const messages = came.flatMap(({ key, value }) => {
      const claim = claimIn(value)
      return claim === undefined
        ? []
        : [
            {
              key,
              value: JSON.stringify({ ...claim, version: Number(claim['version'] ?? 1) + at + 1 }),
              headers: { ce_id: randomUUID(), ce_type: typeOf(TOPICS.submitted) },
            },
          ]
    })
    await sendCompressed(brokers, TOPICS.submitted, packing, messages)
  }
  for (let partition = 0; partition < PARTITIONS; partition += 1)
    await sendPacked(brokers, TOPICS.submitted, 'lz4', await corruptLz4(5), { count: 5, partition })
}

/** Batches of a few KB to 1 MB that unpack to a gigabyte, several for each partition. */
export async function sendBombs(brokers: string[], packing: 'gzip' | 'zstd'): Promise<void> {
  const packed = await bomb(packing, 1_000_000_000)
  for (let at = 0; at < 2 * PARTITIONS; at += 1)
    await sendPacked(brokers, TOPICS.submitted, packing, packed, { partition: at % PARTITIONS })
}

function claimIn(value: Buffer | null): Record<string, unknown> | undefined {
  try {
    return JSON.parse(String(value)) as Record<string, unknown>
  } catch {
    return undefined
  }
}
