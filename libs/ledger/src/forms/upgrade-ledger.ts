import type { ClaimName, Known, KnownClaim } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { DataSource, EntityManager, QueryRunner } from 'typeorm'
import { inLanes } from '../live/in-lanes.js'
import { BY_INDEX, OF_CLAIMS, byClaims, lanesOf, rowsOfClaims } from '../live/by-claims.js'
import type { Names } from '../live/by-claims.js'
import { workRows } from '../live/work-rows.js'
import { insertRows } from '../sql/insert-rows.js'
import { AUDITED_CLAIM, AUDITED_CLAIM_FIELDS, auditResultOf } from '../tables/audited-claim.js'
import type { AuditedClaimRow } from '../tables/audited-claim.js'
import { CLAIM_CORRECTION, CLAIM_OUTCOME, OUTCOME } from '../tables/claim-events.js'
import { rowsOf, withColumn } from '../tables/table.js'
import type { Table } from '../tables/table.js'
import { ledgerForm } from './ledger-form.js'
import { dropForm1, moveRun, switchForm } from './leave-form-1.js'

/** How far an upgrade is. */
export interface UpgradeProgress {
  claims: number
  outcomes: number
  corrections: number
  runs: number
}

export interface UpgradeOptions {
  /** The lane of a claim's key, as the stages have it. */
  laneOf: (key: string) => number
  /** So many in a transaction. */
  claims?: number
  onProgress?: (moved: UpgradeProgress) => void
}

const CLAIMS_AT_ONCE = 200
/** Their rows are small, and stages do not wait for them. */
const EVENTS_PER_CLAIM = 10
const OUTCOMES = [...Object.keys(OUTCOME), 'recorded_at'].join(', ')
const EVENTS = [
  ['outcomes', 'outcome', CLAIM_OUTCOME],
  ['corrections', 'correction', CLAIM_CORRECTION],
] as const

/**
 * Takes a ledger from form 1 to form 2 while stages work: from the first step on they write form 2, then what is there
 * is moved in pieces, each a transaction that inserts a row in one form and deletes it in the other, and last the
 * tables of form 1 go. Wherever it ended, it goes on from there when it is run again. Only the tables' owner can do it.
 */
export async function upgradeLedger(ledger: DataSource, options: UpgradeOptions): Promise<UpgradeProgress> {
  const moved: UpgradeProgress = { claims: 0, outcomes: 0, corrections: 0, runs: 0 }
  if ((await ledgerForm(ledger)).moved) return moved
  await ledger.transaction(({ queryRunner }) => switchForm(queryRunner as QueryRunner))
  const each = async (part: keyof UpgradeProgress, piece: () => Promise<number | undefined>): Promise<void> => {
    for (let rows = await piece(); rows !== undefined; rows = await piece()) {
      moved[part] += rows
      options.onProgress?.(moved)
    }
  }
  const { laneOf, claims = CLAIMS_AT_ONCE } = options
  await each(
    'claims',
    byClaims(ledger, 'audit_result', claims, async (names) => {
      await makeMonths(ledger, names)
      return inLanes(ledger, lanesOf(names, laneOf), (runner) => moveClaims(runner, names))
    }),
  )
  await assertEmpty(ledger, 'audit_result')
  for (const [part, from, to] of EVENTS)
    await each(
      part,
      byClaims(ledger, from, claims * EVENTS_PER_CLAIM, (names) =>
        ledger.transaction((session) => moveRows(session, from, to, names)),
      ),
    )
  await each('runs', () => ledger.transaction(({ queryRunner }) => moveRun(queryRunner as QueryRunner)))
  await ledger.transaction(({ queryRunner }) => dropForm1(queryRunner as QueryRunner))
  return moved
}

/** A row of form 1 as of form 2, with when it was recorded. */
type HeldClaim = AuditedClaimRow & { recorded_at: string }

/**
 * Moves all versions of claims, under their lanes' locks: a stage that records a next version meanwhile has to find
 * which of a claim's findings are open.
 */
