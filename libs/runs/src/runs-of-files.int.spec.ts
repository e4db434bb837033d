import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { parquetWriteFile } from 'hyparquet-writer'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { diffRuns } from '@claims-audit/ledger'
import type { AuditRun } from '@claims-audit/ledger'
import { openKnowledge } from '@claims-audit/reference'
import { COUNT, FreshRuns, claims, files, lines, text } from '../../../test/fresh-runs.js'

let runs: FreshRuns
beforeAll(async () => {
  runs = await FreshRuns.open()
})
afterAll(() => runs.ledger.destroy())

describe('a run over files', () => {
  let first: AuditRun
  beforeAll(async () => {
    first = await runs.undisturbed()
  })

  it('records what the audit says of each claim, and counts every event once', async () => {
    expect(first).toMatchObject({
      state: 'done',
      units: 2,
      unitsDone: 2,
      tally: {
        read: COUNT + 6,
        filtered: 0,
        duplicate: 1,
        superseded: 1,
        versionConflict: 1,
        rejected: { 'not-json': 1, 'outside-editions': 1 },
      },
    })
    const knowledge = openKnowledge()
    const rows: { claim_id: string; body: object }[] = await runs.ledger.query(
      "select claim_id, f as body from recorded_run_claim, jsonb_array_elements(body::jsonb -> 'findings') with ordinality as t(f, place) where run = $1 and claim_id in ('run-5', 'run-6') order by claim_id, place",
      [first.id],
    )
    const expected = claims.slice(5, 7).flatMap((claim) => {
      const result = auditClaim(normalizeClaim(claim as SubmittedClaim), knowledge)
      return 'rejected' in result ? [] : result.findings.map((body) => ({ claim_id: claim.claimId, body }))
    })
    expect(rows).toEqual(expected)
  })

  it('names what it skipped, by file and line', async () => {
    expect(
      (await runs.skipped(first.id)).map(({ place, outcome, claimId, reason }) => [place, outcome, claimId, reason]),
    ).toEqual([
      [`${runs.plain}:${COUNT + 1}`, 'duplicate', 'run-0', null],
      [`${runs.plain}:${COUNT + 2}`, 'version-conflict', 'run-1', null],
      [`${runs.plain}:${COUNT + 5}`, 'rejected', null, 'not-json'],
      [`${runs.plain}:${COUNT + 7}`, 'rejected', 'long-ago', 'outside-editions'],
    ])
  })

  it('gives the same digest and rows packed or not, by one thread or several, in one file or two', async () => {
    const half = Math.floor(text.length / 2)
    // Where a unit ends: a digest is of units.
    const cutAt = lines.slice(0, 1_000).join('\n').length + 1
    const others = [
      await runs.whole(files(runs.file('claims.jsonl.gz', gzipSync(text))), {}, 1),
      await runs.whole(
        files(
          runs.file(
            'claims.zst',
            Buffer.concat([zstdCompressSync(text.slice(0, half)), zstdCompressSync(text.slice(half))]),
          ),
        ),
        {},
        3,
      ),
      await runs.whole(files(runs.file('1.jsonl', text.slice(0, cutAt)), runs.file('2.jsonl', text.slice(cutAt)))),
    ]
    const rows = lines.filter((line) => line !== '')
    // Rows have no empty ones among them; units of lines and of rows begin alike all the same.
    const parquet = join(runs.folder, 'claims.parquet')
    parquetWriteFile({
      filename: parquet,
      columnData: [
        { name: 'at', data: rows.map((_, n) => n) },
        { name: 'value', data: rows, type: 'STRING' },
      ],
      rowGroupSize: 2_000,
    })
    others.push(await runs.whole(files(parquet)))
    const last = (await runs.skipped(others.at(-1)?.id as number)).at(-1)
    expect(last).toMatchObject({ place: `${parquet}:${rows.length}`, claimId: 'long-ago' })
    for (const other of others) {
      expect(other).toMatchObject({ digest: first.digest, tally: first.tally })
      for (const table of ['recorded_run_claim']) {
        const rows = await runs.ledger.query(
          `select count(*)::int as n from ((select to_jsonb(t) - 'run' from ${table} t where run = $1) except (select to_jsonb(t) - 'run' from ${table} t where run = $2)) as d`,
          [first.id, other.id],
        )
        expect({ table, different: rows[0].n as number }).toEqual({ table, different: 0 })
      }
    }
  }, 120_000)

  it('audits only what is asked for', async () => {
    const { tally } = await runs.whole(files(runs.plain), {
      only: { facility: 'F2', dischargeFrom: '2026-01-01', dischargeTo: '2026-02-06' },
    })
    const ofF2 = claims.filter((claim) => claim.facility?.id === 'F2').length
    // What is no JSON may be of that facility; what names another claim is not.
    expect((tally?.clean ?? 0) + (tally?.findings ?? 0) + (tally?.rejected['not-json'] ?? 0)).toBeGreaterThanOrEqual(
      ofF2,
    )
    expect(tally).toMatchObject({ read: COUNT + 6, rejected: { 'not-json': 1 } })
    const one = await runs.whole(files(runs.plain), { only: { claimId: 'run-7' } })
    expect(one.tally).toMatchObject({ read: COUNT + 6, filtered: COUNT + 4, rejected: { 'not-json': 1 } })
  }, 60_000)

  it('groups by a version that is forced, and says so', async () => {
    const forced = await runs.whole(files(runs.plain), { editions: { msDrg: '44.0' }, only: { claimId: 'run-0' } })
    const [row] = await runs.ledger.query(
      "select editions::jsonb ->> 'msDrg' as version, body::jsonb -> 'drg' -> 'asSubmitted' -> 'weight' as weight from recorded_run_claim where run = $1",
      [forced.id],
    )
    expect(row).toEqual({ version: '44.0', weight: null })
    expect(forced.editions?.msDrg).toBe('44.0')
  })

  it('judges by the codes that are forced, says so, and differs from other codes by what became of them', async () => {
    // A code until FY2025, a header since.
    const retired = {
      ...claims[0],
      claimId: 'retired',
      admissionDate: '2025-06-01',
      dischargeDate: '2025-06-05',
      diagnoses: [{ sequence: 1, role: 'principal', code: 'G35', poa: 'Y' }],
    }
    const source = files(runs.file('retired.jsonl', JSON.stringify(retired)))
    const byDate = await runs.whole(source)
    const [before, after] = [
      await runs.whole(source, { editions: { icd10: 'FY2025' } }),
      await runs.whole(source, { editions: { icd10: 'FY2026' } }),
    ]
    expect([byDate, before, after].map(({ editions }) => editions?.icd10)).toEqual([null, 'FY2025', 'FY2026'])
    expect(new Set([byDate, before, after].map(({ digest }) => digest)).size).toBe(3)
    const [row] = await runs.ledger.query(
      'select editions::jsonb, discharge_date::text as discharged from recorded_run_claim where run = $1',
      [after.id],
    )
    expect(row).toMatchObject({
      editions: { icd10: 'FY2026', msDrg: '42.1', notes: 'FY2026 April' },
      discharged: '2025-06-05',
    })
    const { rules } = await diffRuns(runs.ledger, before.id, after.id)
    expect(rules.filter(({ gained }) => gained > 0)).toMatchObject([{ name: 'code.not-billable', gained: 1 }])
  })
})
