import { claimKey } from '@claims-audit/contracts'
import type { Query } from '@claims-audit/contracts'
import { deadlineOf } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../../access/access-log.js'
import { lockLanes } from '../../live/in-lanes.js'
import { asTenant } from '../../sql/as-tenant.js'
import { insertRows } from '../../sql/insert-rows.js'
import { PROVIDER_QUERY, QUERY_ACT } from '../../tables/provider-queries.js'
import { rowsOf } from '../../tables/table.js'
import { claimOf } from '../act-on-finding.js'
import type { Actor } from '../actor.js'
import { loadFinding } from '../load-finding.js'
import { billHoldOf } from '../tenant-settings.js'
import type { LoadedFinding } from '../load-finding.js'
import { attendingOf } from './attending-of.js'
import { queryNamed } from './find-queries.js'
import type { ToldQuery } from './find-queries.js'

/**
 * What a draft says; what is left out is as before, else as the finding's rule has it; a new draft goes to the claim's
 * attending provider.
 */
export interface WantedDraft {
  actId: string
  wording: Query | undefined
  addressee: string | undefined
  /** ISO instant. */
  deadline: string | undefined
}

export interface QueryRefused {
  refused: 'not-possible' | 'superseded' | 'no-wording' | 'no-addressee' | 'already-asked' | 'finding' | 'act-id-taken'
  /** What holds now. */
  now: { state: string }
}

/** Drafts a query about a finding; its id is the act's. Undefined where the caller has no such finding. */
export async function draftQuery(
  ledger: DataSource,
  actor: Actor,
  findingId: string,
  draft: WantedDraft,
  laneOf: (key: string) => number,
): Promise<ToldQuery | QueryRefused | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    const claimId = await claimOf(runner, actor, findingId)
    if (claimId === undefined) return undefined
    await lockLanes(runner, [laneOf(claimKey(actor.tenant, claimId))])
    await logAccess(runner, actor, { act: 'query', claims: [claimId], findingId })
    const before = await queryNamed(runner, actor, draft.actId)
    if (before !== undefined) return before
    const loaded = await loadFinding(runner, actor.tenant, findingId)
    if (loaded === undefined) return undefined
    if (!loaded.known.open) return { refused: 'superseded', now: { state: 'superseded' } }
    if (isAsked(loaded)) return { refused: 'already-asked', now: { state: 'sent' } }
    const wording = draft.wording ?? loaded.finding.query
    if (wording === null) return { refused: 'no-wording', now: { state: 'none' } }
    await insert(runner, actor, loaded, { ...draft, wording })
    return queryNamed(runner, actor, draft.actId)
  })
}

/** By the rule, or by a person before: a query stands until it is withdrawn. */
function isAsked({ finding, sent }: LoadedFinding): boolean {
  const about = sent.filter(({ findingIds }) => findingIds.includes(finding.findingId))
  return about.findLast(({ kind }) => kind === 'provider-query' || kind === 'withdraw')?.kind === 'provider-query'
}

async function insert(
  runner: QueryRunner,
  { tenant, person }: Actor,
  { result, finding, known }: LoadedFinding,
  draft: WantedDraft & { wording: Query },
): Promise<void> {
  const { actId, wording } = draft
  const addressee = draft.addressee ?? (await attendingOf(runner, result))
  const { claimId, claimVersion: version, revision, facets } = result
  const deadline =
    draft.deadline ?? new Date(deadlineOf(known.now, await dueOf(runner, tenant, finding.findingId))).toISOString()
  const query = { queryId: actId, tenant, claimId, version, revision, findingId: finding.findingId }
  const state = 'draft' as const
  await insertRows(
    runner,
    rowsOf(PROVIDER_QUERY, [
      { ...query, facilityId: facets.facilityId, state, addressee, deadline, correctionId: null },
    ]),
    rowsOf(QUERY_ACT, [
      {
        actId,
        queryId: actId,
        tenant,
        act: 'draft',
        person,
        state,
        wording: JSON.stringify(wording),
        addressee,
        deadline,
        answer: null,
        note: null,
      },
    ]),
  )
}

/** When the claim is due, in milliseconds since the epoch. */
async function dueOf(runner: QueryRunner, tenant: string, findingId: string): Promise<number | undefined> {
  const [row]: { due: string | null }[] = await runner.query(
    `select (extract(epoch from (nullif(due_from, 'infinity') + $2::int)::timestamp at time zone 'UTC') * 1000)::bigint::text as due
     from work_finding where finding_id = $1 order by revision desc limit 1`,
    [findingId, (await billHoldOf(runner, tenant)).days],
  )
  return row?.due == null ? undefined : Number(row.due)
}

/** What the rule of a finding would ask; null where it asks nothing, undefined where the caller has no such finding. */
export function findQueryTemplate(
  ledger: DataSource,
  actor: Actor,
  findingId: string,
): Promise<{ query: Query | null } | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    if ((await claimOf(runner, actor, findingId)) === undefined) return undefined
    const loaded = await loadFinding(runner, actor.tenant, findingId)
    return loaded && { query: loaded.finding.query }
  })
}
