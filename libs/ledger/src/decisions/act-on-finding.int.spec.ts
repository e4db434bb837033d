import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Correction, ReleasePolicyRow } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import { actOn, auditor, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'
import { freshLedger } from '../../../../test/fresh-database.js'
import { seeded } from '../../../../test/protocol/claims.js'
import { checkLedger, isWhole, openLedger, rebuildWork, setTenantSetting } from '../ledger.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'acts'), poolSize: 8 })
})
afterAll(() => ledger.destroy())

const policy = (persons: ReleasePolicyRow['persons']): Promise<void> =>
  setTenantSetting(ledger, auditor('lead'), 'release-policy', [{ rule: '*', payer: null, severity: null, persons }])

async function sent(claimId: string): Promise<Correction[]> {
  const rows: { body: string }[] = await ledger.query(
    'select body from claim_correction where claim_id = $1 order by sequence',
    [claimId],
  )
  return rows.map(({ body }) => JSON.parse(body) as Correction)
}

const waiting = async (claimId: string): Promise<number> => {
  const [row]: { n: number }[] = await ledger.query('select count(*)::int as n from outbox where key = $1', [
    `t:${claimId}`,
  ])
  return row?.n ?? 0
}

const kinds = async (claimId: string): Promise<string[]> => (await sent(claimId)).map(({ kind }) => kind)

describe('a verdict', () => {
  it('sends the one correction that the policy held, and no other after it', async () => {
    await policy(1)
    const claim = judgedClaim('held', 1, 'change')
    await recordClaims(ledger, claim)
    expect(await sent('held')).toEqual([])
    const actId = randomUUID()
    const done = await actOn(ledger, 'ann', 'agree', claim, { actId })
    expect(done).toMatchObject({ state: 'agreed', sequences: [1] })
    expect(await sent('held')).toMatchObject([{ kind: 'code-change', decidedBy: 'auditor', sequence: 1 }])
    expect(await waiting('held')).toBe(1)
    expect(await actOn(ledger, 'ann', 'agree', claim, { actId })).toEqual(done)
    expect(await actOn(ledger, 'bob', 'agree', claim)).toMatchObject({
      refused: 'already-decided',
      now: { state: 'agreed' },
    })
    expect(await actOn(ledger, 'bob', 'agree', claim, { actId })).toMatchObject({ refused: 'act-id-taken' })
    expect(await waiting('held')).toBe(1)
  })

  it('is refused where the finding changed, or a newer version came, and says what holds now', async () => {
    await policy(1)
    const claim = judgedClaim('stale', 1, 'change')
    await recordClaims(ledger, claim)
    expect(await actOn(ledger, 'ann', 'agree', claim, { findingDigest: 'sha256:before' })).toMatchObject({
      refused: 'stale-digest',
      now: { findingDigest: claim.findings[0]?.findingDigest },
    })
    await recordClaims(ledger, judgedClaim('stale', 2, 'change'))
    expect(await actOn(ledger, 'ann', 'agree', claim)).toMatchObject({
      refused: 'superseded',
      now: { claimVersion: 1, newestVersion: 2 },
    })
    expect(await sent('stale')).toEqual([])
  })

  it('waits for a second person where the policy wants two', async () => {
    await policy(2)
    const claim = judgedClaim('two', 1, 'change')
    await recordClaims(ledger, claim)
    expect(await actOn(ledger, 'ann', 'agree', claim)).toMatchObject({ state: 'second-review', sequences: [] })
    expect(await actOn(ledger, 'ann', 'second-agree', claim)).toMatchObject({ refused: 'second-reviewer-is-first' })
    expect(await actOn(ledger, 'bob', 'second-agree', claim)).toMatchObject({ state: 'agreed', sequences: [1] })
  })

  it('adds nothing to what the rule sent, and takes it back where a person disagrees', async () => {
    await policy(0)
    const claim = judgedClaim('sent', 1, 'change')
    await recordClaims(ledger, claim)
    expect(await kinds('sent')).toEqual(['code-change'])
    expect(await actOn(ledger, 'ann', 'agree', claim)).toMatchObject({ state: 'agreed', sequences: [] })
    expect(await actOn(ledger, 'cod', 'rebut', claim)).toMatchObject({ state: 'rebutted' })
    expect(await actOn(ledger, 'ann', 'disagree', claim)).toMatchObject({ refused: 'unknown-reason' })
    const done = await actOn(ledger, 'ann', 'disagree', claim, { reason: 'rule-wrong' })
    expect(done).toMatchObject({ state: 'disagreed', sequences: [2] })
    expect(await kinds('sent')).toEqual(['code-change', 'withdraw'])
    expect(await actOn(ledger, 'ann', 'undo', claim)).toMatchObject({ refused: 'already-sent' })
  })

  it('can be undone by the same person for ten minutes, where nothing was sent', async () => {
    await policy(2)
    const claim = judgedClaim('undo', 1, 'change')
    await recordClaims(ledger, claim)
    await actOn(ledger, 'ann', 'defer', claim, { until: '2027-01-01' })
    await actOn(ledger, 'ann', 'agree', claim)
    expect(await actOn(ledger, 'bob', 'undo', claim)).toMatchObject({ refused: 'nothing-to-undo' })
    expect(await actOn(ledger, 'ann', 'undo', claim)).toMatchObject({ state: 'deferred' })
    await actOn(ledger, 'ann', 'agree', claim)
    await ledger.query(`update work_act set recorded_at = recorded_at - interval '11 minutes' where claim_id = 'undo'`)
    expect(await actOn(ledger, 'ann', 'undo', claim)).toMatchObject({ refused: 'too-late-to-undo' })
  })
})

