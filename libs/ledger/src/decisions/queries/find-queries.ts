import type { Query } from '@claims-audit/contracts'
import { QUERY_STATES, queryStateOf } from '@claims-audit/decisions'
import type { QueryState } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../../access/access-log.js'
import { asTenant } from '../../sql/as-tenant.js'
import type { Actor } from '../actor.js'

/** A query to a provider as it is told. */
export interface ToldQuery {
  queryId: string
  claimId: string
  claimVersion: number
  revision: number
  findingId: string
  state: QueryState
  /** Id of the provider. */
  addressee: string | null
  deadline: string
  wording: Query
  /** What was done to it, in order, each with the wording where it changed. */
  acts: {
    act: string
    person: string
    state: QueryState
    wording: Query | null
    answer: string | null
    note: string | null
    recordedAt: string
  }[]
}

interface Row {
  queryId: string
  claimId: string
  claimVersion: number
  revision: number
  findingId: string
  state: number
  addressee: string | null
  deadline: Date
  acts: {
    act: string
    person: string
    state: number
    wording: string | null
    answer: string | null
    note: string | null
    recordedAt: string
  }[]
}

/** Queries of a state, those that are to be answered first; undefined: of every state. */
export function findQueries(
  ledger: DataSource,
  actor: Actor,
  { state, limit }: { state: QueryState | undefined; limit: number },
): Promise<ToldQuery[]> {
  const wanted = state === undefined ? null : QUERY_STATES[state]
  return asTenant(ledger, actor, (runner) =>
    select(runner, actor, 'and ($3::smallint is null or q.state = $3)', wanted, limit),
  )
}

/** One query; undefined where the caller has none of that id. */
export function findQuery(ledger: DataSource, actor: Actor, queryId: string): Promise<ToldQuery | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    const found = await queryNamed(runner, actor, queryId)
    if (found !== undefined)
      await logAccess(runner, actor, { act: 'view', claims: [found.claimId], findingId: found.findingId })
    return found
  })
}

/** Within a transaction; undefined where the caller has no such query. */
export async function queryNamed(runner: QueryRunner, actor: Actor, queryId: string): Promise<ToldQuery | undefined> {
  const [found] = await select(runner, actor, 'and q.query_id = $3', queryId, 1)
  return found
}

async function select(
  runner: QueryRunner,
  { tenant, facilities }: Actor,
  condition: string,
  value: unknown,
  limit: number,
): Promise<ToldQuery[]> {
  const rows: Row[] = await runner.query(
    `select q.query_id as "queryId", q.claim_id as "claimId", q.version as "claimVersion", q.revision, q.finding_id as "findingId",
       q.state, q.addressee, q.deadline, (
       select jsonb_agg(jsonb_build_object('act', a.act, 'person', a.person, 'state', a.state, 'wording', a.wording, 'answer', a.answer,
         'note', a.note, 'recordedAt', to_char(a.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by a.id)
       from query_act a where a.query_id = q.query_id
     ) as acts
     from provider_query q where q.tenant = $1 and ($2::text[] is null or q.facility_id = any($2)) ${condition}
     order by q.deadline, q.query_id limit $4`,
    [tenant, facilities, value, limit],
  )
  return rows.map(told)
}

function told({ acts, state, deadline, ...row }: Row): ToldQuery {
  const read = acts.map((act) => ({
    ...act,
    state: queryStateOf(act.state),
    wording: act.wording === null ? null : (JSON.parse(act.wording) as Query),
  }))
  const wording = read.findLast((act) => act.wording !== null)?.wording as Query
  return { ...row, state: queryStateOf(state), deadline: deadline.toISOString(), wording, acts: read }
}
