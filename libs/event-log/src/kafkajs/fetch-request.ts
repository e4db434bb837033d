import { createRequire } from 'node:module'
import { readBatches } from './fetched-batches.js'
import {
  addVersion,
  DecoderClass,
  EncoderClass,
  ended,
  readId,
  writeId,
  type Decoder,
  type Encoder,
} from './flexible.js'
import { topicIdOf } from './topic-ids.js'

/**
 * Fetch requests, version 13 (Kafka protocol guide, "Fetch"): the first that asks by topic id (KIP-516), so that no
 * event of a topic that was made again is ever taken for one of the topic that had its name. kafkajs 2.2.4 knows
 * versions up to 11, which ask by name; they go on being used for topics whose id no broker has told (before 3.1).
 */
const load = createRequire(import.meta.url)
const { parse } = load('kafkajs/src/protocol/requests/fetch/v1/response') as { parse(data: unknown): unknown }
const { Fetch: apiKey } = load('kafkajs/src/protocol/requests/apiKeys') as { Fetch: number }

const VERSION = 13
const NEWEST_OF_KAFKAJS = 11

interface Asked {
  replicaId?: number
  isolationLevel?: number
  maxWaitTime: number
  minBytes: number
  maxBytes: number
  topics: { topic: string; partitions: { partition: number; fetchOffset: string | number; maxBytes: number }[] }[]
  rackId?: string
}

/** What the topics of a request were when it was made. */
type TopicIds = ReadonlyMap<string, Buffer>

const requestOf = (
  ids: TopicIds,
  { replicaId = -1, isolationLevel = 1, maxWaitTime, minBytes, maxBytes, topics, rackId = '' }: Asked,
) => ({
  apiKey,
  apiVersion: VERSION,
  apiName: 'Fetch',
  encode: async () =>
    new EncoderClass()
      .writeUVarIntBytes()
      .writeInt32(replicaId)
      .writeInt32(maxWaitTime)
      .writeInt32(minBytes)
      .writeInt32(maxBytes)
      .writeInt8(isolationLevel)
      // No session (KIP-227).
      .writeInt32(0)
      .writeInt32(-1)
      .writeUVarIntArray(topics.map((each) => topicAsked(each, ids)))
      .writeUVarIntArray([])
      .writeUVarIntString(rackId)
      .writeUVarIntBytes(),
})

const topicAsked = ({ topic, partitions }: Asked['topics'][number], ids: TopicIds): Encoder =>
  writeId(new EncoderClass(), ids.get(topic)).writeUVarIntArray(partitions.map(partitionAsked)).writeUVarIntBytes()

/** Without the epochs of a leader, which kafkajs does not know, and the log's beginning, which only followers tell. */
const partitionAsked = ({ partition, fetchOffset, maxBytes }: Asked['topics'][number]['partitions'][number]): Encoder =>
  new EncoderClass()
    .writeInt32(partition)
    .writeInt32(-1)
    .writeInt64(fetchOffset)
    .writeInt32(-1)
    .writeInt64(-1)
    .writeInt32(maxBytes)
    .writeUVarIntBytes()

/** What a version 11 answer holds. */
async function decode(answer: Buffer, ids: TopicIds): Promise<unknown> {
  const names = new Map([...ids].map(([name, id]) => [id.toString('hex'), name]))
  const decoder = new DecoderClass(answer)
  ended(decoder, undefined)
  const clientSideThrottleTime = decoder.readInt32()
  const errorCode = decoder.readInt16()
  const sessionId = decoder.readInt32()
  const responses = []
  for (let left = decoder.readUVarInt() - 1; left > 0; left -= 1) {
    const topicName = names.get(readId(decoder)?.toString('hex') ?? '') ?? ''
    const partitions = []
    for (let more = decoder.readUVarInt() - 1; more > 0; more -= 1) partitions.push(await partition(decoder))
    responses.push(ended(decoder, { topicName, partitions }))
  }
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses }
}

async function partition(decoder: Decoder) {
  const header = {
    partition: decoder.readInt32(),
    errorCode: asKafkajsKnows(decoder.readInt16()),
    highWatermark: String(decoder.readInt64()),
    lastStableOffset: String(decoder.readInt64()),
    lastStartOffset: String(decoder.readInt64()),
    abortedTransactions: decoder.readUVarIntArray(aborted) ?? [],
    preferredReadReplica: decoder.readInt32(),
  }
  const messages = await readBatches(decoder, decoder.readUVarInt() - 1)
  return ended(decoder, { ...header, messages })
}

const aborted = (decoder: Decoder) =>
  ended(decoder, { producerId: String(decoder.readInt64()), firstOffset: String(decoder.readInt64()) })

/** UNKNOWN_TOPIC_ID and INCONSISTENT_TOPIC_ID: the topic is another one, or none. It then asks for metadata. */
const OF_TOPIC_ID = new Set([100, 103])
const UNKNOWN_TOPIC_OR_PARTITION = 3
const asKafkajsKnows = (errorCode: number): number =>
  OF_TOPIC_ID.has(errorCode) ? UNKNOWN_TOPIC_OR_PARTITION : errorCode

addVersion<Asked>(
  'kafkajs/src/protocol/requests/fetch/index',
  { version: VERSION, newest: NEWEST_OF_KAFKAJS },
  (asked, byName) => {
    const ids = new Map<string, Buffer>()
    for (const { topic } of asked.topics) {
      const id = topicIdOf(topic)
      if (id === undefined) return byName(asked)
      ids.set(topic, id)
    }
    return {
      ...byName(asked),
      request: requestOf(ids, asked),
      response: { decode: (answer: Buffer) => decode(answer, ids), parse },
    }
  },
)
