import { queryStateOf, stateOf } from '@claims-audit/decisions'
import type { State } from '@claims-audit/decisions'
import type { AskedOfSender, JudgedFinding } from '@claims-audit/audit'
import type { QueryRunner } from 'typeorm'
import type { Actor } from '../decisions/actor.js'
import { hiddenOf } from '../decisions/find-samples.js'
import { loadNewest } from '../decisions/load-finding.js'
import { billHoldOf } from '../decisions/tenant-settings.js'
import { NO_CENTS, STILL_OPEN } from '../tables/work-rows.js'

/** Where work on a claim stands, and how it came there. */
export interface ClaimWork {
  /** Who has the claim; empty where no person has. */
  owner: string
  /** Of the newest result, decided ones included. */
  findings: FindingWork[]
  /** All that happened to the claim, in order. */
  timeline: Happening[]
}

export interface FindingWork {
  findingId: string
  /** Null where the caller may read the finding blind, and so is not told. */
  state: State | null
  /** ISO date; null where the stay is still open. */
  dueDate: string | null
  /** What the proposed change would change the payment by; null where no base rate is known. */
  impactCents: number | null
  /**
   * What the sender has been asked because of it, and what an agreement would ask; null where the caller may read it
   * blind.
   */
  sender: AskedOfSender | null
}

export interface ClaimWorkOptions {
  /** The caller reads samples blind, and is not told what was done to those. */
  mayRead: boolean
  /** `askedOfSender` of the audit. */
  askedOfSender: (judged: JudgedFinding) => AskedOfSender
}

/**
 * One thing that happened. `kind` says to what: the claim was audited, a person acted, a query went its way, a
 * correction was written, or its fate was told.
 */
export interface Happening {
  at: string
  kind: 'audit' | 'act' | 'query' | 'correction' | 'fate'
  /** The outcome of an audit, the act, the kind of a correction, or its fate. */
  what: string
  /** Null where no person did it. */
  person: string | null
  version: number | null
  revision: number | null
  findingId: string | null
  /** Of a finding or query after an act; null for all else. */
  state: string | null
  /** What the person gave as the reason, wrote, or was answered. */
  reason: string | null
  note: string | null
  /** ISO date until which it was deferred. */
  until: string | null
  /** Who has the claim after an act on it. */
  owner: string | null
  /** Of corrections: sequences in order; of an act, those that it sent. */
  sequences: number[]
  queryId: string | null
  /** Of a fate: the DRG before and after. */
  drg: { before: string | null; after: string | null } | null
}

/** Undefined where the caller has no such claim. */
export async function findClaimWork(
  runner: QueryRunner,
  actor: Actor,
  claimId: string,
  { mayRead, askedOfSender }: ClaimWorkOptions,
): Promise<ClaimWork | undefined> {
  const { tenant, facilities } = actor
  const [known]: unknown[] = await runner.query(
    'select from recorded_history where tenant = $1 and claim_id = $2 limit 1',
    [tenant, claimId],
  )
  if (known === undefined) return undefined
  const { days } = await billHoldOf(runner, tenant)
  const findings: FindingRow[] = await runner.query(FINDINGS, [tenant, claimId, facilities, days])
  const hidden = mayRead ? await hiddenOf(runner, actor, claimId) : new Set<string>()
  const newest = await loadNewest(runner, tenant, claimId)
  const senderOf = (findingId: string): AskedOfSender | null => {
    const finding = newest?.result.findings.find((each) => each.findingId === findingId)
    if (newest === undefined || finding === undefined || hidden.has(findingId)) return null
    return askedOfSender({ ...newest, finding, generation: 0 })
  }
  const timeline: HappeningRow[] = await runner.query(TIMELINE, [tenant, claimId])
  return {
    owner: timeline.findLast(({ owner }) => owner !== null)?.owner ?? '',
    findings: findings.map(({ state, due, impact, findingId }) => ({
      findingId,
      state: hidden.has(findingId) ? null : stateOf(state),
      dueDate: due === STILL_OPEN ? null : due,
      impactCents: impact === NO_CENTS ? null : Number(impact),
      sender: senderOf(findingId),
    })),
    timeline: timeline.filter(isTold(hidden)).map(({ at, state, ...row }) => ({
      ...row,
      at: at.toISOString(),
      state: stateIn(row.kind, state),
    })),
  }
}

interface FindingRow {
  findingId: string
  state: number
  due: string
  impact: string
}
type HappeningRow = Omit<Happening, 'at' | 'state'> & { at: Date; state: number | null }

const isTold =
  (hidden: ReadonlySet<string>) =>
  ({ kind, findingId }: HappeningRow): boolean =>
    kind !== 'act' || findingId === null || !hidden.has(findingId)

function stateIn(kind: Happening['kind'], state: number | null): string | null {
  if (state === null) return null
  return kind === 'query' ? queryStateOf(state) : stateOf(state)
}

const FINDINGS = `
select finding_id as "findingId", state, (due_from + $4::int)::text as due, impact_cents::text as impact
from work_finding f where tenant = $1 and claim_id = $2 and is_open and ($3::text[] is null or facility_id = any($3))`

/**
 * Rows of one transaction have one time: there what is audited comes before what a person does, and a correction after
 * what sent it.
 */
const TIMELINE = `
select at, kind, what, person, version, revision, "findingId", state, reason, note, until, owner, sequences, "queryId", drg from (
  select recorded_at as at, 0 as rank, origin_offset as id, 'audit' as kind, outcome as what, null as person, version, revision, null::uuid as "findingId",
    null::smallint as state, reason_code as reason, null as note, null as until, null as owner, array[]::int[] as sequences, null::uuid as "queryId", null::jsonb as drg
  from recorded_history where tenant = $1 and claim_id = $2
  union all
  select recorded_at, 1, id, 'act', act, person, version, revision, finding_id, state, reason, note, until_date::text, owner,
    case when sent_from is null then array[]::int[] else array(select generate_series(sent_from, sent_to)) end, null, null
  from work_act where tenant = $1 and claim_id = $2
  union all
  select a.recorded_at, 2, a.id, 'query', a.act, a.person, q.version, q.revision, q.finding_id, a.state, null, coalesce(a.answer, a.note), null, null,
    array[]::int[], q.query_id, null
  from query_act a join provider_query q on q.query_id = a.query_id where q.tenant = $1 and q.claim_id = $2
  union all
  select recorded_at, 3, sequence, 'correction', kind, null, version, revision, null, null, null, null, null, null, array[sequence], null, null
  from recorded_correction where tenant = $1 and claim_id = $2
  union all
  select recorded_at, 4, 0, 'fate', fate, null, next_version, next_revision, finding_id, null, null, null, null, null, array[]::int[], null,
    jsonb_build_object('before', drg_before, 'after', drg_after)
  from correction_fate where tenant = $1 and claim_id = $2
) happened order by at, rank, id`
