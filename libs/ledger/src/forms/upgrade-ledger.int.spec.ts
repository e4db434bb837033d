import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle, settleVersions } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import type { AuditResult } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import { migrateUpTo } from '../../../../test/former-ledger.js'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { resultOf, voidedOf } from '../../../../test/protocol/claims.js'
import {
  FINDING_SORTS,
  askRun,
  auditNextUnit,
  beginRun,
  checkLedger,
  diffRuns,
  findClaim,
  findFinding,
  findFindings,
  isWhole,
  ledgerForm,
  migrate,
  openLedger,
  recordBatch,
  recordQuarantine,
  relayOutbox,
  settleRun,
  terminalOffsets,
  upgradeLedger,
} from '../ledger.js'
import type { FindingSort } from '../ledger.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'upgrade') })
  await migrateUpTo(ledger, 'ClaimsInOneRow')
  await migrate(ledger)
  await recordSome()
  doneRun = await runOf(CLAIMS.map((claimId) => resultFor(claimId, 1)))
  openRun = await beginAnother()
})
afterAll(() => ledger.destroy())

const CLAIMS = Array.from({ length: 12 }, (_, n) => `claim-${n}`)
const NEW = 'claim-13'
const UNKNOWN = 'claim-14'
const CONTENTS = ['both', 'query', 'change', 'clean'] as const
const topic = 'claims.submitted'
const laneOf = (key: string): number => key.length % 64
let [doneRun, openRun, offset] = [0, 0, 0]

/** As an audit gives it, with every facet that lists go by, and ids of its own. */
function resultFor(claimId: string, version: number): AuditResult {
  const n = Number(claimId.slice('claim-'.length))
  const made = resultOf({ claimId, version, revision: 0, content: CONTENTS[n % 4] ?? 'clean', poisoned: false })
  return {
    ...made,
    tenant: n % 3 === 0 ? 'north' : 'south',
    facets: {
      ...made.facets,
      facilityId: n % 2 === 0 ? 'F1' : null,
      dischargeDate: n % 5 === 0 ? null : `2026-01-${10 + n}`,
      totalCharge: n % 4 === 1 ? null : `${(n * 7919) % 1000}.50`,
      codes: ['M43.02', 'G99.2'],
    },
    findings: made.findings.map((finding, at) => ({
      ...finding,
      findingId: `00000000-0000-5000-8000-${[version, n, at].map((part) => String(part).padStart(4, '0')).join('')}`,
      severity: (['error', 'warning', 'info'] as const)[(n + at) % 3] ?? 'error',
      codes: at === 0 ? ['M43.02'] : ['M43.02', 'G99.2'],
    })),
  }
}

const voidOf = (claimId: string, version: number): Arrival['result'] => ({
  ...voidedOf({ claimId, version, revision: 0, content: 'void', poisoned: false }),
  tenant: resultFor(claimId, 1).tenant,
})

async function record(...results: Arrival['result'][]): Promise<void> {
  const arrivals = results.map((result): Arrival => {
    const origin = { topic, partition: 0, offset: String(offset), timestamp: '1767225600000' }
    offset += 1
    return { origin, result }
  })
  const lanes = results.map(({ tenant, claimId }) => laneOf(`${tenant}:${claimId}`))
  await recordBatch(ledger, { claims: results, origins: arrivals.map(({ origin }) => origin), lanes }, (known) =>
    settle(arrivals, known),
  )
}

async function recordSome(): Promise<void> {
  await record(...CLAIMS.map((claimId) => resultFor(claimId, 1)))
  await record(...CLAIMS.slice(0, 5).map((claimId) => resultFor(claimId, 3)))
  await record(...CLAIMS.slice(2, 4).map((claimId) => resultFor(claimId, 2)))
  // One with findings, one twice, one of an unknown claim, one that comes late.
  await record(
    voidOf('claim-6', 2),
    voidOf('claim-5', 2),
    voidOf('claim-5', 2),
    voidOf(UNKNOWN, 1),
    voidOf('claim-1', 2),
  )
  const origin = { topic, partition: 1, offset: '0', timestamp: '5' }
  const quarantined = { tenant: '_unread', claimId: `${topic}/1/0`, origin, concludes: true, stage: 'code-validation' }
  const reason = { code: 'not-json', pointer: null, keyword: null }
  await recordQuarantine(
    ledger,
    [{ ...quarantined, reason, attempts: 1, failedAt: origin, key: null, value: null, headers: {} }],
    [1],
  )
}

async function planned(): Promise<number> {
  const run = await askRun(ledger, { source: { kind: 'topic' } }, { ruleDirectories: [] })
  const none = { icd10: null, msDrg: null, baseRates: null, poaExempt: null, coverage: null }
  const unit = (from: string, to: string) => ({
    stretch: { kind: 'offsets' as const, partition: 0, from, to },
    events: 9,
  })
  await beginRun(ledger, run, {
    editions: { ruleSet: 'sha256:r', reference: 'sha256:t', ...none },
    inputs: [],
    units: [unit('0', '9'), unit('9', '18')],
  })
  return run
}

const auditUnit = (run: number, results: AuditResult[]): Promise<string> =>
  auditNextUnit(ledger, run, () =>
    Promise.resolve({
      results: results.map((result, ordinal) => ({ ordinal, result })),
      rejected: [],
      tally: { read: results.length, filtered: 0, clean: 0, findings: results.length, rejected: {} },
      digest: 'sha256:u',
    }),
  )

async function runOf(results: AuditResult[]): Promise<number> {
  const run = await planned()
  await auditUnit(run, results.slice(0, 6))
  await auditUnit(run, results.slice(6))
  expect(await settleRun(ledger, run, settleVersions)).toBe(true)
  return run
}

