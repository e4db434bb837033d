import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as contracts from '@claims-audit/contracts'
import { TOPICS, claimKey, documentsKey, typeOf } from '@claims-audit/contracts'
import { asMessage, forward, type Outgoing, type Received } from '../libs/event-log/src/event/event.js'
import { quarantineOf } from '../libs/event-log/src/consume/quarantine.js'
import { declaredTopics } from '../libs/event-log/src/connect/topics.js'

const room = import.meta.dirname

type Json = Record<string, unknown>
interface Message {
  name: string
  headers: Json
  payload: true | { schemaFormat: string; schema: { $ref: string } }
  bindings: { $ref: string } | { kafka: { key: Json } }
  examples: { name: string; headers: Json; payload: unknown }[]
}
interface Channel {
  address: string
  messages: Record<string, { $ref: string }>
  bindings: { $ref: string } | Bindings
}
interface Bindings {
  kafka: { topicConfiguration: { 'retention.ms': number; 'max.message.bytes': number } }
}
interface AsyncApi {
  asyncapi: string
  channels: Record<string, Channel>
  operations: Record<string, { action: string; tags: { name: string }[]; channel: { $ref: string } }>
  components: { messages: Record<string, Message>; schemas: Json }
}

const asyncApi = parse(readFileSync(join(room, 'asyncapi.yaml'), 'utf8')) as AsyncApi
const channels = Object.values(asyncApi.channels)
const messages = Object.values(asyncApi.components.messages)

const schemaFiles = readdirSync(join(room, 'schemas'))
const read = (file: string) =>
  JSON.parse(readFileSync(join(room, 'schemas', file), 'utf8')) as Json & { $id: string; title: string }
const schemas = schemaFiles.map(read)

const ajv = new Ajv2020({
  schemas,
  strict: true,
  strictRequired: false,
  strictTypes: false,
  allErrors: true,
  formats: fullFormats,
  logger: false,
})
// Headers refer to what is beside them in the document.
ajv.addKeyword('components')
const headersOf = (message: Message) => ajv.compile({ ...message.headers, components: asyncApi.components })

/** Everything under `node` that is at a key of this name. */
function everyValue(node: unknown, key: string): unknown[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, value]) => [...(name === key ? [value] : []), ...everyValue(value, key)])
}

