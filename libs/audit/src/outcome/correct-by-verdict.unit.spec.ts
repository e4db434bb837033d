import { describe, expect, it } from '@jest/globals'
import type { AuditResult, Correction, Finding } from '@claims-audit/contracts'
import { resultOf } from '../../../../test/protocol/claims.js'
import { askProvider, correctByVerdict, withdrawQuery } from './correct-by-verdict.js'
import { settle } from './settle.js'

const origin = { topic: 't', partition: 0, offset: '0', timestamp: '0' }

/** The corrections that a result sends by itself. */
const automatic = (result: AuditResult, isReleased = true): Correction[] =>
  settle([{ origin, result }], {
    claim: () => ({ results: [], corrections: [] }),
    outcome: () => undefined,
    generation: 0,
    isReleased: () => isReleased,
  }).corrections.map(({ event }) => event)

const base = resultOf({ claimId: 'A', version: 1, revision: 0, content: 'change', poisoned: false })
const change = base.findings[0] as Finding
const impact = { before: '473', after: '472', weightBefore: 1, weightAfter: 2, weightDelta: 1, amountDelta: null }
const raising: Finding = { ...change, findingId: 'raising', drgImpact: impact }
const review = (findingId: string): Finding => ({
  ...change,
  findingId,
  action: 'review',
  proposal: { add: [], remove: [], replace: [] },
})
const withFindings = (...findings: Finding[]): AuditResult => ({ ...base, findings })
const kinds = (corrections: Correction[]) =>
  corrections.map(({ kind, findingIds, sequence }) => [kind, findingIds, sequence])

describe('what a verdict sends', () => {
  it('is the correction that the policy held, decided by an auditor', () => {
    expect(automatic(base, false)).toEqual([])
    const [sent] = correctByVerdict('release', { result: base, finding: change, sent: [], generation: 0 })
    expect(sent).toEqual({ ...automatic(base)[0], decidedBy: 'auditor' })
  })

  it('is nothing where the rule asked for the same already, or the finding is for information', () => {
    expect(
      correctByVerdict('release', { result: base, finding: change, sent: automatic(base), generation: 0 }),
    ).toEqual([])
    const info: Finding = { ...change, severity: 'info' }
    expect(correctByVerdict('release', { result: withFindings(info), finding: info, sent: [], generation: 0 })).toEqual(
      [],
    )
    expect(correctByVerdict('take-back', { result: base, finding: change, sent: [], generation: 0 })).toEqual([])
  })

  it('changes codes that raise the payment, which a rule only holds, and holds the rest as before', () => {
    const result = withFindings(raising, review('other'))
    const sent = automatic(result)
    expect(kinds(sent)).toEqual([['hold', ['raising', 'other'], 1]])
    expect(kinds(correctByVerdict('release', { result, finding: raising, sent, generation: 0 }))).toEqual([
      ['withdraw', ['raising', 'other'], 2],
      ['hold', ['other'], 3],
      ['code-change', ['raising'], 4],
    ])
  })

  it('takes back a hold, and holds what is left of it until nothing is', () => {
    const [one, two] = [review('one'), review('two')]
    const result = withFindings(one, two)
    const sent = automatic(result)
    const first = correctByVerdict('take-back', { result, finding: one, sent, generation: 0 })
    expect(kinds(first)).toEqual([
      ['withdraw', ['one', 'two'], 2],
      ['hold', ['two'], 3],
    ])
    const rest = correctByVerdict('take-back', { result, finding: two, sent: [...sent, ...first], generation: 0 })
    expect(kinds(rest)).toEqual([['withdraw', ['two'], 4]])
  })

  it('counts above what a restored ledger gave and lost', () => {
    const [sent] = correctByVerdict('release', { result: base, finding: change, sent: [], generation: 2 })
    expect(sent?.sequence).toBe(2_000_001)
  })

  it('asks a provider once, leaves an answered query as it is, and takes back a closed one', () => {
    const query = { indicators: ['x'], question: '?', options: ['Other'] }
    const finding: Finding = { ...change, action: 'query', query }
    const judged = { result: withFindings(finding), finding, sent: [] as Correction[], generation: 0 }
    const asked = askProvider({ query, addressee: 'dr', deadline: '2026-01-01T00:00:00Z' }, judged)
    expect(asked).toMatchObject([{ kind: 'provider-query', addressee: 'dr', query, sequence: 1 }])
    const after = { ...judged, sent: asked }
    expect(askProvider({ query, addressee: 'other', deadline: '' }, after)).toEqual([])
    expect(correctByVerdict('release', after)).toEqual([])
    const closed = withdrawQuery(after)
    expect(closed).toMatchObject([{ kind: 'withdraw', sequence: 2 }])
    expect(closed[0]).not.toHaveProperty('addressee')
    expect(correctByVerdict('release', { ...judged, sent: [...asked, ...closed] })).toEqual([])
  })
})
