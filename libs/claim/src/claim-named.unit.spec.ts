import { describe, expect, it } from '@jest/globals'
import { isSubmittedClaim } from '@claims-audit/contracts'
import { claimNamed } from './claim.js'

const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const named = (value: unknown, key: string | null = null, topic = 'claims.submitted') =>
  claimNamed(bytes(value), key === null ? null : bytes(key), topic)

describe('the claim that a message names', () => {
  it('is told by its body before its key', () => {
    expect(named({ claimId: 'A', tenant: 't' }, 'x:B')).toEqual({ tenant: 't', claimId: 'A', version: 1, revision: 0 })
    expect(named('{"claimId":', 't:B:1')).toEqual({ tenant: 't', claimId: 'B:1', version: null, revision: null })
    expect(named('{', null)).toBeUndefined()
  })

  it('stands where its topic has it, and nowhere else: a field of the sender’s own books nothing on another claim', () => {
    expect(named({ claimId: 'A', claim: { claimId: 'VICTIM' }, data: { claimId: 'VICTIM' } })?.claimId).toBe('A')
    expect(named({ claim: { claimId: 'A', tenant: 't', version: 3 } }, null, 'claims.validated')).toEqual({
      tenant: 't',
      claimId: 'A',
      version: 3,
      revision: 0,
    })
    expect(named({ specversion: '1.0', data: { claimId: 'A' } })?.claimId).toBe('A')
    expect(named({ tenant: 't', claimId: 'A', claimVersion: 2, revision: 1 }, null, 'claims.audited')).toEqual({
      tenant: 't',
      claimId: 'A',
      version: 2,
      revision: 1,
    })
  })

  it('holds the characters that the contract lets it hold, and no others', () => {
    const claim = { claimType: 'professional', patient: { ageInYears: 64, sex: 'F' }, diagnoses: [] }
    const isSurrogate = (at: number): boolean => at >= 0xd800 && at <= 0xdfff
    const differing = Array.from({ length: 0x1_0000 }, (_, at) => at).filter((at) => {
      const name = `a${String.fromCharCode(at)}`
      const ways = [{ claimId: name }, { claimId: 'A', tenant: name }]
      return (
        !isSurrogate(at) && ways.some((way) => (named(way) !== undefined) !== isSubmittedClaim({ ...claim, ...way }))
      )
    })
    expect(differing).toEqual([])
    for (const control of ['\u001b', '\u009b', '\u202e', '\u2066', '\u2028', '\ufeff'])
      expect(named({ claimId: `a${control}` })).toBeUndefined()
  })

  it('is never one that a row could not hold', () => {
    for (const claimId of ['', ' ', 'a b', 'a\0b', 'x'.repeat(129), 7, null, {}])
      expect(named({ claimId })).toBeUndefined()
    expect(named({ claimId: 'A', tenant: '_unread' })).toBeUndefined()
    expect(named({ claimId: 'A', version: 2 ** 40 })?.version).toBeNull()
  })
})
