import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Ledger } from '@claims-audit/ledger'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'

let api: DecisionsApi
let ledger: Ledger

beforeAll(async () => {
  api = await serveDecisions('decide')
  ledger = api.ledger
})
afterAll(() => api.close())

const ask: DecisionsApi['ask'] = (...of) => api.ask(...of)

const HELD = { rows: [{ rule: 'rule.*', payer: null, severity: null, persons: 1 }] }

async function heldFinding(claimId: string) {
  const claim = judgedClaim(claimId, 1, 'change')
  expect(await ask('PUT', 'release-policy', 'lea lead', HELD)).toEqual({ status: 200, body: HELD })
  await recordClaims(ledger, claim)
  const { findingId = '', findingDigest = '' } = claim.findings[0] ?? {}
  const request = { actId: randomUUID(), act: 'agree', findingDigest, claimVersion: 1 }
  return { path: `findings/${findingId}`, request, findingId }
}

describe('a verdict over HTTP', () => {
  it('is answered with the new state, and the same again under the same actId', async () => {
    const { path, request, findingId } = await heldFinding('one')
    const answer = await ask('POST', `${path}/verdicts`, 'ann', request)
    expect(answer).toEqual({ status: 201, body: { actId: request.actId, findingId, state: 'agreed', sequences: [1] } })
    expect(await ask('POST', `${path}/verdicts`, 'ann', request)).toEqual(answer)
  })

  it('is in the access log with its claim and finding', async () => {
    const { path, request, findingId } = await heldFinding('logged')
    await ask('POST', `${path}/verdicts`, 'ann', request)
    const rows = await ledger.query(
      `select person, roles, act, claims, outcome from access_log where tenant = 't' and finding_id = $1`,
      [findingId],
    )
    expect(rows).toEqual([
      { person: 'ann', roles: ['auditor'], act: 'verdict', claims: ['logged'], outcome: 'allowed' },
    ])
  })

  it('is refused with what holds now', async () => {
    const { path, request } = await heldFinding('two')
    await ask('POST', `${path}/verdicts`, 'ann', request)
    const again = await ask('POST', `${path}/verdicts`, 'bob', { ...request, actId: randomUUID() })
    expect(again).toMatchObject({ status: 409, body: { code: 'already-decided', now: { state: 'agreed' } } })
    await recordClaims(ledger, judgedClaim('two', 2, 'change'))
    const late = await ask('POST', `${path}/verdicts`, 'bob', { ...request, actId: randomUUID() })
    expect(late).toMatchObject({ status: 409, body: { code: 'superseded', now: { newestVersion: 2 } } })
  })

  it.each([
    ['of another tenant', 'eve auditor other', {}, 404, undefined],
    ['by a role that may not judge', 'cod coder', {}, 403, undefined],
    ['without a reason', 'ann', { act: 'disagree' }, 422, 'unknown-reason'],
    ['with a field that no schema has', 'ann', { tenant: 'mine' }, 422, undefined],
  ])('%s is refused', async (_, caller, more, status, code) => {
    const { path, request } = await heldFinding(`refused-${randomUUID()}`)
    const answer = await ask('POST', `${path}/verdicts`, caller, { ...request, ...more })
    expect(answer).toMatchObject({ status, body: code === undefined ? {} : { code } })
  })

  it('is shown beside the finding of the next version that says the same', async () => {
    const { path, request } = await heldFinding('again')
    await ask('POST', `${path}/verdicts`, 'ann', request)
    expect(await ask('GET', `${path}/acts`, 'bob')).toMatchObject({ body: { acts: [{ person: 'ann' }], former: [] } })
    const next = judgedClaim('again', 2, 'change')
    await recordClaims(ledger, next)
    expect(await ask('GET', `findings/${next.findings[0]?.findingId}/acts`, 'bob')).toMatchObject({
      status: 200,
      body: { acts: [], former: [{ act: 'agree', person: 'ann', claimVersion: 1, state: 'agreed' }] },
    })
  })
})

