import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AuditResult, DrgResult } from '@claims-audit/contracts'
import { serveDecisions } from '../../../../test/decisions/decisions-api.js'
import type { DecisionsApi } from '../../../../test/decisions/decisions-api.js'
import { actOn, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'

let api: DecisionsApi

const IMPACT = {
  before: '473',
  after: '472',
  weightBefore: 1,
  weightAfter: 1.5,
  weightDelta: 0.5,
  amountDelta: 3_000,
}
const DRG = { initialDrg: '473', finalDrg: '473', mdc: '08', returnCode: 'OK', weight: 1, title: '', trace: [] }

/** A grouped claim of a coder that bills three codes, one of which a finding replaces. */
function codedBy(
  coder: string,
  claimId: string,
  version = 1,
  content = 'change',
  impact: object = IMPACT,
): AuditResult {
  const result = judgedClaim(claimId, version, content, { drgImpact: { ...IMPACT, ...impact } })
  const facets = { ...result.facets, coder, facilityId: 'F1', payerId: 'P1', codes: ['M43.0', 'I10', 'E11.9'] }
  const drg = { asSubmitted: DRG as DrgResult, asProposed: null }
  return { ...result, contentDigest: `sha256:${claimId}${version}`, facets, drg }
}

const RIGHT = codedBy('cid', 'right', 1, 'change', { after: '473' })
const WRONG = codedBy('cid', 'wrong')
const FALSE = codedBy('dan', 'false')
const LEFT = codedBy('dan', 'left')

beforeAll(async () => {
  api = await serveDecisions('analytics')
  await api.ask('PUT', 'release-policy', 'lea lead', {
    rows: [{ rule: '*', payer: null, severity: null, persons: 1, blindShare: 1 }],
  })
  await recordClaims(api.ledger, RIGHT, WRONG, FALSE, LEFT)
  await actOn(api.ledger, 'ann', 'agree', RIGHT)
  await actOn(api.ledger, 'ann', 'agree', WRONG)
  await actOn(api.ledger, 'bob', 'disagree', FALSE, { reason: 'rule-wrong' })
})
afterAll(() => api.close())

interface Sums {
  total: { numerator: number; denominator: number | null; value: number | null }
  items: { of: string | null; numerator: number; denominator: number | null; value: number | null }[]
}

async function sums(measure: string, query = '', caller = 'lea lead'): Promise<Sums> {
  const { status, body } = await api.ask('GET', `analytics/${measure}${query}`, caller)
  expect(status).toBe(200)
  return body as Sums
}

const values = ({ items }: Sums): unknown[] =>
  items.map(({ of, numerator, denominator }) => [of, numerator, denominator])

describe('a measure', () => {
  it.each<[string, string, unknown[], number | null]>([
    [
      'findings',
      'coder',
      [
        ['cid', 2, null],
        ['dan', 2, null],
      ],
      4,
    ],
    ['worth-found', 'payer', [['P1', 12_000, null]], 12_000],
    [
      'verdicts',
      'person',
      [
        ['ann', 2, null],
        ['bob', 1, null],
      ],
      3,
    ],
    [
      'agreement',
      'coder',
      [
        ['cid', 2, 2],
        ['dan', 0, 1],
      ],
      2 / 3,
    ],
    [
      'code-accuracy',
      'coder',
      [
        ['cid', 4, 6],
        ['dan', 3, 3],
      ],
      7 / 9,
    ],
    [
      'drg-accuracy',
      'coder',
      [
        ['cid', 1, 2],
        ['dan', 1, 1],
      ],
      2 / 3,
    ],
    ['corrections-applied', 'rule', [], null],
    ['overturned', 'rule', [], null],
  ])('%s by %s is added up from what persons decided', async (measure, by, groups, total) => {
    const answer = await sums(measure, `?by=${by}`)
    expect(values(answer)).toEqual(groups)
    if (total === null) expect(answer.total.value).toBeNull()
    else expect(answer.total.value).toBeCloseTo(total)
  })

  it('is what its rows add up to, whatever it is narrowed by', async () => {
    const { body } = await api.ask('GET', 'analytics', 'lea lead')
    const { items } = body as { items: { id: string; by: string[] }[] }
    expect(items.length).toBeGreaterThan(10)
    for (const { id, by } of items) {
      const query = by.includes('coder') ? '?coder=cid' : '?rule=rule.change'
      const rows = await api.ask('GET', `analytics/${id}/rows${query}`, 'lea lead')
      const listed = (rows.body as { items: { numerator: number; denominator: number | null }[] }).items
      const { total } = await sums(id, query)
      const add = (of: 'numerator' | 'denominator') => listed.reduce((sum, row) => sum + (row[of] ?? 0), 0)
      expect([id, total.numerator, total.denominator ?? 0]).toEqual([id, add('numerator'), add('denominator')])
    }
  })

  it('of a period without work is empty, and its pages reach every row once', async () => {
    expect((await sums('findings', '?from=2025-01-01&to=2025-06-01')).total).toMatchObject({ numerator: 0, rows: 0 })
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null;) {
      const next = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await api.ask('GET', `analytics/findings/rows?limit=3${next}`, 'lea lead')
      const page = body as { items: { claimId: string }[]; cursor: string | null }
      seen.push(...page.items.map(({ claimId }) => claimId))
      cursor = page.cursor
    }
    expect(seen.sort()).toEqual(['false', 'left', 'right', 'wrong'])
  })

  it('shows a person without the right to lead only their own verdicts', async () => {
    expect(values(await sums('verdicts', '?by=person', 'ann'))).toEqual([['ann', 2, null]])
    expect((await sums('agreement', '?person=bob', 'ann')).total).toMatchObject({ rows: 0, value: null })
  })

  it.each([
    ['verdicts?by=severity', 400],
    ['worth-realized?by=payer', 400],
    ['findings?from=2025-01-01&to=2026-12-01', 400],
    ['findings?month=2026-13', 400],
    ['findings/rows?cursor=abc', 400],
    ['nothing', 404],
  ])('asked as %s is answered with %i', async (path, status) => {
    expect((await api.ask('GET', `analytics/${path}`, 'lea lead')).status).toBe(status)
  })
})