const follow = (document: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (node, key) => (node as Json | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    )

const at = <T>(ref: T | { $ref: string }): T => (isRef(ref) ? (follow(asyncApi, ref.$ref) as T) : ref)
const isRef = (it: unknown): it is { $ref: string } => typeof it === 'object' && it !== null && '$ref' in it

const messageOf = (topic: string): Message => {
  const channel = channels.find(({ address }) => address === topic) as Channel
  return at<Message>(Object.values(channel.messages)[0] as { $ref: string })
}

describe('every schema', () => {
  it.each(schemaFiles)('%s is JSON Schema 2020-12, named by its file', (file) => {
    const schema = read(file)
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(`${schema.$id}.schema.json`).toBe(file)
    expect(ajv.validateSchema(schema)).toBe(true)
    expect(() => ajv.getSchema(schema.$id)).not.toThrow()
  })

  it.each(schemaFiles)('%s refers only to what there is', (file) => {
    const refs = everyValue(read(file), '$ref') as string[]
    const dangling = refs.filter((ref) => {
      const [id = '', pointer = ''] = ref.split('#')
      const target = id === '' ? file : `${id}.schema.json`
      return !existsSync(join(room, 'schemas', target)) || follow(read(target), pointer) === undefined
    })
    expect(dangling).toEqual([])
  })
})

describe('asyncapi.yaml', () => {
  it('has a channel for every topic, and none besides', () => {
    expect(asyncApi.asyncapi).toBe('3.0.0')
    expect(Object.fromEntries(Object.entries(asyncApi.channels).map(([name, { address }]) => [name, address]))).toEqual(
      TOPICS,
    )
  })

  it('refers only to what there is', () => {
    const refs = everyValue(asyncApi, '$ref') as string[]
    const dangling = refs.filter((ref) =>
      ref.startsWith('#') ? follow(asyncApi, ref.slice(1)) === undefined : !existsSync(join(room, ref)),
    )
    expect(refs.length).toBeGreaterThan(50)
    expect(dangling).toEqual([])
  })

  it.each(Object.values(TOPICS))('%s carries its type, under its key', (topic) => {
    const { name, payload, headers, bindings } = messageOf(topic)
    expect(name).toBe(typeOf(topic))
    if (topic === TOPICS.quarantined) return expect(payload).toBe(true)
    expect(payload).toEqual({
      schemaFormat: 'application/schema+json;version=draft-2020-12',
      schema: { $ref: `schemas/${typeOf(topic)}.schema.json` },
    })
    expect(everyValue(headers, 'ce_type')).toEqual([{ const: typeOf(topic) }])
    expect(bindings).toEqual({ $ref: '#/components/messageBindings/claimKey' })
  })

  it('keeps events as long as the topics that are made, and as large', () => {
    const documented = channels.map(({ address, bindings }) => {
      const { topicConfiguration } = at<Bindings>(bindings).kafka
      return {
        topic: address,
        retentionMs: topicConfiguration['retention.ms'],
        maxMessageBytes: topicConfiguration['max.message.bytes'],
      }
    })
    expect(documented).toEqual(declaredTopics)
  })

  it('says of every topic who sends and who receives it', () => {
    const operations = Object.values(asyncApi.operations)
    const silent = Object.keys(asyncApi.channels).filter((name) =>
      ['send', 'receive'].some(
        (action) =>
          !operations.some(
            (it) => it.action === action && it.channel.$ref === `#/channels/${name}` && it.tags.length > 0,
          ),
      ),
    )
    expect(silent).toEqual([])
  })

  it('names the apps there are', () => {
    const names = new Set(Object.values(asyncApi.operations).flatMap(({ tags }) => tags.map(({ name }) => name)))
    expect([...names].filter((name) => name !== 'upstream' && !existsSync(join(room, '../apps', name)))).toEqual([])
  })
})

describe('what the apps listen to', () => {
  const apps = join(room, '../apps')
  const sources = readdirSync(apps, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /^[^/]+\/src\/.*\.ts$/.test(path),
  )
  const heard = sources.flatMap((path) => {
    const topics = readFileSync(join(apps, path), 'utf8').matchAll(/@OnEvents\(TOPICS\.(\w+)/g)
    return [...topics].map(([, channel]) => ({ app: path.split('/')[0], channel: `#/channels/${channel}` }))
  })

  it('is documented', () => {
    const receivers = Object.values(asyncApi.operations).filter(({ action }) => action === 'receive')
    const unsaid = heard.filter(
      ({ app, channel }) =>
        !receivers.some((it) => it.channel.$ref === channel && it.tags.some(({ name }) => name === app)),
    )
    expect(heard.length).toBeGreaterThan(0)
    expect(unsaid).toEqual([])
  })
})

describe('every example', () => {
  const examples = messages.flatMap((message) =>
    message.examples.map((example) => ({ message, example, name: `${message.name} ${example.name}` })),
  )

  it('is there', () => {
    expect(messages.filter(({ examples }) => examples.length === 0)).toEqual([])
  })

  it.each(examples)('$name has valid headers, all text', ({ message, example }) => {
    const valid = headersOf(message)
    valid(example.headers)
    expect(valid.errors ?? []).toEqual([])
    expect(Object.values(example.headers).filter((value) => typeof value !== 'string')).toEqual([])
  })

  it.each(examples.filter(({ message }) => message.payload !== true))(
    '$name passes its validator',
    ({ message, example }) => {
      const { title } = schemas.find(({ $id }) => $id === message.name) as { title: string }
      const validator = (contracts as unknown as Record<string, { (data: unknown): boolean; errors?: unknown }>)[
        `is${title}`
      ]
      expect(validator).toBeDefined()
      validator?.(example.payload)
      expect(validator?.errors ?? []).toEqual([])
    },
  )

  it.each(examples.filter(({ message }) => message.payload !== true))(
    '$name is keyed by its claim, or its stay',
    ({ example }) => {
      const { claim, documents, ...rest } = example.payload as Json
      if (documents !== undefined && rest['claimType'] === undefined)
        return expect(example.headers['ce_subject']).toBe(documentsKey(String(rest['tenant']), rest))
      const { tenant, claimId } = (claim ?? rest) as { tenant: string; claimId: string }
      expect(example.headers['ce_subject']).toBe(claimKey(tenant, claimId))
    },
  )

  it('quotes its documents where it says', () => {
    const claim = messageOf(TOPICS.submitted).examples[0]?.payload as contracts.SubmittedClaim
    const quotes = messages.flatMap(({ examples: all }) => everyValue(all, 'evidence')).flat() as contracts.Evidence[]
    const wrong = quotes.filter(
      ({ documentId, start, end, text }) =>
        claim.documents?.find(({ id }) => id === documentId)?.text.slice(start, end) !== text,
    )
    expect(quotes.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })
})

describe('what is really sent', () => {
  const from: Received = {
    topic: TOPICS.submitted,
    partition: 3,
    offset: '41',
    timestamp: '1768033800000',
    key: Buffer.from('mercy:CLM-1001'),
    value: Buffer.from('{'),
    headers: { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    origin: { topic: TOPICS.submitted, partition: 3, offset: '41', timestamp: '1768033800000' },
  }

  function wrongHeaders(event: Outgoing): unknown[] {
    const valid = headersOf(messageOf(event.topic))
    valid(asMessage(event, '/claims-audit/test', '2026-01-10T08:30:01.000Z').headers)
    return valid.errors ?? []
  }

  it.each([TOPICS.validated, TOPICS.audited, TOPICS.screened])('has the headers of %s', (topic) => {
    expect(wrongHeaders(forward(from, { topic, key: 'mercy:CLM-1001', type: typeOf(topic), value: '{}' }))).toEqual([])
  })

  it('has the headers of claims.quarantined, and no others of quarantine', () => {
    const why = {
      code: 'schema',
      pointer: '/patient/sex',
      keyword: 'enum',
      stage: 'test',
      attempts: 1,
      at: '2026-01-10T08:30:01.000Z',
    }
    const quarantined = quarantineOf(from, why)
    const unreadable = {
      code: 'batch-too-large',
      keyword: 'gzip',
      firstOffset: '41',
      lastOffset: '49',
      bytes: Buffer.from('x'),
    } as const
    const batch = quarantineOf({ ...from, offset: '49', unreadable }, { ...why, ...unreadable })
    expect([...wrongHeaders(quarantined), ...wrongHeaders(batch)]).toEqual([])
    const sent = { ...quarantined.headers, ...batch.headers }
    const documented = Object.keys((asyncApi.components.schemas['Quarantine'] as { properties: Json }).properties)
    expect(
      Object.keys(sent)
        .filter((name) => name.startsWith('quarantine-'))
        .sort(),
    ).toEqual(documented.sort())
  })
})
