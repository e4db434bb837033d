import { describe, expect, it } from '@jest/globals'
import { cameOf } from './came-of.js'
import { contentDigest } from './digest.js'
import { parseEvent } from './parse.js'

const claim = {
  claimId: 'A',
  claimType: 'professional',
  patient: { ageInYears: 61, sex: 'F' },
  diagnoses: [{ sequence: 1, role: 'principal', code: 'M43.02' }],
  lines: [{ number: 1, units: 1, serviceDate: '2026-01-05' }],
}
const event = Buffer.from(JSON.stringify(claim))
const parsed = parseEvent(event)
const result = (digest: unknown) => Buffer.from(JSON.stringify({ contentDigest: digest }))

describe('what came of an event', () => {
  it('is the event itself, or what tells the digest of its content', () => {
    expect('claim' in parsed).toBe(true)
    expect(cameOf(event, event)).toBe(true)
    expect(cameOf(result('claim' in parsed && contentDigest(parsed.claim)), event)).toBe(true)
    expect(cameOf(null, null)).toBe(true)
  })

  it.each<[string, Buffer | null, Buffer | null]>([
    ['another content', result(contentDigest({ ...claim, claimId: 'B' })), event],
    ['no digest', Buffer.from('{}'), event],
    ['not JSON', Buffer.from('{'), event],
    ['null', Buffer.from('null'), event],
    ['a digest of an event that cannot be read', result('sha256:0'), Buffer.from('{')],
    ['nothing', null, event],
  ])('is not %s', (_, sent, of) => {
    expect(cameOf(sent, of)).toBe(false)
  })
})
