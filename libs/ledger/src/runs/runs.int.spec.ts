import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { setTimeout as pause } from 'node:timers/promises'
import { settleVersions } from '@claims-audit/audit'
import { forUserTables, type AuditResult, type RunEditions } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import {
  actOnRun,
  askRun,
  auditNextUnit,
  beginRun,
  deleteRun,
  failRun,
  findRun,
  listRuns,
  migrate,
  openLedger,
  settleRun,
  unfinishedRuns,
} from '../ledger.js'
import type { AuditedUnit, PlannedUnit } from '../ledger.js'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { resultOf } from '../../../../test/protocol/claims.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'runs') })
  await migrate(ledger)
})
afterAll(() => ledger.destroy())

const EDITIONS: RunEditions = {
  ruleSet: 'sha256:rules',
  reference: 'sha256:tables',
  icd10: null,
  msDrg: null,
  ...forUserTables(() => null),
}
const units = (count: number): PlannedUnit[] =>
  Array.from({ length: count }, (_, unit) => ({
    stretch: { kind: 'offsets', partition: 0, from: String(unit * 10), to: String(unit * 10 + 10) },
    events: 10,
  }))

async function begun(count: number): Promise<number> {
  const run = await askRun(ledger, { source: { kind: 'topic' } }, { ruleDirectories: [] })
  expect(await beginRun(ledger, run, { editions: EDITIONS, inputs: [], units: units(count) })).toBe(true)
  return run
}

const result = (claimId: string, version: number, content: string, id = 1): AuditResult => {
  const made = resultOf({ claimId, version, revision: 0, content, poisoned: false })
  return {
    ...made,
    findings: made.findings.map((finding, n) => ({
      ...finding,
      message: 'a tab\t, a \\ and\na line',
      findingId: `00000000-0000-5000-8000-${String(id * 10 + n).padStart(12, '0')}`,
    })),
  }
}
const audited = (results: AuditResult[], digest = 'sha256:unit'): AuditedUnit => ({
  results: results.map((each, ordinal) => ({ ordinal, result: each })),
  rejected: [{ ordinal: 9, tenant: null, claimId: null, reason: { code: 'not-json', pointer: null, keyword: null } }],
  tally: {
    read: results.length + 1,
    filtered: 0,
    clean: results.filter(({ outcome }) => outcome === 'clean').length,
    findings: results.filter(({ outcome }) => outcome === 'findings').length,
    rejected: { 'not-json': 1 },
  },
  digest,
})
const rowsOf = async (table: string, run: number) =>
  (await ledger.query(`select count(*)::int as n from ${table} where run = $1`, [run]))[0].n as number

