import { describe, expect, it } from '@jest/globals'
import { VOIDED } from '@claims-audit/contracts'
import { parseEvent, parseVoid } from './claim.js'

const data = { claimId: 'C-1', version: 2 }
const voided = { ...data, tenant: 'default' }

describe('a void', () => {
  it('is read in binary and in structured mode', () => {
    expect(parseVoid(Buffer.from(JSON.stringify(data)), { type: VOIDED })).toEqual({ voided })
    const structured = JSON.stringify({ specversion: '1.0', id: '1', source: '/his', type: VOIDED, data })
    expect(parseVoid(structured)).toEqual({ voided })
    expect(parseEvent(structured)).toMatchObject({ rejected: { code: 'unknown-type' } })
  })

  it.each<[string, string | null, string | undefined]>([
    ['says nothing of its type', JSON.stringify(data), undefined],
    ['is of another type', JSON.stringify(data), 'claims.submitted.v1'],
    ['has the word elsewhere', JSON.stringify({ ...data, note: VOIDED }), undefined],
    ['is a tombstone', null, undefined],
    ['is no JSON', `{"${VOIDED}"`, undefined],
  ])('is no event that %s', (_, event, type) => {
    expect(parseVoid(event, { type })).toBeUndefined()
  })

  it.each<[string, string | null, object]>([
    ['has no version', '{"claimId":"C-1"}', { code: 'schema', pointer: '/version', keyword: 'required' }],
    ['names no claim', '{"version":2}', { code: 'schema', pointer: '/claimId', keyword: 'required' }],
    ['is empty', null, { code: 'empty' }],
    ['is no JSON', '{', { code: 'not-json' }],
  ])('is rejected where it %s', (_, event, reason) => {
    expect(parseVoid(event, { type: VOIDED })).toMatchObject({ rejected: reason })
  })
})
