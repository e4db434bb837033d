import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'

let api: DecisionsApi
const LEAD = 'lea lead'

const row = (more: object) => ({ rule: '*', payer: null, severity: null, persons: 1, ...more })
const policy = (...rows: object[]) => api.ask('PUT', 'release-policy', LEAD, { rows })
const bulk = (body: object, caller = LEAD) => api.ask('POST', 'findings:bulk', caller, { dryRun: false, ...body })

beforeAll(async () => {
  api = await serveDecisions('bulk')
  await policy(row({}))
  const claims = ['a', 'b', 'c'].map((name) => judgedClaim(name, 1, 'change'))
  await recordClaims(api.ledger, ...claims)
  await api.ask('POST', 'claims/t/c:take', 'ann', { actId: randomUUID() })
})
afterAll(() => api.close())

async function corrections(): Promise<number> {
  const [found]: [{ n: number }] = await api.ledger.query('select count(*)::int as n from outbox')
  return found.n
}

describe('a bulk act', () => {
  const filter = { rule: 'rule.change' }

  it('is counted first, refusals by reason, and changes nothing then', async () => {
    const { body } = await bulk({ act: 'agree', filter, dryRun: true })
    expect(body).toMatchObject({ counted: 3, done: 2, refused: { 'not-owner': 1 } })
    expect(await corrections()).toBe(0)
    expect(await bulk({ act: 'agree', filter })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/snapshot' }] },
    })
    expect(await bulk({ act: 'agree', filter: {}, dryRun: true })).toMatchObject({ status: 422 })
  })

  it('does nothing where what was counted has changed', async () => {
    const { body } = await bulk({ act: 'agree', filter, dryRun: true })
    await recordClaims(api.ledger, judgedClaim('d', 1, 'change'))
    const { snapshot } = body as { snapshot: string }
    expect(await bulk({ act: 'agree', filter, snapshot })).toMatchObject({
      status: 409,
      body: { code: 'snapshot-changed', now: { counted: 4 } },
    })
    expect(await corrections()).toBe(0)
  })

  it('does what was counted, once', async () => {
    const { body } = await bulk({ act: 'agree', filter, dryRun: true })
    const { snapshot } = body as { snapshot: string }
    expect(await bulk({ act: 'agree', filter, snapshot })).toEqual({ status: 200, body })
    expect(await corrections()).toBe(3)
    expect(await bulk({ act: 'agree', filter, snapshot })).toMatchObject({ status: 409 })
    expect(await corrections()).toBe(3)
  })

  it('agrees with findings that change a DRG only where the policy allows it for the rule', async () => {
    const drgImpact = {
      before: '473',
      after: '472',
      weightBefore: 2,
      weightAfter: 1,
      weightDelta: -1,
      amountDelta: null,
    }
    await recordClaims(api.ledger, judgedClaim('drg', 1, 'change', { drgImpact }))
    const asked = { act: 'agree', filter: { claimId: 'drg' }, dryRun: true }
    expect(await bulk(asked)).toMatchObject({ body: { done: 0, refused: { 'needs-opening': 1 } } })
    expect(await bulk({ ...asked, act: 'defer', until: '2999-01-01' })).toMatchObject({ body: { done: 1 } })
    await policy(row({ bulkAgree: true }))
    const { body } = await bulk(asked)
    expect(body).toMatchObject({ done: 1, refused: {} })
    const { snapshot } = body as { snapshot: string }
    expect(await bulk({ ...asked, dryRun: false, snapshot })).toMatchObject({ body: { done: 1 } })
  })

  it('sees nothing of another tenant', async () => {
    expect(await bulk({ act: 'comment', filter, dryRun: true }, 'eve lead other')).toMatchObject({
      body: { counted: 0 },
    })
  })
})
