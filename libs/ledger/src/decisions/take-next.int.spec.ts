import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { laneOf } from '@claims-audit/event-log'
import type { DataSource } from 'typeorm'
import { actOn, auditor, judgedClaim, recordClaims } from '../../../../test/decisions/judged-claims.js'
import { freshLedger } from '../../../../test/fresh-database.js'
import { actOnClaim, checkLedger, isWhole, openLedger, rebuildWork, setTenantSetting, takeNext } from '../ledger.js'
import type { WantedClaimAct } from '../ledger.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'take'), poolSize: 10 })
})
afterAll(() => ledger.destroy())

async function next(person: string): Promise<string | undefined> {
  const taken = await takeNext(ledger, auditor(person), randomUUID(), laneOf)
  return taken !== undefined && 'claimId' in taken ? taken.claimId : undefined
}

const act = (person: string, claimId: string, wanted: Partial<WantedClaimAct>) =>
  actOnClaim(
    ledger,
    auditor(person),
    claimId,
    { actId: randomUUID(), act: 'take', to: null, note: null, ...wanted },
    laneOf,
  )

/** Discharged on a day of January 2026. */
function discharged(claimId: string, day: number | null, content = 'both') {
  const claim = judgedClaim(claimId, 1, content)
  const dischargeDate = day === null ? null : `2026-01-${String(day).padStart(2, '0')}`
  return { ...claim, facets: { ...claim.facets, dischargeDate, payerId: day === 20 ? 'P1' : null } }
}

describe('the next claim', () => {
  it('is the one that is due first; what has no due date comes last', async () => {
    await recordClaims(ledger, discharged('none', null), discharged('late', 20), discharged('early', 3))
    const actId = randomUUID()
    const taken = await takeNext(ledger, auditor('ann'), actId, laneOf)
    expect(taken).toMatchObject({ claimId: 'early', owner: 'ann', claimVersion: 1 })
    expect(await takeNext(ledger, auditor('ann'), actId, laneOf)).toEqual(taken)
    expect(await takeNext(ledger, auditor('bob'), actId, laneOf)).toMatchObject({ refused: 'act-id-taken' })
    expect([await next('bob'), await next('cid'), await next('dan')]).toEqual(['late', 'none', undefined])
  })

  it('follows the ranking that the tenant has set', async () => {
    for (const [person, claimId] of [
      ['ann', 'early'],
      ['bob', 'late'],
      ['cid', 'none'],
    ] as const)
      await act(person, claimId, { act: 'release' })
    await setTenantSetting(ledger, auditor('lead'), 'ranking', [
      { filter: { payer: 'P1' }, order: ['due'] },
      { filter: {}, order: ['age'] },
    ])
    expect([await next('ann'), await next('ann')]).toEqual(['late', expect.stringMatching(/early|none/)])
  })

  it('is no claim that is deferred, or waits for the second reviewer', async () => {
    await next('ann')
    const deferred = discharged('deferred', 1, 'change')
    await recordClaims(ledger, deferred)
    await actOn(ledger, 'ann', 'defer', deferred, { until: '2999-01-01' })
    expect(await next('bob')).toBeUndefined()
  })

  it('is never given to two persons who ask at once', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `race-${at}`)
    await recordClaims(ledger, ...names.map((name) => discharged(name, 5)))
    const asked = Array.from({ length: 40 }, (_, at) => next(`p${at}`))
    const named = names.slice(0, 10).map((name) => act('quick', name, {}))
    const taken = await Promise.all(asked)
    const byName = (await Promise.all(named)).filter((done) => done !== undefined && 'actId' in done)
    const given = taken.filter((claimId) => claimId !== undefined)
    expect(new Set(given).size).toBe(given.length)
    expect(given.length + byName.length).toBe(names.length)
    expect(isWhole(await checkLedger(ledger))).toBe(true)
  })
})

describe('the owner of a claim', () => {
  it('judges it alone, keeps it when it comes again, and follows from the acts', async () => {
    const claim = judgedClaim('owned', 1, 'change')
    await recordClaims(ledger, claim)
    expect(await act('ann', 'owned', {})).toMatchObject({ owner: 'ann' })
    expect(await act('bob', 'owned', {})).toEqual({ refused: 'taken', now: { owner: 'ann' } })
    expect(await actOn(ledger, 'bob', 'agree', claim)).toMatchObject({ refused: 'not-owner', now: { owner: 'ann' } })
    const again = judgedClaim('owned', 2, 'change')
    await recordClaims(ledger, again)
    expect(await actOn(ledger, 'bob', 'agree', again)).toMatchObject({ refused: 'not-owner' })
    expect(await act('lead', 'owned', { act: 'reassign', to: 'bob' })).toMatchObject({ owner: 'bob' })
    expect(await actOn(ledger, 'bob', 'agree', again)).toMatchObject({ state: 'agreed' })
    expect(isWhole(await checkLedger(ledger))).toBe(true)
    await ledger.query(`update work_finding set owner = ''`)
    expect(isWhole(await rebuildWork(ledger, { laneOf: () => 0 }))).toBe(true)
    expect(await act('bob', 'owned', { act: 'release' })).toMatchObject({ owner: '' })
  })

  it('cannot be set for a claim that is not there, or at another facility', async () => {
    expect(await act('ann', 'no such claim', {})).toBeUndefined()
    const only = { ...auditor('ann'), facilities: ['F9'] }
    expect(
      await actOnClaim(ledger, only, 'owned', { actId: randomUUID(), act: 'take', to: null, note: null }, laneOf),
    ).toBeUndefined()
  })
})
