import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { AuditResult } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import { actOn, auditor, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'
import { freshLedger } from '../../../../test/fresh-database.js'
import { checkLedger, findUnchanged, isWhole, openLedger, setTenantSetting, sumOutcomes } from '../ledger.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'fates'), byKey: true })
})
afterAll(() => ledger.destroy())

/** A claim that proposes M43.02 in place of M43.0, unless it is clean. */
function coded(claimId: string, version: number, code: 'M43.0' | 'M43.02', weight: number): AuditResult {
  const impact = {
    before: '473',
    after: '472',
    weightBefore: 1,
    weightAfter: 0.5,
    weightDelta: -0.5,
    amountDelta: -3_000,
  }
  const result = judgedClaim(claimId, version, code === 'M43.0' ? 'change' : 'clean', { drgImpact: impact })
  const asSubmitted = { initialDrg: '473', finalDrg: '473', mdc: '08', returnCode: 'OK', weight, title: '', trace: [] }
  const facets = { ...result.facets, codes: [code], facilityId: 'F1', coder: claimId }
  return { ...result, contentDigest: `sha256:${claimId}${version}`, facets, drg: { asSubmitted, asProposed: null } }
}

const lead = auditor('lead')
const sums = (by: 'rule' | 'coder') => sumOutcomes(ledger, lead, { by, from: null, to: null })
const fates = { applied: 0, partly: 0, otherwise: 0, answered: 0, ignored: 0 }

describe('the next version of a claim', () => {
  it('shows which corrections were applied and which were ignored, and what that changed', async () => {
    await recordClaims(ledger, coded('done', 1, 'M43.0', 1.5), coded('not-done', 1, 'M43.0', 2))
    expect(await sums('rule')).toEqual([])
    await recordClaims(ledger, coded('done', 2, 'M43.02', 1.25), coded('not-done', 2, 'M43.0', 2))
    expect(await sums('coder')).toEqual([
      { of: 'done', findings: 1, fates: { ...fates, applied: 1 }, weightChange: -0.25, amountChange: -1_500 },
      { of: 'not-done', findings: 1, fates: { ...fates, ignored: 1 }, weightChange: 0, amountChange: 0 },
    ])
    expect(await sums('rule')).toEqual([
      {
        of: 'rule.change',
        findings: 2,
        fates: { ...fates, applied: 1, ignored: 1 },
        weightChange: -0.25,
        amountChange: -1_500,
      },
    ])
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })

  it('of several in one batch, tells of each against the one before', async () => {
    await recordClaims(
      ledger,
      coded('batch', 1, 'M43.0', 3),
      coded('batch', 2, 'M43.0', 3),
      coded('batch', 3, 'M43.02', 2),
    )
    expect((await sums('coder')).find(({ of }) => of === 'batch')).toMatchObject({
      findings: 2,
      fates: { ...fates, ignored: 1, applied: 1 },
      weightChange: -1,
    })
  })

  it('tells nothing where it comes late, or again', async () => {
    const before = await sums('rule')
    await recordClaims(ledger, coded('batch', 3, 'M43.02', 2), coded('done', 1, 'M43.0', 1.5))
    expect(await sums('rule')).toEqual(before)
  })
})

describe('an agreed finding', () => {
  it('is listed until the claim comes again, once so many days have passed', async () => {
    await setTenantSetting(ledger, lead, 'release-policy', [{ rule: '*', payer: null, severity: null, persons: 1 }])
    const claim = coded('waits', 1, 'M43.0', 1)
    await recordClaims(ledger, claim)
    await actOn(ledger, 'ann', 'agree', claim)
    const unchanged = () => findUnchanged(ledger, lead, { days: 5, limit: 50 })
    expect(await unchanged()).toEqual([])
    await ledger.query(`update work_act set recorded_at = recorded_at - interval '6 days'`)
    expect(await unchanged()).toMatchObject([
      { claimId: 'waits', person: 'ann', ruleId: 'rule.change', coder: 'waits' },
    ])
    expect(await findUnchanged(ledger, { ...lead, facilities: ['F2'] }, { days: 5, limit: 50 })).toEqual([])
    await recordClaims(ledger, coded('waits', 2, 'M43.0', 1))
    expect(await unchanged()).toEqual([])
  })
})