describe('a run', () => {
  it('is planned once, worked on unit by unit, settled once, and counts every event once', async () => {
    const run = await begun(2)
    expect(await beginRun(ledger, run, { editions: EDITIONS, inputs: [], units: [] })).toBe(false)
    expect(await settleRun(ledger, run, settleVersions)).toBe(false)
    const batches = [
      audited([result('A', 2, 'both'), result('B', 1, 'clean')], 'sha256:1'),
      audited([result('A', 2, 'both'), result('A', 1, 'query', 2), result('B', 1, 'query', 3)], 'sha256:2'),
    ]
    expect(await auditNextUnit(ledger, run, ({ unit }) => Promise.resolve(batches[unit] as AuditedUnit))).toBe('done')
    expect(await findRun(ledger, run)).toMatchObject({
      state: 'running',
      units: 2,
      unitsDone: 1,
      events: 20,
      eventsDone: 10,
      digest: null,
    })
    expect(await auditNextUnit(ledger, run, ({ unit }) => Promise.resolve(batches[unit] as AuditedUnit))).toBe('done')
    expect(await auditNextUnit(ledger, run, () => Promise.reject(new Error('none is left')))).toBe('none')
    const settled = await Promise.all([settleRun(ledger, run, settleVersions), settleRun(ledger, run, settleVersions)])
    expect(settled.sort()).toEqual([false, true])
    expect(await findRun(ledger, run)).toMatchObject({
      state: 'done',
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      tally: {
        read: 7,
        filtered: 0,
        clean: 1,
        findings: 1,
        rejected: { 'not-json': 2 },
        duplicate: 1,
        superseded: 1,
        versionConflict: 1,
      },
    })
    const kept = await ledger.query(
      "select claim_id, version, f ->> 'message' as message from recorded_run_claim, jsonb_array_elements(body::jsonb -> 'findings') f where run = $1 order by 1, 2",
      [run],
    )
    expect(kept).toEqual([1, 2, 2].map((version) => ({ claim_id: 'A', version, message: 'a tab\t, a \\ and\na line' })))
    expect([await rowsOf('recorded_run_claim', run), await rowsOf('run_skipped', run)]).toEqual([3, 4])
  })

  it('gives a unit to one at a time, and a unit that failed to the next worker', async () => {
    const run = await begun(1)
    const working = Promise.withResolvers<AuditedUnit>()
    const taken = Promise.withResolvers<void>()
    const first = auditNextUnit(ledger, run, () => {
      taken.resolve()
      return working.promise
    })
    await taken.promise
    expect(await auditNextUnit(ledger, run, () => Promise.reject(new Error('taken twice')))).toBe('held')
    working.reject(new Error('killed'))
    await expect(first).rejects.toThrow('killed')
    expect([await rowsOf('recorded_run_claim', run), (await findRun(ledger, run))?.unitsDone]).toEqual([0, 0])
    expect(await auditNextUnit(ledger, run, () => Promise.resolve(audited([result('A', 1, 'clean')])))).toBe('done')
  })

  it('keeps a unit for who works on it for longer than silence lasts', async () => {
    const run = await begun(1)
    const slowly = () => pause(1_500).then(() => audited([result('A', 1, 'clean')]))
    expect(await auditNextUnit(ledger, run, slowly, { silenceMs: 500 })).toBe('done')
  })

  it('is cancelled, resumed, failed and resumed, and keeps what was done', async () => {
    const run = await begun(2)
    await auditNextUnit(ledger, run, () => Promise.resolve(audited([result('A', 1, 'clean')])))
    expect(await actOnRun(ledger, run, 'cancel')).toBe('cancelled')
    expect(await auditNextUnit(ledger, run, () => Promise.reject(new Error('cancelled')))).toBe('none')
    expect(await actOnRun(ledger, run, 'resume')).toBe('running')
    await failRun(ledger, run, 'the disk is full')
    expect(await findRun(ledger, run)).toMatchObject({ state: 'failed', error: 'the disk is full', unitsDone: 1 })
    expect(await actOnRun(ledger, run, 'resume')).toBe('running')
    expect((await unfinishedRuns(ledger)).map(({ id }) => id)).toContain(run)
    expect(await findRun(ledger, run)).toMatchObject({ error: null })
    expect(await actOnRun(ledger, 9_999, 'cancel')).toBeUndefined()
  })

  it('is not waited for without end where it is deleted while a unit is finished', async () => {
    const run = await begun(1)
    const finish = Promise.withResolvers<void>()
    const taken = Promise.withResolvers<void>()
    const unit = auditNextUnit(ledger, run, async () => {
      taken.resolve()
      await finish.promise
      return {
        results: [],
        rejected: [],
        tally: { read: 0, filtered: 0, clean: 0, findings: 0, rejected: {} },
        digest: '',
      }
    })
    await taken.promise
    await actOnRun(ledger, run, 'cancel')
    expect(await deleteRun(ledger, run, { patienceMs: 50 })).toBe(false)
    expect(await findRun(ledger, run)).toMatchObject({ state: 'cancelled' })
    finish.resolve()
    await unit
    expect(await deleteRun(ledger, run)).toBe(true)
  })

  it('is deleted with its tables, once it is not at work', async () => {
    const run = await begun(1)
    expect(await deleteRun(ledger, run)).toBe(false)
    await actOnRun(ledger, run, 'cancel')
    expect(await deleteRun(ledger, run)).toBe(true)
    expect(await findRun(ledger, run)).toBeUndefined()
    expect((await ledger.query('select to_regclass($1) as t', [`run_claim_${run}`]))[0].t).toBeNull()
    expect((await listRuns(ledger, { limit: 2 })).map(({ id }) => id)).not.toContain(run)
  })
})
