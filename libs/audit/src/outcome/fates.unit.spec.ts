import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { AuditResult, DrgAudit, Finding, Proposal } from '@claims-audit/contracts'
import { resultOf } from '../../../../test/protocol/claims.js'
import { correctionsOf } from '../findings/corrections.js'
import { fatesOf } from './fates.js'

const base = resultOf({ claimId: 'A', version: 1, revision: 0, content: 'change', poisoned: false })
const change = base.findings[0] as Finding
const grouped = (weight: number | null): DrgAudit => {
  const asSubmitted = { initialDrg: '473', finalDrg: '473', mdc: '08', returnCode: 'OK', weight, title: '', trace: [] }
  return { asSubmitted, asProposed: null }
}
const claim = (codes: string[], weight: number | null, findings: Finding[] = []): AuditResult => ({
  ...base,
  facets: { ...base.facets, codes },
  drg: grouped(weight),
  findings,
})
const none: Proposal = { add: [], remove: [], replace: [] }
const impact = (weightDelta: number, amountDelta: number | null) => ({
  before: '473',
  after: '472',
  weightBefore: 1,
  weightAfter: 1 + weightDelta,
  weightDelta,
  amountDelta,
})

const fates = (before: AuditResult, after: AuditResult) =>
  fatesOf(
    correctionsOf(before).map((draft, at) => ({ ...draft, sequence: at + 1 })),
    before,
    after,
  )
const fateOf = (finding: Finding, had: string[], has: string[], later: Finding[] = []) =>
  fates(claim(had, 1, [finding]), claim(has, 1, later)).map(({ fate }) => fate)

describe('what became of a code change', () => {
  const both: Finding = { ...change, proposal: { ...none, remove: [{ code: 'B' }], replace: [{ from: 'A', to: 'C' }] } }
  it.each([
    ['applied', ['C', 'X']],
    ['partly', ['A']],
    ['partly', ['C', 'B']],
    ['otherwise', ['D', 'B']],
    ['ignored', ['A', 'B', 'X']],
  ])('is %s where the codes are %s', (fate, has) => expect(fateOf(both, ['A', 'B'], has)).toEqual([fate]))
})

describe('what became of a query or a hold', () => {
  const query: Finding = {
    ...change,
    action: 'query',
    proposal: none,
    query: { indicators: [], question: '', options: [] },
  }
  const hold: Finding = { ...change, action: 'review', proposal: none }

  it.each([query, hold])('is answered once it is no longer found', (finding) => {
    expect(fateOf(finding, [], [])).toEqual(['answered'])
    expect(fateOf(finding, [], [], [{ ...finding, findingId: 'of the next version' }])).toEqual(['ignored'])
  })
})

describe('the realised change', () => {
  const proposing = (findingId: string, to: string, more: Partial<Finding> = {}): Finding => ({
    ...change,
    findingId,
    proposal: { ...none, replace: [{ from: 'A', to }] },
    ...more,
  })

  it('is of what was done and was to change the weight, and priced by the rate of the findings', () => {
    const findings = [
      proposing('weighs', 'B', { drgImpact: impact(-0.5, -3_000) }),
      proposing('does not', 'B'),
      proposing('is not done', 'C', { drgImpact: impact(-1, -6_000) }),
    ]
    const told = fates(claim(['A'], 1.5, findings), claim(['B'], 1.25))
    expect(told.map(({ fate, weightChange, amountChange }) => [fate, weightChange, amountChange])).toEqual([
      ['applied', -2_500, -150_000],
      ['applied', 0, 0],
      ['otherwise', 0, 0],
    ])
  })

  it('is unknown where a weight is', () => {
    const told = fates(claim(['A'], null, [proposing('a', 'B')]), claim(['B'], 1))
    expect(told).toMatchObject([{ fate: 'applied', weightChange: null, amountChange: null }])
  })

  it('adds up to the change of the claim, however many share it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 300_000 }),
        fc.integer({ min: 0, max: 300_000 }),
        (many, from, to) => {
          const findings = Array.from({ length: many }, (_, at) => proposing(`f${at}`, 'B'))
          const told = fates(claim(['A'], from / 10_000, findings), claim(['B'], to / 10_000))
          expect(told.reduce((sum, { weightChange }) => sum + (weightChange ?? 0), 0)).toBe(to - from)
        },
      ),
    )
  })
})
