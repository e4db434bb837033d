import { FIRST_DECIDED } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import { asTenant } from '../sql/as-tenant.js'
import type { Actor } from './actor.js'

/** A decided finding that the caller may read without knowing the verdict. */
export interface SampledFinding {
  findingId: string
  findingDigest: string
  claimId: string
  claimVersion: number
  ruleId: string
  facilityId: string | null
  /** Until when it waits for a reader. */
  until: string
}

/** So long a finding of the sample waits for its second reader, and hides its verdict from those who may be it. */
const WAITS = "interval '14 days'"

/** An act `a` by which a finding is sampled that no one has read, and on which the person `$3` has not acted. */
const WAITING = `a.tenant = $1 and a.sampled and a.recorded_at > now() - ${WAITS}
  and not exists (select from work_act b where b.finding_id = a.finding_id and b.revision = a.revision and (b.act in ('blind-agree', 'blind-disagree') or b.person = $3))
  and not exists (select from work_act l where l.finding_id = a.finding_id and l.revision = a.revision and l.id > a.id and l.sampled)`

const SAMPLES = `
select a.finding_id as "findingId", a.finding_digest as "findingDigest", f.claim_id as "claimId", f.version as "claimVersion",
  f.rule_id as "ruleId", f.facility_id as "facilityId", a.recorded_at + ${WAITS} as until
from work_act a join work_finding f on f.finding_id = a.finding_id and f.revision = a.revision
where ${WAITING} and f.is_open and f.state >= ${FIRST_DECIDED} and ($2::text[] is null or f.facility_id = any($2))
order by a.id limit $4`

/** The oldest first. A person who has acted on a finding never gets it. */
export const findSamples = (
  ledger: DataSource,
  actor: Actor,
  { limit }: { limit: number },
): Promise<SampledFinding[]> =>
  asTenant(ledger, actor, async (runner) => {
    const values = [actor.tenant, actor.facilities, actor.person, limit]
    const rows: (Omit<SampledFinding, 'until'> & { until: Date })[] = await runner.query(SAMPLES, values)
    await logAccess(runner, actor, { act: 'list', claims: rows.map(({ claimId }) => claimId), rows: rows.length })
    return rows.map((row) => ({ ...row, until: row.until.toISOString() }))
  })

/** Findings of a claim that the caller may read blind, and so is not told what was done to. */
export async function hiddenOf(
  runner: QueryRunner,
  { tenant, person }: Actor,
  claimId: string,
): Promise<ReadonlySet<string>> {
  const rows: { finding_id: string }[] = await runner.query(
    `select a.finding_id from work_act a join work_finding f on f.finding_id = a.finding_id and f.revision = a.revision
     where ${WAITING} and a.claim_id = $2 and f.state >= ${FIRST_DECIDED}`,
    [tenant, claimId, person],
  )
  return new Set(rows.map(({ finding_id }) => finding_id))
}
