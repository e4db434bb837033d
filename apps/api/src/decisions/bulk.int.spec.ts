import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { ApiComponents, AuditResult } from '@claims-audit/contracts'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { actOn, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'

type Done = ApiComponents['schemas']['BulkDone'] & { snapshot: string }

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
    const done = await bulk({ act: 'agree', filter, snapshot })
    expect(done).toEqual({ status: 200, body: { ...(body as object), acts: expect.any(Array) } })
    expect((done.body as Done).acts.map(({ state, sequences }) => [state, sequences.length])).toEqual(
      Array.from({ length: 3 }, () => ['agreed', 1]),
    )
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

  it('is taken back whole where it sent nothing, unless something has moved a finding since', async () => {
    const made = ['e', 'f', 'g'].map((name) => judgedClaim(name, 1, 'query'))
    await recordClaims(api.ledger, ...made)
    const asked = { act: 'defer', until: '2999-01-01', filter: { rule: 'rule.query' } }
    const { body: counted } = await bulk({ ...asked, dryRun: true })
    const { snapshot, acts: none } = counted as Done
    expect(none).toEqual([])
    const { acts } = (await bulk({ ...asked, snapshot })).body as Done
    await actOn(api.ledger, 'ann', 'defer', made[0] as AuditResult, { until: '2998-01-01' })
    const undo = (caller = LEAD) => api.ask('POST', 'acts:undo', caller, { acts: acts.map(({ actId }) => actId) })
    expect(await undo('eve lead other')).toMatchObject({ body: { done: 0, refused: { gone: 3 } } })
    expect(await undo('ben lead')).toMatchObject({ body: { done: 0, refused: { 'nothing-to-undo': 3 } } })
    const { body } = await undo()
    expect(body).toMatchObject({ counted: 3, done: 2, refused: { 'nothing-to-undo': 1 } })
    expect((body as Done).acts.map(({ state }) => state)).toEqual(['open', 'open'])
    expect(await undo()).toMatchObject({ body: { done: 0, refused: { 'nothing-to-undo': 3 } } })
  })

  it('is not taken back where it sent corrections', async () => {
    await recordClaims(api.ledger, judgedClaim('h', 1, 'change'))
    const asked = { act: 'agree', filter: { claimId: 'h' } }
    const { snapshot } = (await bulk({ ...asked, dryRun: true })).body as Done
    const { acts } = (await bulk({ ...asked, snapshot })).body as Done
    expect(await api.ask('POST', 'acts:undo', LEAD, { acts: acts.map(({ actId }) => actId) })).toMatchObject({
      body: { done: 0, refused: { 'already-sent': 1 } },
    })
    expect(await api.ask('POST', 'acts:undo', LEAD, { acts: ['x'] })).toMatchObject({ status: 422 })
  })

  it('sees nothing of another tenant', async () => {
    expect(await bulk({ act: 'comment', filter, dryRun: true }, 'eve lead other')).toMatchObject({
      body: { counted: 0 },
    })
  })
})
