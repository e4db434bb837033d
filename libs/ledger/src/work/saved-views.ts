import { randomUUID } from 'node:crypto'
import type { DataSource, QueryRunner } from 'typeorm'
import type { Actor } from '../decisions/actor.js'
import { asTenant } from '../sql/as-tenant.js'
import { insertRows } from '../sql/insert-rows.js'
import { SAVED_VIEW } from '../tables/saved-view.js'
import type { SavedView } from '../tables/saved-view.js'
import { rowsOf } from '../tables/table.js'

/** What a person says of a view. */
export type WantedView = Pick<SavedView, 'scope' | 'name' | 'query' | 'columns'>

/** A saved view at its newest version. */
export interface View extends WantedView {
  viewId: string
  version: number
  owner: string
  changedBy: string
  /** ISO instant. */
  changedAt: string
}

/** Whether the caller may change a view of that scope and owner. */
export type MayChange = (view: Pick<View, 'scope' | 'owner'>) => boolean

/** The views that the caller sees, by name. */
export const findViews = (ledger: DataSource, actor: Actor): Promise<View[]> =>
  asTenant(ledger, actor, (runner) => select(runner, actor, null))

export const saveView = (ledger: DataSource, actor: Actor, wanted: WantedView): Promise<View> =>
  asTenant(ledger, actor, (runner) =>
    insert(runner, actor, { viewId: randomUUID(), version: 1, owner: actor.person }, wanted),
  )

/**
 * Adds a version to a view, or removes it where `wanted` is null. Undefined where the caller sees no such view; the
 * view as it stands where `version` is not its newest, or `may` does not let the caller change it.
 */
export async function changeView(
  ledger: DataSource,
  actor: Actor,
  viewId: string,
  { wanted, version, may }: { wanted: WantedView | null; version: number | undefined; may: MayChange },
): Promise<View | { refused: 'another-version' | 'not-yours' } | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    // Of two that change a view at once the second sees what the first did.
    await runner.query('select pg_advisory_xact_lock($1, hashtext($2))', [VIEW_LOCKS, viewId])
    const [view] = await select(runner, actor, viewId)
    if (view === undefined) return undefined
    if (!may(view)) return { refused: 'not-yours' }
    if (version !== undefined && version !== view.version) return { refused: 'another-version' }
    return insert(runner, actor, { ...view, version: view.version + 1 }, wanted ?? view, wanted === null)
  })
}

const VIEW_LOCKS = 7_302_050

async function insert(
  runner: QueryRunner,
  { tenant, person }: Actor,
  { viewId, version, owner }: Pick<View, 'viewId' | 'version' | 'owner'>,
  { scope, name, query, columns }: WantedView,
  removed = false,
): Promise<View> {
  const wanted = { scope, name, query, columns }
  await insertRows(runner, rowsOf(SAVED_VIEW, [{ tenant, viewId, version, owner, person, removed, ...wanted }]))
  return { viewId, version, owner, ...wanted, changedBy: person, changedAt: new Date().toISOString() }
}

async function select(runner: QueryRunner, { tenant, person }: Actor, viewId: string | null): Promise<View[]> {
  const rows: (Omit<View, 'columns' | 'changedAt'> & { columns: string; changedAt: Date })[] = await runner.query(
    NEWEST,
    [tenant, person, viewId],
  )
  return rows.map((row) => ({
    ...row,
    columns: JSON.parse(row.columns) as string[],
    changedAt: row.changedAt.toISOString(),
  }))
}

const NEWEST = `
select v.view_id as "viewId", v.version, v.scope, v.name, v.query, v.columns, v.owner, v.person as "changedBy", v.recorded_at as "changedAt"
from saved_view v where v.tenant = $1 and ($3::uuid is null or v.view_id = $3) and not v.removed and (v.scope <> 'mine' or v.owner = $2)
  and not exists (select from saved_view n where n.tenant = v.tenant and n.view_id = v.view_id and n.version > v.version)
order by v.name, v.view_id`
