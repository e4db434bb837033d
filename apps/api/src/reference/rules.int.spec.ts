import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { actOn, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'

let api: DecisionsApi
beforeAll(async () => {
  api = await serveDecisions('precision')
})
afterAll(() => api.close())

it('says how often persons agreed with a rule, by the last verdict on each finding', async () => {
  await api.ask('PUT', 'release-policy', 'lea lead', { rows: [{ rule: '*', payer: null, severity: null, persons: 1 }] })
  const claims = ['a', 'b', 'c', 'd', 'e'].map((claimId) => judgedClaim(claimId, 1, 'change'))
  await recordClaims(api.ledger, ...claims)
  const act = async (at: number, name: Parameters<typeof actOn>[2], more: object = {}) => {
    const claim = claims[at]
    if (claim === undefined) throw new Error('no claim')
    expect(await actOn(api.ledger, 'ann', name, claim, more)).toMatchObject({ actId: expect.any(String) })
  }
  await act(0, 'agree')
  await act(0, 'comment', { note: 'still' })
  await act(1, 'disagree', { reason: 'rule-wrong' })
  await act(2, 'disagree', { reason: 'evidence-misread' })
  // Says nothing of the rule.
  await act(3, 'disagree', { reason: 'payer-policy' })
  // Taken back.
  await act(4, 'disagree', { reason: 'rule-wrong' })
  await act(4, 'undo')
  const precision = { agreed: 1, disagreed: 2, estimate: 1 / 3, isNoisy: false }
  expect(await api.ask('GET', 'rules/rule.change', 'ann')).toMatchObject({
    status: 200,
    body: { precision, persons: 1, outcomes: null },
  })
  const next = judgedClaim('a', 2, 'clean')
  await recordClaims(api.ledger, { ...next, facets: { ...next.facets, codes: ['M43.02'] } })
  expect(await api.ask('GET', 'rules/rule.change', 'ann')).toMatchObject({
    body: { outcomes: { findings: 1, fates: { applied: 1 } } },
  })
  const none = { agreed: 0, disagreed: 0, estimate: null, interval: null, isNoisy: false }
  expect(await api.ask('GET', 'rules', 'eve auditor other')).toMatchObject({
    body: { items: [{ id: 'rule.change', precision: none }, { precision: none }] },
  })
})
