import type { JudgedFinding } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { Correction, Query } from '@claims-audit/contracts'
import { QUERY_STATES, decide, decideQuery, isWaiting } from '@claims-audit/decisions'
import type { QueryAct, QueryState } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../../access/access-log.js'
import { lockLanes } from '../../live/in-lanes.js'
import { asTenant } from '../../sql/as-tenant.js'
import { insertRows } from '../../sql/insert-rows.js'
import { QUERY_ACT } from '../../tables/provider-queries.js'
import { rowsOf } from '../../tables/table.js'
import { actBefore } from '../act-before.js'
import { recordAct } from '../act-on-finding.js'
import type { Actor } from '../actor.js'
import { loadFinding } from '../load-finding.js'
import type { QueryRefused, WantedDraft } from './draft-query.js'
import { queryNamed } from './find-queries.js'
import type { ToldQuery } from './find-queries.js'

/** An act on a query as a person asks for it. */
export interface WantedQueryAct extends WantedDraft {
  act: Exclude<QueryAct, 'draft'>
  answer: string | null
  note: string | null
}

export interface QueryOptions {
  laneOf: (key: string) => number
  /** The event that asks; empty where it was asked before: `askProvider` of the audit. */
  ask: (wording: { query: Query; addressee: string; deadline: string }, judged: JudgedFinding) => Correction[]
  /** The event that takes the question back: `withdrawQuery` of the audit. */
  withdraw: (judged: JudgedFinding) => Correction[]
}

/**
 * Edits, sends, reminds of, escalates, answers or closes a query, under its claim's lane lock. Sending moves the
 * finding to `queried` and puts the question into the outbox; an answer, or closing, gives the finding back to the
 * auditors. Undefined where the caller has no such query.
 */
export async function actOnQuery(
  ledger: DataSource,
  actor: Actor,
  queryId: string,
  wanted: WantedQueryAct,
  options: QueryOptions,
): Promise<ToldQuery | QueryRefused | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    const named = await queryNamed(runner, actor, queryId)
    if (named === undefined) return undefined
    const { generation } = await lockLanes(runner, [options.laneOf(claimKey(actor.tenant, named.claimId))])
    await logAccess(runner, actor, { act: 'query', claims: [named.claimId], findingId: named.findingId })
    const query = (await queryNamed(runner, actor, queryId)) ?? named
    if (await isDone(runner, actor.tenant, wanted.actId, queryId)) return query
    const state = decideQuery(query.state, wanted.act)
    if (state === undefined) return { refused: 'not-possible', now: { state: query.state } }
    const next = { ...query, ...definedOf(wanted) }
    const refused = await moveFinding(runner, actor, next, wanted, { ...options, generation })
    if (refused !== undefined) return refused
    await recordOnQuery(runner, actor, next, wanted, state)
    return queryNamed(runner, actor, queryId)
  })
}

const definedOf = ({ wording, addressee, deadline }: WantedDraft): Partial<ToldQuery> => ({
  ...(wording !== undefined && { wording }),
  ...(addressee !== undefined && { addressee }),
  ...(deadline !== undefined && { deadline }),
})

async function isDone(runner: QueryRunner, tenant: string, actId: string, queryId: string): Promise<boolean> {
  const rows: unknown[] = await runner.query(
    'select from query_act where tenant = $1 and act_id = $2 and query_id = $3',
    [tenant, actId, queryId],
  )
  return rows.length > 0
}

/** What the act does to the finding, and what it sends; why it cannot. */
async function moveFinding(
  runner: QueryRunner,
  { tenant, person }: Actor,
  query: ToldQuery,
  { act, actId, note }: WantedQueryAct,
  { ask, withdraw, generation }: QueryOptions & { generation: number },
): Promise<QueryRefused | undefined> {
  const isOver = (act === 'answer' || act === 'close') && isWaiting(query.state)
  if (act !== 'send' && !isOver) return undefined
  const loaded = await loadFinding(runner, tenant, query.findingId)
  if (loaded === undefined || !loaded.known.open || loaded.result.revision !== query.revision)
    return isOver ? undefined : { refused: 'superseded', now: { state: query.state } }
  if ((await actBefore(runner, tenant, actId)) !== undefined)
    return { refused: 'act-id-taken', now: { state: query.state } }
  const { findingDigest, claimVersion } = loaded.known
  const judge = { actId, person, findingDigest, claimVersion, reason: null, note, until: null }
  const wanted = { ...judge, act: act === 'send' ? ('query' as const) : ('query-over' as const) }
  const decided = decide(loaded.known, wanted)
  if ('refused' in decided) return { refused: 'finding', now: { state: loaded.known.acts.at(-1)?.state ?? 'open' } }
  const judged = { ...loaded, generation }
  const { addressee, deadline, wording } = query
  if (act === 'send' && addressee === null) return { refused: 'no-addressee', now: { state: query.state } }
  const corrections =
    act === 'send'
      ? ask({ query: wording, addressee: addressee ?? '', deadline }, judged)
      : act === 'close'
        ? withdraw(judged)
        : []
  if (act === 'send' && corrections.length === 0) return { refused: 'already-asked', now: { state: query.state } }
  await recordAct(runner, loaded, wanted, decided.state, corrections)
  if (act === 'send')
    await runner.query('update provider_query set correction_id = $2 where query_id = $1', [
      query.queryId,
      corrections[0]?.correctionId,
    ])
  return undefined
}

async function recordOnQuery(
  runner: QueryRunner,
  { tenant, person }: Actor,
  { queryId, wording, addressee, deadline }: ToldQuery,
  { actId, act, answer, note }: WantedQueryAct,
  state: QueryState,
): Promise<void> {
  const asked = act === 'edit' || act === 'send'
  const words = asked
    ? { wording: JSON.stringify(wording), addressee, deadline }
    : { wording: null, addressee: null, deadline: null }
  await insertRows(runner, rowsOf(QUERY_ACT, [{ actId, queryId, tenant, act, person, state, answer, note, ...words }]))
  await runner.query('update provider_query set state = $2, addressee = $3, deadline = $4 where query_id = $1', [
    queryId,
    QUERY_STATES[state],
    addressee,
    deadline,
  ])
}
