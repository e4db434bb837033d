import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Correction, Query } from '@claims-audit/contracts'
import { archiveBatch } from '@claims-audit/ledger'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'
import { voidedOf } from '../../../../test/protocol/claims.js'

let api: DecisionsApi

beforeAll(async () => {
  api = await serveDecisions('queries')
  const rows = [{ rule: '*', payer: null, severity: null, persons: 1 }]
  await api.ask('PUT', 'release-policy', 'lea lead', { rows })
})
afterAll(() => api.close())

const ask = (method: string, path: string, body?: object, caller = 'ann') => api.ask(method, path, caller, body)
const act = () => ({ actId: randomUUID() })

const TEMPLATE: Query = {
  indicators: ['"hyperreflexia" (progress-note, 2026-01-04)'],
  question: 'Please document the diagnosis that the neurological findings represent.',
  options: ['Cervical myelopathy', 'Radiculopathy without myelopathy', 'Other', 'Unable to determine'],
}
const IMPACT = { before: '473', after: '472', weightBefore: 2.4, weightAfter: 2.9, weightDelta: 0.5, amountDelta: 3000 }

/** A claim with a finding that asks, and a draft about it. */
async function drafted(claimId: string, more: object = { addressee: '1234567893' }) {
  const claim = judgedClaim(claimId, 1, 'query', { query: TEMPLATE, drgImpact: IMPACT })
  await recordClaims(api.ledger, claim)
  const { findingId = '' } = claim.findings[0] ?? {}
  const answer = await ask('POST', 'queries', { ...act(), findingId, ...more })
  expect(answer.status).toBe(201)
  const { queryId } = answer.body as { queryId: string }
  return { queryId, findingId, body: answer.body }
}

async function sent(claimId: string): Promise<Correction[]> {
  const rows: { event: string }[] = await api.ledger.query('select event from outbox where key = $1 order by id', [
    `t:${claimId}`,
  ])
  return rows.map(({ event }) => JSON.parse(event) as Correction)
}

describe('a draft', () => {
  it('has the words of the rule, and a deadline; former wordings stay when it is edited', async () => {
    const { queryId, body } = await drafted('draft')
    expect(body).toMatchObject({ state: 'draft', wording: TEMPLATE, addressee: '1234567893' })
    const wording = { ...TEMPLATE, question: 'Please document what the findings represent.' }
    expect(await ask('PUT', `queries/${queryId}`, { ...act(), wording })).toMatchObject({
      status: 200,
      body: { state: 'draft', wording, acts: [{ wording: TEMPLATE }, { act: 'edit', wording }] },
    })
  })

  it('goes to the attending provider of the claim unless it names another', async () => {
    const claim = judgedClaim('attended', 1, 'query', { query: TEMPLATE })
    await recordClaims(api.ledger, claim)
    const { findingId = '' } = claim.findings[0] ?? {}
    const draft = async (more: object): Promise<unknown> =>
      ((await ask('POST', 'queries', { ...act(), findingId, ...more })).body as { addressee: unknown }).addressee
    expect(await draft({})).toBeNull()
    const [at]: { topic: string; offset: string }[] = await api.ledger.query(
      `select origin_topic as topic, origin_offset::text as offset from claim_outcome where claim_id = 'attended'`,
    )
    const value = JSON.stringify({ tenant: 't', claimId: 'attended', attending: { npi: '1888888884' } })
    await archiveBatch(api.ledger, [
      {
        topic: '',
        partition: 0,
        offset: '',
        ...at,
        timestamp: '0',
        key: Buffer.from('t:attended'),
        value: Buffer.from(value),
        headers: {},
      },
    ])
    expect(await draft({})).toBe('1888888884')
    expect(await draft({ addressee: '1888888892' })).toBe('1888888892')
  })

  it('is checked while it is written, and not sent where it leads or speaks of payment', async () => {
    const { queryId, findingId } = await drafted('leads')
    const wording = { ...TEMPLATE, question: 'Please confirm the myelopathy, which raises the DRG.' }
    const lint = await ask('POST', 'queries:lint', { findingId, wording })
    const { problems } = lint.body as { problems: { pointer: string }[] }
    expect(problems.map(({ pointer }) => pointer)).toEqual(['/question', '/question'])
    await ask('PUT', `queries/${queryId}`, { ...act(), wording })
    expect(await ask('POST', `queries/${queryId}:send`, act())).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/wording/question' }, {}] },
    })
    expect(await sent('leads')).toEqual([])
  })
})

