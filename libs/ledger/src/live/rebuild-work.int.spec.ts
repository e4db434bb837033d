import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import type { AuditResult } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import { freshLedger } from '../../../../test/fresh-database.js'
import { resultOf, seeded, submissions } from '../../../../test/protocol/claims.js'
import { checkLedger, findFindings, foldCounts, isWhole, openLedger, rebuildWork, recordBatch } from '../ledger.js'

let ledger: DataSource
const random = seeded(Number(process.env['SEED'] ?? 11))

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'work') })
  for (let batch = 0; batch < 12; batch += 1) await record(batch)
})
afterAll(() => ledger.destroy())

/** What an unruly upstream sends: newer versions, late ones, revisions, several of a claim in a batch. */
async function record(batch: number): Promise<void> {
  const arrivals = submissions(random)
    .filter(({ poisoned }) => !poisoned)
    .map((submitted, at): Arrival => ({
      origin: { topic: 't', partition: batch, offset: String(at), timestamp: '0' },
      result: dressed(resultOf(submitted)),
    }))
  const batchOf = { claims: arrivals.map(({ result }) => result), origins: arrivals.map(({ origin }) => origin) }
  await recordBatch(ledger, { ...batchOf, lanes: [0] }, (known) => settle(arrivals, known))
}

const dressed = (result: AuditResult): AuditResult => ({
  ...result,
  facets: { ...result.facets, facilityId: result.claimId === 'A' ? null : 'F1', totalCharge: '1234.56' },
  findings: result.findings.map((finding, n) => ({
    ...finding,
    codes: ['M43.02', `M54.${n}`, 'M43.02'],
    findingId: `00000000-0000-5000-8000-${result.claimId.charCodeAt(0)}${result.claimVersion}${n}`.padEnd(36, '0'),
  })),
})

const WHOLE = {
  findings: { missing: 0, extra: 0 },
  codes: { missing: 0, extra: 0 },
  counts: { missing: 0, extra: 0 },
  repeatedCorrections: 0,
  unknownResults: 0,
}

const openOnes = async (): Promise<number> =>
  (await findFindings(ledger, { status: 'open' }, { limit: 500, sort: 'rule', descending: false })).items.length

describe('rows for lists and counts', () => {
  it('agree with the ledger, whatever came in which order', async () => {
    expect(await openOnes()).toBeGreaterThan(0)
    expect(await checkLedger(ledger)).toEqual(WHOLE)
  })

  it('stay what they are where batches are folded, by two at once', async () => {
    await Promise.all([foldCounts(ledger), foldCounts(ledger)])
    expect(await checkLedger(ledger)).toEqual(WHOLE)
    const [{ rows, sums }] = (await ledger.query(
      'select count(*)::int as rows, count(distinct (tenant, rule_id, severity, facility_id))::int as sums from work_count',
    )) as [{ rows: number; sums: number }]
    expect(rows).toBe(sums)
  })

  it('are not all that is checked: results that are not known, corrections that were given twice', async () => {
    await ledger.query('update claim_outcome set content_digest = null where tenant = $1 and claim_id = $2', ['t', 'A'])
    await ledger.query(
      'insert into claim_correction select tenant, claim_id, -sequence, correction_id, version, revision, kind, body from claim_correction limit 1',
    )
    const { unknownResults, repeatedCorrections, ...rest } = await checkLedger(ledger)
    expect(unknownResults).toBeGreaterThan(0)
    expect(repeatedCorrections).toBe(1)
    expect(rest.codes).toEqual(WHOLE.codes)
    await ledger.query('delete from claim_correction where sequence < 0')
    await ledger.query(
      `update claim_outcome o set content_digest = a.content_digest from audited_claim a
       where (a.tenant, a.claim_id, a.version, a.revision) = (o.tenant, o.claim_id, o.version, o.revision) and o.outcome in ('clean', 'findings', 'superseded')`,
    )
    expect(await checkLedger(ledger)).toEqual(WHOLE)
  })

  it.each([
    [
      'a finding is gone',
      'delete from work_finding where (finding_id, revision) in (select finding_id, revision from work_finding where is_open limit 1)',
    ],
    ['one is open that is not', 'update work_finding set is_open = true'],
    ['an amount is another', 'update work_finding set amount_cents = 7'],
    [
      'one belongs to no claim',
      `insert into work_finding select gen_random_uuid(), 0, 'none', 'none', 1, 'r', 1, null, null, null, null, '2026-01-01', 0, true`,
    ],
    ['a code is gone, another is new', `update work_code set code = 'X' where code = 'M54.0'`],
    ['a count is off', 'update work_count set findings = findings + 1'],
    ['all is gone', 'truncate work_finding, work_code, work_count'],
  ])('are found out, and made again, where %s', async (_, statement) => {
    const before = await openOnes()
    await ledger.query(statement)
    expect(isWhole(await checkLedger(ledger))).toBe(false)
    expect(await rebuildWork(ledger, { laneOf: () => 0 })).toEqual(WHOLE)
    expect(await openOnes()).toBe(before)
  })
})
