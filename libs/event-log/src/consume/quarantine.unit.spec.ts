import { describe, expect, it } from '@jest/globals'
import type { Received } from '../event/event.js'
import { quarantineOf } from './quarantine.js'

const origin = { topic: 'claims.submitted', partition: 1, offset: '5', timestamp: '9' }
const message: Received = {
  topic: 'claims.validated',
  partition: 2,
  offset: '11',
  timestamp: '10',
  key: null,
  value: Buffer.from([0, 255]),
  headers: {
    ce_id: 'id',
    ce_type: 'claims.validated.v1',
    other: Buffer.from([1]),
    'quarantine-code': 'of old',
    'origin-offset': 'forged',
  },
  origin,
}

describe('quarantineOf', () => {
  it('keeps what came, and says why and where', () => {
    const quarantined = quarantineOf(message, {
      code: 'schema',
      pointer: '/a',
      keyword: 'type',
      stage: 'drg',
      attempts: 2,
      at: '2026-01-01T00:00:00Z',
    })
    expect(quarantined).toEqual({
      topic: 'claims.quarantined',
      key: null,
      value: message.value,
      type: 'claims.validated.v1',
      id: 'id',
      origin,
      headers: {
        ce_id: 'id',
        ce_type: 'claims.validated.v1',
        other: Buffer.from([1]),
        'origin-topic': 'claims.submitted',
        'origin-partition': '1',
        'origin-offset': '5',
        'origin-timestamp': '9',
        'quarantine-code': 'schema',
        'quarantine-pointer': '/a',
        'quarantine-keyword': 'type',
        'quarantine-stage': 'drg',
        'quarantine-attempts': '2',
        'quarantine-failed-topic': 'claims.validated',
        'quarantine-failed-partition': '2',
        'quarantine-failed-offset': '11',
        'quarantine-at': '2026-01-01T00:00:00Z',
      },
    })
  })

  it('names a message without an envelope by its origin', () => {
    const bare = quarantineOf({ ...message, headers: {} }, { code: 'unreadable', stage: 'drg', attempts: 1 })
    expect(bare).toMatchObject({ type: 'claims.quarantined.v1', id: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(bare.headers).not.toHaveProperty('quarantine-pointer')
  })

  it('names a batch that could not be read by its first offset, and says where it ends', () => {
    const unreadable = {
      code: 'batch-unreadable',
      keyword: 'lz4',
      firstOffset: '11',
      lastOffset: '14',
      bytes: Buffer.alloc((8 << 20) + 1),
    } as const
    const quarantined = quarantineOf(
      { ...message, offset: '14', key: null, value: null, headers: {}, unreadable },
      { ...unreadable, stage: 'drg', attempts: 1 },
    )
    expect(quarantined.value).toHaveLength(8 << 20)
    expect(quarantined.headers).toMatchObject({
      'quarantine-failed-offset': '11',
      'quarantine-last-offset': '14',
      'quarantine-keyword': 'lz4',
      'quarantine-truncated-from': String((8 << 20) + 1),
    })
  })
})
