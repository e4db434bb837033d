import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { resultOf } from '../../../../test/protocol/claims.js'
import { settle } from './settle.js'
import type { Arrival } from './settle.js'
import { settleVersions } from './settle-versions.js'

const events = fc.array(
  fc.record({
    claimId: fc.constant('A'),
    version: fc.integer({ min: 1, max: 3 }),
    revision: fc.integer({ min: 0, max: 1 }),
    content: fc.constantFrom('clean' as const, 'query' as const, 'both' as const),
    poisoned: fc.constant(false),
  }),
  { maxLength: 12 },
)

describe('the versions of a claim in a run', () => {
  it('are told as the live pipeline tells them, whatever comes in whatever order', () => {
    fc.assert(
      fc.property(events, (claims) => {
        const results = claims.map((claim) => resultOf(claim))
        const arrivals: Arrival[] = results.map((result, at) => ({
          origin: { topic: 't', partition: 0, offset: String(at), timestamp: '0' },
          result,
        }))
        const live = settle(arrivals, {
          claim: () => ({ results: [], corrections: [] }),
          outcome: () => undefined,
          generation: 0,
          isReleased: () => true,
        })
        const outcomes = new Map(live.outcomes.map(({ origin, outcome }) => [origin.offset, outcome]))
        expect(settleVersions(results)).toEqual(
          arrivals.map(({ origin }) => outcomes.get(origin.offset) ?? 'version-conflict'),
        )
      }),
    )
  })
})
