import { beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { TOPICS } from '@claims-audit/contracts'
import { asMessage, digestOf, received, type Outgoing, type Received } from '../../event/event.js'
import { logIdentity, logName } from '../../read/log-identity.js'
import { EventProducer } from '../../produce/producer.js'
import { Provenance, type Sorted } from './provenance.js'
import { quarantineOf } from '../quarantine.js'
import { readAll } from '../../read/read.js'
import { SIGNATURE, signatureOf, signingKey } from '../../produce/signature.js'
import { createTopics } from '../../connect/topics.js'

const cluster = String(process.env['KAFKA_BROKERS']).split(',')
const key = signingKey('the key of this installation')
const id = randomUUID()

let event: Received
let log: string

beforeAll(async () => {
  await createTopics(cluster)
  const producer = new EventProducer({ cluster, clientId: 'test', source: '/test' })
  await producer.send([{ topic: TOPICS.submitted, key: `t:${id}`, type: 'claims.submitted.v1', id, value: id }])
  await producer.disconnect()
  log = logName(await logIdentity(cluster, TOPICS.submitted))
  event = (await readAll(cluster, TOPICS.submitted)).find(({ value }) => String(value) === id) as Received
}, 60_000)

/** A result as it comes from claims.audited, with what its origin tells changed. */
function result(
  origin: Partial<Received['origin']>,
  o: { value?: string; signed?: boolean; topic?: string } = {},
): Received {
  const topic = o.topic ?? TOPICS.audited
  const sent: Outgoing = {
    topic,
    key: 't:x',
    type: 'claims.audited.v1',
    id: 'an-id',
    value: o.value ?? id,
    origin: { ...event.origin, ...origin },
  }
  const { value, headers = {} } = asMessage(sent, '/test', '2026-01-01T00:00:00Z')
  const told = o.signed
    ? { ...headers, [SIGNATURE]: signatureOf({ topic, value: value as Buffer, headers }, key) }
    : headers
  const bytes = Object.fromEntries(Object.entries(told).map(([name, held]) => [name, Buffer.from(String(held))]))
  return received(topic, 0, {
    key: null,
    value: value as Buffer,
    headers: bytes,
    offset: '0',
    timestamp: '0',
    attributes: 0,
  })
}

const sorter = (secret?: typeof key): Provenance =>
  new Provenance({
    cluster,
    key: secret,
    agrees: (message, of) => String(message.value) === String(of.value),
    log: () => undefined,
  })

const told = ({ ours, foreign }: Sorted) => ({ ours: ours.length, foreign: foreign.map(({ keyword }) => keyword) })
const isOurs = { ours: 1, foreign: [] }

describe('with a key', () => {
  it('what a stage signed is ours, and nothing else is', async () => {
    const signed = result({ log, digest: digestOf(event.value) }, { signed: true })
    expect(told(await sorter(key).sort([signed]))).toEqual(isOurs)
    const changed = { ...signed, headers: { ...signed.headers, 'origin-offset': Buffer.from(`${event.offset}9`) } }
    const another = { ...signed, value: Buffer.from('{}') }
    const elsewhere = { ...signed, topic: TOPICS.validated }
    const unsigned = result({ log, digest: digestOf(event.value) })
    const sorted = await sorter(key).sort([changed, another, elsewhere, unsigned, signed])
    expect(told(sorted)).toEqual({ ours: 1, foreign: ['signature', 'signature', 'signature', 'signature'] })
    expect(sorted.foreign[0]?.message).toMatchObject({ foreign: true, origin: { topic: TOPICS.audited, offset: '0' } })
  })

  it('why something was quarantined is signed too', async () => {
    const quarantined = quarantineOf(event, { code: 'schema', stage: 'drg', attempts: 1 })
    const { headers = {}, value } = asMessage(quarantined, '/test', '2026-01-01T00:00:00Z')
    const message = (code: string): Received => {
      const all = {
        ...headers,
        [SIGNATURE]: signatureOf({ topic: TOPICS.quarantined, value: value as Buffer, headers }, key),
        'quarantine-code': code,
      }
      return received(TOPICS.quarantined, 0, {
        key: null,
        value: value as Buffer,
        headers: all,
        offset: '0',
        timestamp: '0',
        attributes: 0,
      })
    }
    expect(told(await sorter(key).sort([message('schema'), message('not-json')]))).toEqual({
      ours: 1,
      foreign: ['signature'],
    })
  })
})

describe('without a key', () => {
  it('what names this log and its event’s digest is ours', async () => {
    expect(told(await sorter().sort([result({ log, digest: digestOf(event.value) })]))).toEqual(isOurs)
  })

  it('what an older release sent is held against the event, and completed', async () => {
    const { ours } = await sorter().sort([result({ log: undefined })])
    expect(ours[0]?.origin).toEqual({ ...event.origin, log, digest: digestOf(event.value) })
  })

  it.each<[string, () => Received]>([
    ['of another log', () => result({ log: 'elsewhere.topic', digest: 'x' })],
    ['of another event', () => result({ log: undefined }, { value: 'other' })],
    ['with another timestamp', () => result({ log: undefined, timestamp: '5' })],
    ['of an event that is not there yet', () => result({ log: undefined, offset: '999999999' })],
    ['of a partition that is not there', () => result({ log: undefined, partition: 77 })],
    ['of another topic’s event', () => result({ log, digest: 'x', topic: 'claims.other' })],
  ])('what is %s is not', async (_, message) => {
    expect(told(await sorter().sort([message()]))).toEqual({ ours: 0, foreign: ['origin'] })
  })
})

it('what anybody may write is not asked', async () => {
  expect(told(await sorter(key).sort([event]))).toEqual(isOurs)
})