describe('rows for lists and counts', () => {
  it('follow from the acts, and are made again from them', async () => {
    expect(isWhole(await checkLedger(ledger))).toBe(true)
    await ledger.query('update work_finding set state = 0, active = is_open')
    expect(isWhole(await checkLedger(ledger))).toBe(false)
    expect(isWhole(await rebuildWork(ledger, { laneOf: () => 0 }))).toBe(true)
  })
})

const seed = Number(process.env['SEED'] ?? 5)

describe(`verdicts of several persons beside new versions of the same claims (seed ${seed})`, () => {
  const CLAIMS = 12
  const ROUNDS = 40

  it('are recorded once each, and send each correction once, without a gap or a repeat', async () => {
    await policy(1)
    const random = seeded(seed)
    const pick = (n: number): number => Math.floor(random() * n)
    const newest = Array.from({ length: CLAIMS }, (_, at) => judgedClaim(`race-${at}`, 1, 'change'))
    await recordClaims(ledger, ...newest)
    const answers = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const renewed = pick(CLAIMS)
      const next = judgedClaim(`race-${renewed}`, (newest[renewed]?.claimVersion ?? 0) + 1, 'change')
      const verdicts = Array.from({ length: 6 }, (_, person) => {
        const claim = newest[person < 2 ? renewed : pick(CLAIMS)] ?? next
        return actOn(ledger, `p${person}`, 'agree', claim)
      })
      answers.push(...(await Promise.all([...verdicts, recordClaims(ledger, next)])))
      newest[renewed] = next
    }
    const agreed = answers.filter((answer) => answer !== undefined && 'state' in answer)
    const [{ acts }]: [{ acts: number }] = await ledger.query(
      `select count(*)::int as acts from work_act where claim_id like 'race-%'`,
    )
    expect(acts).toBe(agreed.length)
    expect(agreed.length).toBeGreaterThan(CLAIMS)
    for (let at = 0; at < CLAIMS; at += 1) {
      const corrections = await sent(`race-${at}`)
      expect(corrections.map(({ sequence }) => sequence)).toEqual(corrections.map((_, n) => n + 1))
      expect(new Set(corrections.map(({ correctionId }) => correctionId)).size).toBe(corrections.length)
      expect(await waiting(`race-${at}`)).toBe(corrections.length)
    }
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })
})
