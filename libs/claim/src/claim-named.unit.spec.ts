import { describe, expect, it } from '@jest/globals'
import { claimNamed } from './claim.js'

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const named = (value: unknown, key: string | null = null, topic = 'claims.submitted') => claimNamed(bytes(value), key === null ? null : bytes(key), topic)

describe('the claim that a message names', () => {
  it('is told by its body before its key', () => {
    expect(named({ claimId: 'A', tenant: 't' }, 'x:B')).toEqual({ tenant: 't', claimId: 'A', version: 1, revision: 0 })
    expect(named('{"claimId":', 't:B:1')).toEqual({ tenant: 't', claimId: 'B:1', version: null, revision: null })
    expect(named('{', null)).toBeUndefined()
  })

  it('stands where its topic has it, and nowhere else: a field of the sender’s own books nothing on another claim', () => {
    expect(named({ claimId: 'A', claim: { claimId: 'VICTIM' }, data: { claimId: 'VICTIM' } })?.claimId).toBe('A')
    expect(named({ claim: { claimId: 'A', tenant: 't', version: 3 } }, null, 'claims.validated')).toEqual({ tenant: 't', claimId: 'A', version: 3, revision: 0 })
    expect(named({ specversion: '1.0', data: { claimId: 'A' } })?.claimId).toBe('A')
    expect(named({ tenant: 't', claimId: 'A', claimVersion: 2, revision: 1 }, null, 'claims.audited')).toEqual({ tenant: 't', claimId: 'A', version: 2, revision: 1 })
  })

  it('is none that a row could not hold', () => {
    for (const claimId of ['', ' ', 'a b', 'a\0b', 'x'.repeat(129), 7, null, {}]) expect(named({ claimId })).toBeUndefined()
    expect(named({ claimId: 'A', tenant: '_unread' })).toBeUndefined()
    expect(named({ claimId: 'A', version: 2 ** 40 })?.version).toBeNull()
  })
})
