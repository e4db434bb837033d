import { createRequire } from 'node:module'
import { replace } from './record-codec.js'

/**
 * Metadata requests, version 12 (Kafka protocol guide, "Metadata"): the first that names a topic's id (KIP-516), which
 * changes when a topic is deleted and made again. kafkajs 2.2.4 knows versions up to 6. A broker older than 2.8 has no
 * version 12; kafkajs then asks by its own versions, and no topic has an id.
 */
interface Encoder {
  writeUVarIntArray(items: Encoder[] | null): Encoder
  writeUVarIntString(text: string): Encoder
  writeUVarIntBytes(): Encoder
  writeInt32(value: number): Encoder
  writeBoolean(flag: boolean): Encoder
}

interface Decoder {
  readInt8(): number
  readInt16(): number
  readInt32(): number
  readBoolean(): boolean
  readUVarIntString(): string
  readUVarIntArray<T>(item: (decoder: Decoder) => T): T[]
  readBytes(length: number): Buffer
  readTaggedFields(): unknown
}

const require = createRequire(import.meta.url)
const EncoderClass = require('kafkajs/src/protocol/encoder') as new () => Encoder
const DecoderClass = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Decoder
const { parse } = require('kafkajs/src/protocol/requests/metadata/v6/response') as { parse(data: unknown): unknown }
const { Metadata: apiKey } = require('kafkajs/src/protocol/requests/apiKeys') as { Metadata: number }

const VERSION = 12
const ID_BYTES = 16
const NO_ID = Buffer.alloc(ID_BYTES)

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

/** By its name: the sixteen bytes of its id are zero. */
const topicAsked = (name: string): Encoder =>
  new EncoderClass()
    .writeInt32(0)
    .writeInt32(0)
    .writeInt32(0)
    .writeInt32(0)
    .writeUVarIntString(name)
    .writeUVarIntBytes()

/** What a version 6 answer holds; each partition carries its topic's id besides, URL-safe base64, where it has one. */
async function decode(answer: Buffer): Promise<unknown> {
  const decoder = new DecoderClass(answer)
  decoder.readTaggedFields()
  const clientSideThrottleTime = decoder.readInt32()
  const brokers = decoder.readUVarIntArray(broker)
  const clusterId = decoder.readUVarIntString()
  const controllerId = decoder.readInt32()
  return {
    throttleTime: 0,
    clientSideThrottleTime,
    brokers,
    clusterId,
    controllerId,
    topicMetadata: decoder.readUVarIntArray(topic),
  }
}

function tagged<T>(decoder: Decoder, read: T): T {
  decoder.readTaggedFields()
  return read
}

const broker = (decoder: Decoder) =>
  tagged(decoder, {
    nodeId: decoder.readInt32(),
    host: decoder.readUVarIntString(),
    port: decoder.readInt32(),
    rack: decoder.readUVarIntString(),
  })

function topic(decoder: Decoder) {
  const topicErrorCode = decoder.readInt16()
  const name = decoder.readUVarIntString()
  const id = decoder.readBytes(ID_BYTES)
  const topicId = id.equals(NO_ID) ? null : id.toString('base64url')
  const isInternal = decoder.readBoolean()
  const partitionMetadata = decoder.readUVarIntArray((each) => partition(each, topicId))
  // Operations that the client is allowed; they were not asked for.
  decoder.readInt32()
  return tagged(decoder, { topicErrorCode, topic: name, isInternal, partitionMetadata })
}

function partition(decoder: Decoder, topicId: string | null) {
  const partitionErrorCode = decoder.readInt16()
  const partitionId = decoder.readInt32()
  const leader = decoder.readInt32()
  // The leader's epoch.
  decoder.readInt32()
  const [replicas, isr, offlineReplicas] = [nodes(decoder), nodes(decoder), nodes(decoder)]
  return tagged(decoder, { partitionErrorCode, partitionId, leader, replicas, isr, offlineReplicas, topicId })
}

const nodes = (decoder: Decoder): number[] => decoder.readUVarIntArray((each) => each.readInt32())

const NEWEST_OF_KAFKAJS = 6

interface Definitions {
  versions: string[]
  protocol(o: { version: number | string }): (asked: Asked) => unknown
}

// kafkajs holds this module's exports since it was loaded, so they are changed in place.
replace<Definitions>('kafkajs/src/protocol/requests/metadata/index', (original) => {
  const { versions, protocol } = original
  return Object.assign(original, {
    versions: [...versions, String(VERSION)],
    protocol: ({ version }: { version: number | string }) =>
      Number(version) === VERSION
        ? (asked: Asked) => ({ request: requestOf(asked), response: { decode, parse } })
        : protocol({ version: Math.min(Number(version), NEWEST_OF_KAFKAJS) }),
  })
})
