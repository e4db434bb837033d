import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AuditResult } from '@claims-audit/contracts'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { actOn, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'

let api: DecisionsApi

interface Item {
  claimId: string
  state: string
  owner: string
  dueDate: string | null
  impactCents: number | null
}
interface Page {
  items: Item[]
  cursor: string | null
}

const impactOf = (amountDelta: number | null) => ({
  drgImpact: { before: '473', after: '472', weightBefore: 1, weightAfter: 2, weightDelta: 1, amountDelta },
})

const claimOf = (
  claimId: string,
  day: number | null,
  amount: number | null,
  content = 'change',
  severity = 'warning',
): AuditResult => {
  const claim = judgedClaim(claimId, 1, content, { ...impactOf(amount), severity } as never)
  const dischargeDate = day === null ? null : `2026-01-0${day}`
  return { ...claim, facets: { ...claim.facets, dischargeDate, facilityId: 'F1', payerId: `P${day}`, coder: 'kim' } }
}

const CLAIMS = [
  claimOf('a', 3, 100.5),
  claimOf('b', 1, null),
  claimOf('c', null, -20),
  claimOf('d', 2, 3000),
  claimOf('e', 2, 7, 'query', 'info'),
]

beforeAll(async () => {
  api = await serveDecisions('work')
  await api.ask('PUT', 'release-policy', 'lea lead', { rows: [{ rule: '*', payer: null, severity: null, persons: 2 }] })
  await recordClaims(api.ledger, ...CLAIMS)
})
afterAll(() => api.close())

const page = async (query: string, caller = 'ann'): Promise<Page> => {
  const { status, body } = await api.ask('GET', `work?${query}`, caller)
  expect(status).toBe(200)
  return body as Page
}
const claims = async (query: string, caller?: string): Promise<string> =>
  (await page(query, caller)).items.map(({ claimId }) => claimId).join('')

describe('the worklist', () => {
  it('is in the order of the due date, with money in cents', async () => {
    const { items, cursor } = await page('limit=500')
    expect(cursor).toBeNull()
    expect(items.map(({ dueDate }) => dueDate)).toEqual(['2026-01-05', '2026-01-06', '2026-01-06', '2026-01-07', null])
    expect(items[0]).toMatchObject({ claimId: 'b', state: 'open', owner: '', impactCents: null })
    expect(items.find(({ claimId }) => claimId === 'a')).toMatchObject({ impactCents: 10_050 })
  })

  it('counts the due date by the bill hold that the tenant sets, for what waits already too', async () => {
    expect(await api.ask('PUT', 'bill-hold', 'lea lead', { days: 400 })).toMatchObject({ status: 422 })
    expect(await api.ask('PUT', 'bill-hold', 'lea lead', { days: 1 })).toEqual({ status: 200, body: { days: 1 } })
    expect((await page('limit=1')).items).toMatchObject([{ claimId: 'b', dueDate: '2026-01-02' }])
    expect(await api.ask('PUT', 'bill-hold', 'lea lead', { days: 4 })).toMatchObject({ status: 200 })
    expect((await page('limit=1')).items).toMatchObject([{ claimId: 'b', dueDate: '2026-01-05' }])
  })

  it.each([
    ['sort=-impact', 'daecb'],
    ['sort=impact', 'bcead'],
    ['sort=-impact&code=m43.02', 'daecb'],
    ['rule=rule.query', 'e'],
    ['payer=P2&sort=-impact', 'de'],
    ['q=myelopathy', 'e'],
    ['q=level%20M43.02&sort=-impact', 'dacb'],
    ['q=level%20myelopathy', ''],
    ['facility=F2', ''],
    ['severity=error', ''],
    ['code=G99.2', ''],
    ['severity=info', 'e'],
  ])('for %s has %s', async (query, expected) => expect(await claims(query)).toBe(expected))

  it.each(['due', '-due', 'impact', '-impact', 'severity', '-severity', 'recordedAt', '-recordedAt'])(
    'by %s goes on where the page before ended',
    async (sort) => {
      const whole = await claims(`sort=${sort}`)
      let cursor: string | null = ''
      let read = ''
      while (cursor !== null) {
        const next: Page = await page(`sort=${sort}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
        read += next.items.map(({ claimId }) => claimId).join('')
        cursor = next.cursor
      }
      expect(read).toBe(whole)
      expect(read).toHaveLength(5)
    },
  )

  it('by severity has warnings before information', async () => {
    expect((await claims('sort=severity')).at(-1)).toBe('e')
    expect((await claims('sort=-severity')).at(0)).toBe('e')
  })

  it('is of the tenant alone', async () => expect(await claims('', 'eve auditor other')).toBe(''))

  it.each([
    'sort=amount',
    'queue=none',
    'limit=0',
    'limit=x',
    'state=done',
    'q=',
    'q=%27',
    'code=',
    'nonsense=1',
    'cursor=x',
  ])('is refused for %s', async (query) =>
    expect(await api.ask('GET', `work?${query}`, 'ann')).toMatchObject({ status: 400 }),
  )

  it('refuses the cursor of another sort', async () => {
    const { cursor } = await page('sort=due&limit=1')
    expect(await api.ask('GET', `work?sort=impact&cursor=${cursor}`, 'ann')).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/cursor' }] },
    })
  })

  it('notes the claims that it shows', async () => {
    const [row]: { claims: string[] }[] = await api.ledger.query(
      `select claims from access_log where tenant = 't' and act = 'list' order by id desc limit 1`,
    )
    await claims('payer=P1', 'noted')
    const [last]: { claims: string[]; row_count: number }[] = await api.ledger.query(
      `select claims, row_count from access_log where tenant = 't' and person = 'noted' order by id desc limit 1`,
    )
    expect(row).toBeDefined()
    expect(last).toEqual({ claims: ['b'], row_count: 1 })
  })
})

describe('queues', () => {
  it('have what acts brought into them, and count it', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const [, b, c, d, e] = CLAIMS as [AuditResult, AuditResult, AuditResult, AuditResult, AuditResult]
    await api.ask('POST', 'claims/t/a:take', 'ann', { actId: randomUUID() })
    await actOn(api.ledger, 'bob', 'agree', b)
    await actOn(api.ledger, 'bob', 'defer', c, { until: '2999-01-01' })
    await actOn(api.ledger, 'bob', 'defer', d, { until: today })
    await actOn(api.ledger, 'bob', 'agree', e)
    await actOn(api.ledger, 'lea', 'second-agree', e)
    // As if it had been agreed with a week ago.
    await api.ledger.query(`update work_act set recorded_at = now() - interval '7 days' where claim_id = 'e'`)
    const expected: Record<string, string> = {
      all: 'abcd',
      mine: 'a',
      unassigned: 'bcd',
      'second-review': 'b',
      'deferred-due': 'd',
      returned: '',
      queried: '',
      'agreed-unchanged': 'e',
    }
    for (const [queue, members] of Object.entries(expected))
      expect([queue, [...(await claims(`queue=${queue}`))].sort().join('')]).toEqual([queue, members])
    const sizes = Object.entries(expected).map(([queue, { length }]) => [queue, { count: length, isExact: true }])
    expect(await api.ask('GET', 'work:count', 'ann')).toEqual({
      status: 200,
      body: {
        queues: Object.fromEntries(sizes),
        facets: {
          rule: [{ value: 'rule.change', count: 4 }],
          severity: [{ value: 'warning', count: 4 }],
          facility: [{ value: 'F1', count: 4 }],
        },
      },
    })
    expect(await api.ask('GET', 'work:count?payer=P2', 'ann')).toMatchObject({
      body: { queues: { all: { count: 1 }, 'agreed-unchanged': { count: 1 } }, facets: null },
    })
    expect(await api.ask('GET', 'work:count?queue=mine', 'ann')).toMatchObject({ status: 400 })
  })
})