describe('a sample', () => {
  it('is read blind by another person, and shows how far both agree', async () => {
    const list = async (caller: string) =>
      ((await api.ask('GET', 'samples', caller)).body as { items: { claimId: string; findingId: string }[] }).items
    expect((await list('bob')).map(({ claimId }) => claimId)).toEqual(['right', 'wrong'])
    expect((await list('cat')).map(({ claimId }) => claimId)).toEqual(['right', 'wrong', 'false'])
    const finding = WRONG.findings[0]
    const path = `findings/${finding?.findingId ?? ''}`
    expect((await api.ask('GET', `${path}/acts`, 'bob')).body).toEqual({ acts: [], former: [], isHidden: true })
    const request = { actId: randomUUID(), act: 'blind-agree', findingDigest: finding?.findingDigest, claimVersion: 1 }
    expect(await api.ask('POST', `${path}/verdicts`, 'ann', request)).toMatchObject({ status: 403 })
    expect(await api.ask('POST', `${path}/verdicts`, 'bob', request)).toMatchObject({
      status: 201,
      body: { state: 'agreed', sequences: [] },
    })
    expect((await api.ask('GET', `${path}/acts`, 'cat')).body).toMatchObject({
      isHidden: false,
      acts: [{ act: 'agree' }, { act: 'blind-agree', state: 'agreed' }],
    })
    await actOn(api.ledger, 'cat', 'blind-agree', FALSE)
    await actOn(api.ledger, 'cat', 'blind-agree', RIGHT)
    // Two of three alike, as chance alone gives where the second reader agrees with all.
    const { total } = await sums('reader-agreement', '?by=rule')
    expect([total.numerator, total.denominator]).toEqual([2, 3])
    expect(total.value).toBeCloseTo(0)
    expect(values(await sums('agreement', '?by=coder'))).toEqual([
      ['cid', 2, 2],
      ['dan', 0, 1],
    ])
  })
})