async function beginAnother(): Promise<number> {
  const run = await planned()
  await auditUnit(
    run,
    CLAIMS.slice(0, 6).map((claimId) => resultFor(claimId, 1)),
  )
  return run
}

/** All that can be asked of a ledger. */
async function answers(): Promise<unknown> {
  const pages: Record<string, unknown[]> = {}
  for (const sort of Object.keys(FINDING_SORTS) as FindingSort[])
    for (const descending of [false, true]) {
      const items: unknown[] = []
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = await findFindings(ledger, {}, { limit: 4, sort, descending, ...(cursor && { cursor }) })
        items.push(...page.items)
        cursor = page.cursor
      }
      pages[`${sort} ${descending}`] = items
    }
  const filters = [
    { tenant: 'north' },
    { claimId: 'claim-1' },
    { rule: 'rule.query' },
    { severity: 'warning' },
    { status: 'open' as const },
    { status: 'superseded' as const },
    { code: 'G99.2' },
    { facility: 'F1' },
    { dischargeTo: '2026-01-15' },
    { totalChargeFrom: 100.25, totalChargeTo: 700 },
  ]
  const filtered = []
  for (const filter of filters)
    filtered.push((await findFindings(ledger, filter, { limit: 100, sort: 'rule', descending: false })).items)
  const claims = []
  for (const claimId of [...CLAIMS, NEW, UNKNOWN])
    for (const tenant of ['north', 'south']) claims.push(await findClaim(ledger, tenant, claimId))
  return {
    pages,
    filtered,
    claims,
    one: await findFinding(ledger, '00000000-0000-5000-8000-000100000001'),
    offsets: await terminalOffsets(ledger, { epoch: 1, topic, partition: 0, low: '0', high: String(offset + 2) }),
    quarantined: await terminalOffsets(ledger, { epoch: 1, topic, partition: 1, low: '0', high: '1' }),
    diff: await diffRuns(ledger, 0, doneRun),
  }
}

const killed = new Error('killed')
const interruptedAfter = (pieces: number): Promise<unknown> => {
  let done = 0
  const onProgress = (): void => {
    done += 1
    if (done === pieces) throw killed
  }
  return upgradeLedger(ledger, { laneOf, claims: 2, onProgress })
}

describe('a ledger of the release before', () => {
  it('is moved piece by piece, killed and gone on with, and answers the same all the way', async () => {
    const before = await answers()
    const voided = await findFindings(ledger, { claimId: 'claim-6' }, { limit: 9, sort: 'rule', descending: false })
    expect(voided.items.map(({ status }) => status)).toEqual(['superseded'])
    expect(await ledgerForm(ledger)).toEqual({ form: 1, moved: false })
    for (const pieces of [1, 3, 2]) {
      await expect(interruptedAfter(pieces)).rejects.toThrow(killed)
      expect(await answers()).toEqual(before)
    }
    expect(await ledgerForm(ledger)).toEqual({ form: 2, moved: false })
  })

  it('takes what the stages bring meanwhile, and nothing from a stage of that release', async () => {
    // Not moved yet, moved, and new.
    await record(resultFor('claim-11', 2), resultFor('claim-0', 4), resultFor(NEW, 1))
    await record(voidOf('claim-9', 2), voidOf('claim-2', 4), voidOf('claim-5', 2), resultFor(UNKNOWN, 2))
    await record(resultFor('claim-10', 1))
    const during = await answers()
    expect(await findClaim(ledger, 'south', NEW)).toBeDefined()
    await expect(
      ledger.query(
        `insert into outcome (tenant, claim_id, run, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome) values ('t', 'A', 0, $1, 0, 999, 5, 'clean')`,
        [topic],
      ),
    ).rejects.toMatchObject({ code: '55000' })
    const moved = await upgradeLedger(ledger, { laneOf })
    expect(moved.runs).toBe(2)
    expect(await answers()).toEqual(during)
    expect(await ledgerForm(ledger)).toEqual({ form: 2, moved: true })
    expect(isWhole(await checkLedger(ledger))).toBe(true)
    expect(await upgradeLedger(ledger, { laneOf })).toEqual({ claims: 0, outcomes: 0, corrections: 0, runs: 0 })
    const [{ left }] = (await ledger.query(
      `select array_agg(relname::text) as left from pg_class where relname ~ '^(outcome|audit_result|finding|correction|run_result|run_finding)(_|$)' and relname <> 'correction_fate' and relkind in ('r', 'p')`,
    )) as [{ left: string[] | null }]
    expect(left).toBeNull()
  })

  it('goes on with a run that was open, and publishes what waited, in order', async () => {
    expect(
      await auditUnit(
        openRun,
        CLAIMS.slice(6).map((claimId) => resultFor(claimId, 1)),
      ),
    ).toBe('done')
    expect(await settleRun(ledger, openRun, settleVersions)).toBe(true)
    expect((await diffRuns(ledger, doneRun, openRun)).claims).toMatchObject({ both: 12, onlyA: 0, onlyB: 0 })
    const sent: { tenant: string; claimId: string; sequence: number }[] = []
    await relayOutbox(ledger, 1_000, async (events) => void sent.push(...events.map(({ body }) => JSON.parse(body))))
    const sequences = Map.groupBy(sent, ({ tenant, claimId }) => `${tenant}:${claimId}`)
    expect(sent.length).toBeGreaterThan(20)
    for (const each of sequences.values())
      expect(each.map(({ sequence }) => sequence)).toEqual(each.map((_, at) => at + 1))
  })
})