describe('a query', () => {
  it('is sent once, without weight, DRG or money, and moves the finding', async () => {
    const { queryId, findingId } = await drafted('send')
    const request = act()
    const answer = await ask('POST', `queries/${queryId}:send`, request)
    expect(answer).toMatchObject({ status: 200, body: { state: 'sent' } })
    expect(await ask('POST', `queries/${queryId}:send`, request)).toEqual(answer)
    expect(await ask('POST', `queries/${queryId}:send`, act())).toMatchObject({
      status: 409,
      body: { code: 'not-possible' },
    })
    const [asked, ...rest] = await sent('send')
    expect(rest).toEqual([])
    expect(asked).toMatchObject({
      kind: 'provider-query',
      query: TEMPLATE,
      addressee: '1234567893',
      decidedBy: 'auditor',
      sequence: 1,
    })
    expect(asked).toMatchObject({ drgBefore: null, drgAfter: null })
    expect(JSON.stringify({ ...asked, drgBefore: undefined, drgAfter: undefined })).not.toMatch(
      /drg|weight|amount|2\.4|3000/i,
    )
    expect(await ask('GET', `findings/${findingId}/acts`)).toMatchObject({
      body: { acts: [{ act: 'query', state: 'queried' }] },
    })
  })

  it('is reminded of, escalated and answered; then the finding is open', async () => {
    const { queryId, findingId } = await drafted('answer')
    for (const step of [':send', ':remind', ':escalate'])
      expect(await ask('POST', `queries/${queryId}${step}`, act())).toMatchObject({ status: 200 })
    expect(await ask('POST', `queries/${queryId}/answer`, act())).toMatchObject({ status: 422 })
    const answered = await ask(
      'POST',
      `queries/${queryId}/answer`,
      { ...act(), answer: 'Cervical myelopathy' },
      'cod coder',
    )
    expect(answered).toMatchObject({
      body: { state: 'answered', acts: [{}, {}, {}, {}, { answer: 'Cervical myelopathy' }] },
    })
    expect(await ask('GET', `findings/${findingId}/acts`)).toMatchObject({
      body: { acts: [{}, { act: 'query-over', state: 'open' }] },
    })
  })

  it('is withdrawn where it is closed, and cannot be asked again at that version', async () => {
    const { queryId, findingId } = await drafted('close')
    await ask('POST', `queries/${queryId}:send`, act())
    expect(await ask('POST', `queries/${queryId}:close`, act())).toMatchObject({ body: { state: 'closed' } })
    expect((await sent('close')).map(({ kind }) => kind)).toEqual(['provider-query', 'withdraw'])
    const again = await ask('POST', 'queries', { ...act(), findingId, addressee: 'x' })
    const { queryId: second } = again.body as { queryId: string }
    expect(await ask('POST', `queries/${second}:send`, act())).toMatchObject({
      status: 409,
      body: { code: 'already-asked' },
    })
  })

  it('is over when the claim comes again: answered where the finding is gone, closed where it is not, or the claim is void', async () => {
    const [gone, left, voided] = [await drafted('gone'), await drafted('left'), await drafted('voided')]
    for (const { queryId } of [gone, left, voided]) await ask('POST', `queries/${queryId}:send`, act())
    const isVoid = voidedOf({ claimId: 'voided', version: 2, revision: 0, content: 'void', poisoned: false })
    await recordClaims(api.ledger, judgedClaim('gone', 2, 'clean'), judgedClaim('left', 2, 'query'), isVoid)
    const states = new Map(
      ((await ask('GET', 'queries')).body as { items: { queryId: string; state: string }[] }).items.map(
        ({ queryId, state }) => [queryId, state],
      ),
    )
    const ends = [gone, left, voided].map(({ queryId }) => states.get(queryId))
    expect(ends).toEqual(['answered', 'closed', 'closed'])
  })

  it('is listed by state, to those who may see it', async () => {
    const { queryId } = await drafted('listed', {})
    expect(await ask('POST', `queries/${queryId}:send`, act())).toMatchObject({
      status: 422,
      body: { code: 'no-addressee' },
    })
    const listed = await ask('GET', 'queries?state=draft')
    expect(JSON.stringify(listed.body)).toContain(queryId)
    expect(await ask('GET', 'queries?state=draft', undefined, 'eve auditor other')).toEqual({
      status: 200,
      body: { items: [] },
    })
    expect(await ask('GET', 'queries?state=lost')).toMatchObject({ status: 400 })
    expect(await ask('POST', `queries/${queryId}:send`, act(), 'eve auditor other')).toMatchObject({ status: 404 })
  })
})
