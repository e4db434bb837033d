import type { OriginPosition, Outcome } from '@claims-audit/audit'
import type { Reason } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { insertRows } from './insert-rows.js'
import { originColumns, originValues, reasonColumns, reasonValues } from './origin-columns.js'
import { LIVE_RUN, outcomesAt } from './outcomes-at.js'
import { LAST_OFFSET_HEADER } from './quarantined.js'
import { lockLanes } from './record-batch.js'

/** A parked event: where it came from, why and where it failed, and what it was, byte by byte. */
export interface ParkedEvent {
  tenant: string
  claimId: string
  origin: OriginPosition
  /** Where it is a batch that could not be read: the last of its offsets, decimal. The origin is its first. */
  lastOffset?: string
  /** Whether its audit ends with this; the archive's failures leave the outcome to the audit. */
  concludes: boolean
  stage: string
  reason: Reason
  attempts: number
  failedAt: { topic: string; partition: number; offset: string }
  key: Uint8Array | null
  value: Uint8Array | null
  /** Original headers, as text. */
  headers: Record<string, string>
}

/**
 * Parks events and gives each origin its outcome, in one transaction. An origin that has an outcome keeps it: the first one stands.
 * Returns the outcome of each event's origin, in order; undefined where it has none yet.
 */
export async function recordQuarantine(ledger: DataSource, events: ParkedEvent[], lanes: number[]): Promise<(Outcome | undefined)[]> {
  const outcomes = await ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await lockLanes(runner, lanes)
    await insertRows(runner, {
      table: 'quarantine',
      columns: { ...originColumns('origin'), stage: 'text', tenant: 'text', claim_id: 'text', ...reasonColumns, attempts: 'int', ...originColumns('failed'), key: 'bytea', value: 'bytea', headers: 'jsonb' },
      rows: events.map((event) => [
        ...originValues(event.origin),
        event.stage,
        event.tenant,
        event.claimId,
        ...reasonValues(event.reason),
        event.attempts,
        ...originValues(event.failedAt),
        event.key,
        event.value,
        JSON.stringify({ ...event.headers, ...(event.lastOffset !== undefined && { [LAST_OFFSET_HEADER]: event.lastOffset }) }),
      ]),
    })
    await insertOutcomes(runner, events.filter((event) => event.concludes && event.lastOffset === undefined))
    const outcome = await outcomesAt(runner, events.map(({ origin }) => origin))
    return events.map(({ origin }) => outcome(origin))
  })
  for (const event of events) if (event.concludes && event.lastOffset !== undefined) await insertBatchOutcomes(ledger, event, BigInt(event.lastOffset))
  return outcomes
}

const OFFSETS_AT_ONCE = 10_000n

/**
 * An outcome for each offset of a parked batch. There may be millions, so each statement adds some thousands and commits them: after an interruption the
 * parked event comes again, and what has its outcome already is passed over.
 */
async function insertBatchOutcomes(ledger: DataSource, { tenant, origin, reason }: ParkedEvent, last: bigint): Promise<void> {
  for (let first = BigInt(origin.offset); first <= last; first += OFFSETS_AT_ONCE) {
    const end = first + OFFSETS_AT_ONCE - 1n
    await ledger.query(
      `insert into outcome (tenant, claim_id, run, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome, reason_code, reason_pointer, reason_keyword)
       select $1, concat_ws('/', $2::text, $3::int, position), ${LIVE_RUN}, $2, $3, position, $4, 'quarantined', $5, $6, $7
       from generate_series($8::bigint, $9::bigint) as position
       where not exists (select from outcome o where o.run = ${LIVE_RUN} and o.origin_topic = $2 and o.origin_partition = $3 and o.origin_offset = position)
       on conflict do nothing`,
      [tenant, origin.topic, origin.partition, origin.timestamp, reason.code, reason.pointer, reason.keyword, first, end < last ? end : last].map((value) => (typeof value === 'bigint' ? String(value) : value)),
    )
  }
}

/** Guarded by the origin, not by the claim: which claim a broken event belongs to may not be known. */
async function insertOutcomes(runner: QueryRunner, events: ParkedEvent[]): Promise<void> {
  await runner.query(
    `insert into outcome (tenant, claim_id, run, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome, reason_code, reason_pointer, reason_keyword)
     select w.tenant, w.claim_id, ${LIVE_RUN}, w.topic, w.partition, w.position, w.at, 'quarantined', w.code, w.pointer, w.keyword
     from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[])
       as w(tenant, claim_id, topic, partition, position, at, code, pointer, keyword)
     where not exists (select from outcome o where o.run = ${LIVE_RUN} and o.origin_topic = w.topic and o.origin_partition = w.partition and o.origin_offset = w.position)
     on conflict do nothing`,
    [
      events.map((event) => event.tenant),
      events.map((event) => event.claimId),
      events.map((event) => event.origin.topic),
      events.map((event) => event.origin.partition),
      events.map((event) => event.origin.offset),
      events.map((event) => event.origin.timestamp),
      events.map((event) => event.reason.code),
      events.map((event) => event.reason.pointer),
      events.map((event) => event.reason.keyword),
    ],
  )
}
