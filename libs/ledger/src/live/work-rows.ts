import type { Known, KnownClaim, VoidedVersion } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { AuditResult } from '@claims-audit/contracts'
import type { QueryRunner } from 'typeorm'
import { FINDINGS } from '../views/body-sql.js'
import { binaryArray } from '../sql/binary-array.js'
import { prepared } from '../sql/prepared.js'
import { rowsOf, withColumn } from '../tables/table.js'
import type { Table, TableRows } from '../tables/table.js'
import { WORK_CODE, WORK_COUNT, WORK_FINDING, workCodes, workCounts, workFindings } from '../tables/work-rows.js'

/**
 * The rows by which the findings of new results are listed and counted; `recordedAt` where that is not now. `voids`:
 * recorded with them.
 */
export function workRows(
  { results, voids = [] }: { results: AuditResult[]; voids?: VoidedVersion[] },
  known: Pick<Known, 'claim'>,
  recordedAt?: (result: AuditResult) => string | null,
): TableRows[] {
  const newest = newestOf([...results, ...voids], known)
  const findings = results.flatMap((result) => workFindings(result, newest.has(result)))
  return [
    rowsOf(at(WORK_FINDING, recordedAt), findings),
    rowsOf(at(WORK_CODE, recordedAt), workCodes(findings)),
    rowsOf(WORK_COUNT, workCounts(findings)),
  ]
}

const at = <Source extends { result: AuditResult }>(
  table: Table<Source>,
  recordedAt: ((result: AuditResult) => string | null) | undefined,
): Table<Source> =>
  recordedAt === undefined ? table : withColumn(table, 'recorded_at', 'timestamptz', ({ result }) => recordedAt(result))

type Recorded = AuditResult | VoidedVersion

/** Those of a batch's results and voids that are the newest of their claims now. */
function newestOf(results: Recorded[], known: Pick<Known, 'claim'>): Set<Recorded> {
  const newest = new Map<string, Recorded>()
  for (const result of results) {
    const key = claimKey(result.tenant, result.claimId)
    const held = known.claim(result.tenant, result.claimId).results
    const before = newest.get(key)
    if (!held.some((each) => isNewer(each, result)) && (before === undefined || isNewer(versionOf(result), before)))
      newest.set(key, result)
  }
  return new Set(newest.values())
}

type Version = Pick<KnownClaim['results'][number], 'version' | 'revision'>

const versionOf = ({ claimVersion: version, revision }: Recorded): Version => ({ version, revision })

const isNewer = (a: Version, b: Recorded): boolean =>
  a.version > b.claimVersion || (a.version === b.claimVersion && a.revision > b.revision)

/**
 * Findings of a claim are open until a newer version or revision has its result, or says that the claim is void. Few
 * claims come again, and only for those the ids of the older findings are read from the bodies.
 */
export async function closeOlder(runner: QueryRunner, results: Recorded[], known: Pick<Known, 'claim'>): Promise<void> {
  const again = [...newestOf(results, known)].filter(
    ({ tenant, claimId }) => known.claim(tenant, claimId).results.length > 0,
  )
  if (again.length === 0) return
  await prepared(runner, CLOSE, namesOf(again))
}

const namesOf = (results: Recorded[]): Buffer[] =>
  (['tenant', 'claimId'] as const).map((part) =>
    binaryArray(
      'text',
      results.map((result) => result[part]),
    ),
  )

const CLOSE = `
with closed as (
  update work_finding f set is_open = false, active = false from (
    select b.finding_id, b.revision, b.active
    from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
    join audited_claim a on a.tenant = w.tenant and a.claim_id = w.claim_id
    cross join lateral (${FINDINGS('a.body')}) as ids
    join work_finding b on b.finding_id = ids.finding_id and b.revision = a.revision
    where b.is_open
  ) older
  where f.finding_id = older.finding_id and f.revision = older.revision
  returning f.tenant, f.rule_id, f.severity, f.facility_id, older.active as was_active
)
insert into work_count (tenant, rule_id, severity, facility_id, findings)
select tenant, rule_id, severity, coalesce(facility_id, ''), -count(*) from closed where was_active group by 1, 2, 3, 4`

/** A person who has taken a claim keeps it when it comes again. */
export async function keepOwners(
  runner: QueryRunner,
  results: AuditResult[],
  known: Pick<Known, 'claim'>,
): Promise<void> {
  const again = results.filter(({ tenant, claimId }) => known.claim(tenant, claimId).results.length > 0)
  if (again.length > 0) await prepared(runner, KEEP, namesOf(again))
}

const KEEP = `
with claims as materialized (
  select distinct w.tenant, w.claim_id, (
    select a.owner from work_act a where a.tenant = w.tenant and a.claim_id = w.claim_id and a.finding_id is null order by a.id desc limit 1
  ) as owner from unnest($1::text[], $2::text[]) as w(tenant, claim_id)
)
update work_finding f set owner = ids.owner from (
  select ids.finding_id, c.owner from claims c join audited_claim a on a.tenant = c.tenant and a.claim_id = c.claim_id
  cross join lateral (${FINDINGS('a.body')}) ids where c.owner <> ''
) ids where f.finding_id = ids.finding_id and f.owner <> ids.owner`