async function moveClaims(runner: QueryRunner, { tenants, claimIds }: Names): Promise<number> {
  const claims = [tenants, claimIds]
  await runner.query(BY_INDEX)
  const held: (HeldClaim & { is_old: boolean })[] = await runner.query(
    `select ${AUDITED_CLAIM_FIELDS}, recorded_at::text as recorded_at,
       exists (select from audit_result o where (o.tenant, o.claim_id, o.version, o.revision) = (c.tenant, c.claim_id, c.version, c.revision)) as is_old
     from (select c.* from ${rowsOfClaims('recorded_claim')} c) c`,
    claims,
  )
  const old = held.filter(({ is_old }) => is_old)
  const recordedAt = new Map<object, string>()
  const results = old.map((row) => {
    const result = auditResultOf(row)
    recordedAt.set(result, row.recorded_at)
    return result
  })
  const known = await knownVersions(runner, claims)
  await runner.query(MOVE_OUTCOMES, claims)
  await runner.query(`delete from finding where ${OF_CLAIMS}`, claims)
  await runner.query(`delete from audit_result where ${OF_CLAIMS}`, claims)
  await insertRows(
    runner,
    rowsOf(
      withColumn(AUDITED_CLAIM, 'recorded_at', 'timestamptz', (result) => recordedAt.get(result) ?? null),
      results,
    ),
    ...workRows({ results }, known, (result) => recordedAt.get(result) ?? null),
  )
  return results.length
}

/** All versions of claims, voids among them, in either form. */
async function knownVersions(runner: QueryRunner, claims: string[][]): Promise<Pick<Known, 'claim'>> {
  const rows: (ClaimName & KnownClaim['results'][number])[] = await runner.query(
    `select v.tenant, v.claim_id as "claimId", v.version, v.revision, v.content_digest as "contentDigest"
     from (select v.* from ${rowsOfClaims('recorded_version')} v) v`,
    claims,
  )
  const versions = Map.groupBy(rows, (row) => claimKey(row.tenant, row.claimId))
  return {
    claim: (tenant, claimId) => ({ results: versions.get(claimKey(tenant, claimId)) ?? [], corrections: [] }),
  }
}

/** Outcomes move in the same transaction as results, so a version is always known by one of them. */
const MOVE_OUTCOMES = `
with gone as (delete from outcome where ${OF_CLAIMS} returning *)
insert into claim_outcome (${OUTCOMES}, content_digest)
select ${OUTCOMES}, coalesce(content_digest, case when outcome in ('clean', 'findings', 'superseded') then (
  select r.content_digest from audit_result r where (r.tenant, r.claim_id, r.run, r.version, r.revision) = (g.tenant, g.claim_id, 0, g.version, g.revision)
) end) from gone g`

/**
 * In its own transaction: attaching a month waits for every reader of the table, and moving a piece is such a reader.
 */
async function makeMonths(ledger: DataSource, { tenants, claimIds }: Names): Promise<void> {
  await ledger.transaction(async (session) => {
    await session.query(BY_INDEX)
    await session.query(
      `select make_claim_month(month) from (
         select distinct date_trunc('month', recorded_at at time zone 'UTC')::date as month from audit_result where ${OF_CLAIMS}
       ) m`,
      [tenants, claimIds],
    )
  })
}

/** An outcome that goes before its result would not say which version is known. */
async function assertEmpty(ledger: DataSource, table: string): Promise<void> {
  const [row]: { left: boolean }[] = await ledger.query(`select exists (select from ${table}) as left`)
  if (row?.left === true) throw new Error('another "claims-audit ledger upgrade" is at work')
}

/**
 * Moves rows that are the same in both forms but for their types. No lane's lock is needed: a statement sees a row in
 * one form.
 */
async function moveRows(session: EntityManager, from: string, to: Table<never>, names: Names): Promise<number> {
  await session.query(BY_INDEX)
  const columns = [...Object.keys(to.columns), 'recorded_at'].join(', ')
  const [row]: { rows: number }[] = await session.query(
    `with gone as (delete from ${from} where ${OF_CLAIMS} returning *),
       moved as (insert into ${to.name} (${columns}) select ${columns.replace(/\bbody\b/, 'body::text')} from gone)
     select count(*)::int as rows from gone`,
    [names.tenants, names.claimIds],
  )
  return row?.rows ?? 0
}
