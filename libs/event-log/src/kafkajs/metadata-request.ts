import { createRequire } from 'node:module'
import {
  addVersion,
  DecoderClass,
  EncoderClass,
  ended,
  int32s,
  readId,
  writeId,
  type Decoder,
  type Encoder,
} from './flexible.js'
import { learnTopicId } from './topic-ids.js'

/**
 * Metadata requests, version 12 (Kafka protocol guide, "Metadata"): the first that names a topic's id (KIP-516), which
 * changes when a topic is deleted and made again. kafkajs 2.2.4 knows versions up to 6. A broker older than 2.8 has no
 * version 12; kafkajs then asks by its own versions, and no topic has an id.
 */
const load = createRequire(import.meta.url)
const { parse } = load('kafkajs/src/protocol/requests/metadata/v6/response') as { parse(data: unknown): unknown }
const { Metadata: apiKey } = load('kafkajs/src/protocol/requests/apiKeys') as { Metadata: number }

const VERSION = 12
const NEWEST_OF_KAFKAJS = 6

interface Asked {
  topics: string[]
  allowAutoTopicCreation?: boolean
}

/** An array of null asks for every topic, an empty one for none; kafkajs means "every" by an empty one. */
const requestOf = ({ topics, allowAutoTopicCreation = true }: Asked) => ({
  apiKey,
  apiVersion: VERSION,
  apiName: 'Metadata',
  encode: async () =>
    new EncoderClass()
      // The tagged fields of a flexible version's header (KIP-482).
      .writeUVarIntBytes()
      .writeUVarIntArray(topics.length === 0 ? null : topics.map(topicAsked))
      .writeBoolean(allowAutoTopicCreation)
      .writeBoolean(false)
      .writeUVarIntBytes(),
})

/** By its name: it has no id in the request. */
const topicAsked = (name: string): Encoder => writeId(new EncoderClass()).writeUVarIntString(name).writeUVarIntBytes()

/** What a version 6 answer holds; each partition carries its topic's id besides, URL-safe base64, where it has one. */
async function decode(answer: Buffer): Promise<unknown> {
  const decoder = new DecoderClass(answer)
  ended(decoder, undefined)
  const clientSideThrottleTime = decoder.readInt32()
  const brokers = decoder.readUVarIntArray(broker)
  const clusterId = decoder.readUVarIntString()
  const controllerId = decoder.readInt32()
  const topicMetadata = decoder.readUVarIntArray(topic)
  return { throttleTime: 0, clientSideThrottleTime, brokers, clusterId, controllerId, topicMetadata }
}

const broker = (decoder: Decoder) =>
  ended(decoder, {
    nodeId: decoder.readInt32(),
    host: decoder.readUVarIntString(),
    port: decoder.readInt32(),
    rack: decoder.readUVarIntString(),
  })

function topic(decoder: Decoder) {
  const topicErrorCode = decoder.readInt16()
  const name = decoder.readUVarIntString()
  const id = readId(decoder)
  const isInternal = decoder.readBoolean()
  const partitionMetadata = decoder.readUVarIntArray((each) => partition(each, id?.toString('base64url') ?? null))
  // Operations that the client is allowed; they were not asked for.
  decoder.readInt32()
  if (topicErrorCode === 0) learnTopicId(name, id)
  return ended(decoder, { topicErrorCode, topic: name, isInternal, partitionMetadata })
}

function partition(decoder: Decoder, topicId: string | null) {
  const partitionErrorCode = decoder.readInt16()
  const partitionId = decoder.readInt32()
  const leader = decoder.readInt32()
  // The leader's epoch.
  decoder.readInt32()
  const [replicas, isr, offlineReplicas] = [int32s(decoder), int32s(decoder), int32s(decoder)]
  return ended(decoder, { partitionErrorCode, partitionId, leader, replicas, isr, offlineReplicas, topicId })
}

addVersion<Asked>(
  'kafkajs/src/protocol/requests/metadata/index',
  { version: VERSION, newest: NEWEST_OF_KAFKAJS },
  (asked) => ({
    request: requestOf(asked),
    response: { decode, parse },
  }),
)
