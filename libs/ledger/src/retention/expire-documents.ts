import type { DataSource, QueryRunner } from 'typeorm'
import { nameInEvent } from '../archive/claim-in-event.js'
import { packBlock, unpackBlock } from '../archive/event-block.js'
import type { UnpackedEvent } from '../archive/event-block.js'
import { expirableOf } from './expirable.js'

/** Of an archived event that lost what it said: since when. */
const EXPIRED_HEADER = 'claims-audit-expired'

export interface ExpireDocumentsOptions {
  /** After how many days, by tenant. */
  days: ReadonlyMap<string, number>
  /** Called in the transaction that removes something of a tenant's claims. */
  note: (runner: QueryRunner, tenant: string, claims: string[]) => Promise<void>
  /** Counts, and changes nothing. */
  dryRun: boolean
}

interface Place {
  epoch: number
  topic: string
  partition: number
  first: string
  origin: string
}

/**
 * Removes what archived events say of claims of which nothing has come for so many days: codes and documents. Their
 * places, times and keys stay, so that the archive still accounts for every offset. Gives the number of events by
 * tenant, and how many named no claim and stay. One block is written at a time.
 */
export async function expireDocuments(
  ledger: DataSource,
  o: ExpireDocumentsOptions,
): Promise<{ events: Map<string, number>; unnamed: number }> {
  const events = new Map<string, number>()
  let unnamed = 0
  const least = Math.min(...o.days.values())
  if (o.days.size === 0) return { events, unnamed }
  for await (const place of blocksBefore(ledger, least))
    await ledger.transaction(async ({ queryRunner }) => {
      const done = await expireBlock(queryRunner as QueryRunner, place, o)
      unnamed += done.unnamed
      for (const [tenant, count] of done.events) events.set(tenant, (events.get(tenant) ?? 0) + count)
    })
  return { events, unnamed }
}

const KEY = '(epoch, topic, partition, first_offset, origin_at)'
const PAGE = 100

/** Blocks that still say something, and whose last event is that old. */
async function* blocksBefore(ledger: DataSource, days: number): AsyncGenerator<Place> {
  for (let after: unknown[] = [0, '', -1, '-1', '-infinity']; ;) {
    const page: Place[] = await ledger.query(
      `select epoch, topic, partition, first_offset::text as first, origin_at::text as origin from archived_block
       where last_at < now() - make_interval(days => $1) and expired < events and ${KEY} > ($2, $3, $4, $5, $6)
       order by ${KEY} limit ${PAGE}`,
      [days, ...after],
    )
    yield* page
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = keyOf(last)
  }
}

const keyOf = ({ epoch, topic, partition, first, origin }: Place): unknown[] => [epoch, topic, partition, first, origin]

async function expireBlock(
  runner: QueryRunner,
  place: Place,
  o: ExpireDocumentsOptions,
): Promise<{ events: Map<string, number>; unnamed: number }> {
  const [block]: { body: Buffer }[] = await runner.query(
    `select body from archived_block where ${KEY} = ($1, $2, $3, $4, $5) for update`,
    keyOf(place),
  )
  const events = block === undefined ? [] : unpackBlock(block.body)
  const named = events.map(({ value }) => (value === null ? undefined : nameInEvent(value)))
  const gone = await goneOf(runner, named, o.days)
  const counts = new Map<string, number>()
  const kept = events.map((event, at): UnpackedEvent => {
    const name = named[at]
    if (name === undefined || gone.get(name.tenant)?.has(name.claimId) !== true) return event
    counts.set(name.tenant, (counts.get(name.tenant) ?? 0) + 1)
    return { ...event, value: null, headers: { [EXPIRED_HEADER]: new Date().toISOString() } }
  })
  if (counts.size > 0 && !o.dryRun) {
    const expired = kept.filter(({ value }) => value === null).length
    const values = [...keyOf(place), packBlock(kept), expired]
    await runner.query(`update archived_block set body = $6, expired = $7 where ${KEY} = ($1, $2, $3, $4, $5)`, values)
    for (const tenant of counts.keys()) await o.note(runner, tenant, [...(gone.get(tenant) ?? [])])
  }
  const unnamed = events.filter(({ value }, at) => value !== null && named[at] === undefined).length
  return { events: counts, unnamed }
}

/** Claims among those named whose time is over, by tenant. */
async function goneOf(
  runner: QueryRunner,
  named: ({ tenant: string; claimId: string } | undefined)[],
  days: ReadonlyMap<string, number>,
): Promise<Map<string, Set<string>>> {
  const byTenant = Map.groupBy(
    named.filter((name) => name !== undefined),
    ({ tenant }) => tenant,
  )
  const gone = new Map<string, Set<string>>()
  for (const [tenant, names] of byTenant) {
    const after = days.get(tenant)
    if (after === undefined) continue
    const claimIds = [...new Set(names.map(({ claimId }) => claimId))]
    gone.set(tenant, new Set(await expirableOf(runner, tenant, claimIds, after)))
  }
  return gone
}
