import { describe, expect, it } from '@jest/globals'
import type { KafkaMessage } from 'kafkajs'
import { eventId } from './event-id.js'
import { asMessage, digestOf, forward, received, type Outgoing, type Received } from './event.js'

const origin = { topic: 'claims.submitted', partition: 3, offset: '41', timestamp: '1767225600000' }
const outgoing: Outgoing = {
  topic: 'claims.validated',
  key: 'mercy:1',
  type: 'claims.validated.v1',
  id: 'an-id',
  value: '{}',
}

const message = (headers: KafkaMessage['headers'] = {}): KafkaMessage => ({
  key: Buffer.from('mercy:1'),
  value: Buffer.from('{}'),
  timestamp: '1767225600009',
  attributes: 0,
  offset: '7',
  headers: headers ?? {},
})

/** As the broker would hand it on: every header as bytes. */
const delivered = (event: Outgoing): KafkaMessage => {
  const { headers = {} } = asMessage(event, '/claims-audit/test', '2026-01-01T00:00:00.000Z')
  return message(Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(String(value))])))
}

describe('the envelope', () => {
  it('is CloudEvents 1.0 in binary mode', () => {
    const { headers } = asMessage(
      { ...outgoing, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', origin },
      '/claims-audit/test',
      '2026-01-01T00:00:00.000Z',
    )
    expect(headers).toEqual({
      ce_specversion: '1.0',
      ce_id: 'an-id',
      ce_source: '/claims-audit/test',
      ce_type: 'claims.validated.v1',
      ce_time: '2026-01-01T00:00:00.000Z',
      ce_subject: 'mercy:1',
      'content-type': 'application/json',
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      'origin-topic': 'claims.submitted',
      'origin-partition': '3',
      'origin-offset': '41',
      'origin-timestamp': '1767225600000',
    })
  })

  it('gives the origin back', () => {
    expect(received('claims.validated', 0, delivered({ ...outgoing, origin })).origin).toEqual(origin)
  })

  it.each(['-1', '0', '9223372036854775807', '-62135596800000'])(
    'gives the origin back whatever timestamp a client wrote (%s)',
    (timestamp) => {
      expect(
        received('claims.validated', 0, delivered({ ...outgoing, origin: { ...origin, timestamp } })).origin,
      ).toEqual({ ...origin, timestamp })
    },
  )

  it('does not believe an origin where claims enter', () => {
    const { origin: own } = received('claims.submitted', 2, delivered({ ...outgoing, origin }))
    expect(own).toEqual({ topic: 'claims.submitted', partition: 2, offset: '7', timestamp: '1767225600009' })
  })

  it.each([
    ['missing', {}],
    ['incomplete', { 'origin-topic': 'claims.submitted', 'origin-partition': '1' }],
    ['not numbers', { 'origin-topic': 't', 'origin-partition': 'x', 'origin-offset': '1', 'origin-timestamp': '1' }],
    [
      'without a number for a time',
      { 'origin-topic': 't', 'origin-partition': '1', 'origin-offset': '1', 'origin-timestamp': '--1' },
    ],
  ])('takes its own position where origin headers are %s', (_, headers) => {
    expect(received('claims.audited', 1, message(headers)).origin).toMatchObject({
      topic: 'claims.audited',
      partition: 1,
      offset: '7',
    })
  })
})

describe('forward', () => {
  const from = received(
    'claims.submitted',
    3,
    delivered({ ...outgoing, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' }),
  )
  const to = { topic: 'claims.validated', key: 'mercy:1', type: 'claims.validated.v1', value: '{}' }

  it('carries origin and trace, and an id that is the same each time', () => {
    expect(forward(from, to)).toEqual({
      ...to,
      id: eventId('claims.validated.v1', from.origin),
      origin: { ...from.origin, digest: digestOf(from.value) },
      traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    })
  })

  it('carries on the digest that the first stage gave', () => {
    const next = received('claims.validated', 0, delivered(forward(from, to)))
    expect(forward(next, to).origin).toEqual({ ...from.origin, digest: digestOf(from.value) })
  })

  it('gives the same position in another log another id', () => {
    const [one, other] = ['cluster.one', 'cluster.other'].map((log) =>
      received('claims.submitted', 3, delivered(outgoing), log),
    )
    expect(forward(one as Received, to).id).not.toBe(forward(other as Received, to).id)
  })

  it('tells parts apart', () => {
    expect(forward(from, { ...to, part: 'a' }).id).not.toBe(forward(from, { ...to, part: 'b' }).id)
  })
})
