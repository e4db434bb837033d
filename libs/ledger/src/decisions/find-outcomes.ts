import type { Fate } from '@claims-audit/audit'
import type { DataSource } from 'typeorm'
import { STATES } from '@claims-audit/decisions'
import { asTenant } from '../sql/as-tenant.js'
import type { Actor } from './actor.js'

/** What the corrections of a rule, a facility or a coder came to. */
export interface OutcomeSum {
  /** The rule, facility or coder; null where the claims name none. */
  of: string | null
  /** Findings that were asked about, and how many of them ended in each way. */
  findings: number
  fates: Record<Fate, number>
  /** Realised change of the claims' relative weights. */
  weightChange: number
  /** In dollars; null where no base rate was known. */
  amountChange: number | null
}

/** Columns of the sums. */
const BY = { rule: 'rule_id', facility: 'facility_id', coder: 'coder' } as const
export type OutcomesBy = keyof typeof BY

const FATES: readonly Fate[] = ['applied', 'partly', 'otherwise', 'answered', 'ignored']
const COUNTS = FATES.map((fate) => `'${fate}', count(*) filter (where fate = '${fate}')`).join(', ')

/** Sums over what came to light between two days, the first included; every facility that the caller may see. */
export function sumOutcomes(
  ledger: DataSource,
  actor: Actor,
  { by, from, to }: { by: OutcomesBy; from: string | null; to: string | null },
): Promise<OutcomeSum[]> {
  return asTenant(ledger, actor, (runner) =>
    runner.query(
      `select ${BY[by]} as of, count(*)::int as findings, jsonb_build_object(${COUNTS}) as fates,
         coalesce(sum(weight_change), 0)::float8 / 10000 as "weightChange", sum(amount_change)::float8 / 100 as "amountChange"
       from correction_fate
       where tenant = $1 and ($2::text[] is null or facility_id = any($2))
         and ($3::date is null or recorded_at >= $3::date) and ($4::date is null or recorded_at < $4::date)
       group by 1 order by findings desc, 1`,
      [actor.tenant, actor.facilities, from, to],
    ),
  )
}

/** An agreed finding whose claim has not come again. */
export interface UnchangedFinding {
  findingId: string
  claimId: string
  claimVersion: number
  ruleId: string
  facilityId: string | null
  coder: string | null
  /** Who agreed last, and when. */
  person: string
  agreedAt: string
}

/** Agreed more than `days` ago and unchanged, the oldest first. */
export function findUnchanged(
  ledger: DataSource,
  actor: Actor,
  { days, limit }: { days: number; limit: number },
): Promise<UnchangedFinding[]> {
  return asTenant(ledger, actor, async (runner) => {
    const rows: (Omit<UnchangedFinding, 'agreedAt'> & { agreedAt: Date })[] = await runner.query(UNCHANGED, [
      actor.tenant,
      actor.facilities,
      days,
      limit,
    ])
    return rows.map((row) => ({ ...row, agreedAt: row.agreedAt.toISOString() }))
  })
}

const UNCHANGED = `
select f.finding_id as "findingId", f.claim_id as "claimId", f.version as "claimVersion", f.rule_id as "ruleId",
  f.facility_id as "facilityId", f.coder, a.person, a.recorded_at as "agreedAt"
from work_act a join work_finding f on f.finding_id = a.finding_id and f.revision = a.revision
where a.tenant = $1 and a.state = ${STATES.agreed} and a.act in ('agree', 'second-agree') and a.recorded_at < now() - make_interval(days => $3)
  and f.is_open and f.state = ${STATES.agreed} and ($2::text[] is null or f.facility_id = any($2))
  and not exists (select from work_act l where l.finding_id = a.finding_id and l.revision = a.revision and l.id > a.id and l.act in ('agree', 'second-agree'))
order by a.recorded_at limit $4`