describe('the settings of a tenant', () => {
  it('are of that tenant alone', async () => {
    await ask('PUT', 'release-policy', 'lea lead', HELD)
    expect(await ask('GET', 'release-policy', 'eve lead other')).toEqual({ status: 200, body: { rows: [] } })
  })

  it('name the reasons that a disagreement may have', async () => {
    const reasons = { rows: [{ code: 'house-rule', label: 'House rule', feedback: 'rule-wrong' }] }
    expect(await ask('PUT', 'reason-codes', 'lea lead', reasons)).toEqual({ status: 200, body: reasons })
    const { path, request } = await heldFinding('reasons')
    const wanted = { ...request, act: 'disagree', reason: 'house-rule' }
    expect(await ask('POST', `${path}/verdicts`, 'ann', wanted)).toMatchObject({
      status: 201,
      body: { state: 'disagreed' },
    })
    expect(await ask('PUT', 'reason-codes', 'lea lead', { rows: [] })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/rows' }] },
    })
  })
})

describe('what became of corrections', () => {
  it('is summed, and listed where nothing came', async () => {
    await ask('PUT', 'release-policy', 'lea lead', { rows: [] })
    await recordClaims(ledger, judgedClaim('loop', 1, 'change'))
    await recordClaims(ledger, judgedClaim('loop', 2, 'clean'))
    expect(await ask('GET', 'corrections/outcomes?by=rule', 'ann')).toMatchObject({
      status: 200,
      body: { items: [{ of: 'rule.change', weightChange: 0, amountChange: null }] },
    })
    const { path, request } = await heldFinding('unchanged')
    await ask('POST', `${path}/verdicts`, 'ann', request)
    const { body } = await ask('GET', 'corrections/unchanged?days=0', 'ann')
    expect((body as { items: { claimId: string }[] }).items.map(({ claimId }) => claimId)).toContain('unchanged')
  })

  it.each([['outcomes?by=person'], ['outcomes?from=2026-02-30'], ['unchanged?days=x'], ['unchanged?limit=0']])(
    'is refused for a wrong query: %s',
    async (query) => expect(await ask('GET', `corrections/${query}`, 'ann')).toMatchObject({ status: 400 }),
  )
})

describe('a claim over HTTP', () => {
  const act = () => ({ actId: randomUUID() })

  it('is taken, refused to others, reassigned and released', async () => {
    await recordClaims(ledger, judgedClaim('mine', 1, 'change'))
    expect(await ask('POST', 'claims/t/mine:take', 'ann', act())).toMatchObject({ status: 200, body: { owner: 'ann' } })
    expect(await ask('POST', 'claims/t/mine:take', 'bob', act())).toMatchObject({
      status: 409,
      body: { code: 'taken', now: { owner: 'ann' } },
    })
    expect(await ask('POST', 'claims/t/mine:release', 'bob', act())).toMatchObject({ status: 403 })
    expect(await ask('POST', 'claims/t/mine:reassign', 'lea lead', act())).toMatchObject({ status: 422 })
    const reassigned = await ask('POST', 'claims/t/mine:reassign', 'lea lead', { ...act(), to: 'bob' })
    expect(reassigned).toMatchObject({ status: 200, body: { owner: 'bob' } })
    expect(await ask('POST', 'claims/t/mine:release', 'bob', act())).toMatchObject({ body: { owner: '' } })
    expect(await ask('POST', 'claims/t/mine:take', 'eve auditor other', act())).toMatchObject({ status: 404 })
  })

  it('is given out until none is left, by the ranking that the lead set', async () => {
    const ranking = { rows: [{ filter: { rule: 'rule.query' }, order: ['age'] }] }
    expect(await ask('PUT', 'ranking', 'lea lead', ranking)).toEqual({ status: 200, body: ranking })
    expect(await ask('GET', 'ranking', 'ann')).toEqual({ status: 200, body: ranking })
    await recordClaims(ledger, judgedClaim('asked', 1, 'query'))
    expect(await ask('POST', 'work:take-next', 'ann', act())).toMatchObject({ status: 200, body: { claimId: 'asked' } })
    expect(await ask('POST', 'work:take-next', 'bob', act())).toEqual({ status: 204, body: undefined })
  })
})
