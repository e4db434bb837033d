import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { askRun, migrate, openLedger } from '@claims-audit/ledger'
import type { AuditRun, Ledger, SettledTally } from '@claims-audit/ledger'
import { planRun, workOnRun } from '@claims-audit/runs'
import { newDatabase } from '../e2e/running.js'

/** What the log came to when somebody last looked at it. */
interface Expected {
  digest: string
  tally: SettledTally
  /** By claim, version and revision: the rules that found something, with where. */
  findings: Record<string, string[]>
}

const LOG = join(import.meta.dirname, 'log.jsonl.gz')
const EXPECTED = join(import.meta.dirname, 'expected.json')

let ledger: Ledger
let databaseUrl: string

beforeAll(async () => {
  databaseUrl = await newDatabase({ migrated: false })
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
})
afterAll(() => ledger.destroy())

async function replayed(file: string): Promise<AuditRun> {
  const run = await askRun(ledger, { source: { kind: 'files', files: [file] } }, null)
  await planRun(ledger, run)
  return workOnRun(ledger, run, { databaseUrl, threads: 2 })
}

async function found({ id, digest, tally }: AuditRun): Promise<Expected> {
  const rows: { claim: string; findings: string[] }[] = await ledger.query(
    `select r.claim_id || ' ' || r.version || '.' || r.revision as claim, array(select (f ->> 'ruleId') || ' ' || (f ->> 'locus') from jsonb_array_elements(r.body::jsonb -> 'findings') with ordinality as t(f, place) order by place) as findings
     from recorded_run_claim r where r.run = $1 order by r.tenant, r.claim_id, r.version, r.revision`,
    [id],
  )
  return {
    digest: digest ?? '',
    tally: tally as SettledTally,
    findings: Object.fromEntries(rows.map(({ claim, findings }) => [claim, findings])),
  }
}

describe('the golden log', () => {
  it('comes to the findings, and to the digest, that it came to before', async () => {
    const now = await found(await replayed(LOG))
    if (process.env['GOLDEN'] === 'write') writeFileSync(EXPECTED, `${JSON.stringify(now, undefined, 1)}\n`)
    const { digest, ...expected } = JSON.parse(readFileSync(EXPECTED, 'utf8')) as Expected
    // First what a person can read; the digest sees every byte.
    expect({ tally: now.tally, findings: now.findings }).toEqual(expected)
    expect(now.digest).toBe(digest)
  }, 60_000)

  it('comes to something else where one code of one claim is another', async () => {
    const tampered = join(mkdtempSync(join(tmpdir(), 'golden-')), 'tampered.jsonl')
    writeFileSync(tampered, gunzipSync(readFileSync(LOG)).toString().replace('"code":"M43.02"', '"code":"M43.03"'))
    const { digest } = JSON.parse(readFileSync(EXPECTED, 'utf8')) as Expected
    expect((await replayed(tampered)).digest).not.toBe(digest)
  }, 60_000)
})
