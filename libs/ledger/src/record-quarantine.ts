import type { OriginPosition, Outcome } from '@claims-audit/audit'
import type { Reason } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { insertRows } from './insert-rows.js'
import { originColumns, originValues, reasonColumns, reasonValues } from './origin-columns.js'
import { epochsOf } from './log-epochs.js'
import { LIVE_RUN, outcomesAt } from './outcomes-at.js'
import { lockLanes } from './record-batch.js'

/** A parked event: where it came from, why and where it failed, and what it was, byte by byte. */
export interface ParkedEvent {
  tenant: string
  claimId: string
  origin: OriginPosition
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
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await lockLanes(runner, lanes)
    const epochOf = await epochsOf(runner, events.map(({ origin }) => origin.log))
    await insertRows(runner, {
      table: 'quarantine',
      columns: { epoch: 'int', ...originColumns('origin'), origin_timestamp: 'bigint', stage: 'text', tenant: 'text', claim_id: 'text', ...reasonColumns, attempts: 'int', ...originColumns('failed'), key: 'bytea', value: 'bytea', headers: 'jsonb' },
      rows: events.map((event) => [
        epochOf(event.origin.log),
        ...originValues(event.origin),
        event.origin.timestamp,
        event.stage,
        event.tenant,
        event.claimId,
        ...reasonValues(event.reason),
        event.attempts,
        ...originValues(event.failedAt),
        event.key,
        event.value,
        JSON.stringify(event.headers),
      ]),
    })
    await insertOutcomes(runner, events.filter((event) => event.concludes), epochOf)
    const outcome = await outcomesAt(runner, events.map(({ origin }) => origin))
    return events.map((event) => outcome(event.origin, event))
  })
}

/** Guarded by the origin, not by the claim: which claim a broken event belongs to may not be known. */
async function insertOutcomes(runner: QueryRunner, events: ParkedEvent[], epochOf: (log: string | undefined) => number): Promise<void> {
  await runner.query(
    `insert into outcome (tenant, claim_id, run, epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome, reason_code, reason_pointer, reason_keyword)
     select w.tenant, w.claim_id, ${LIVE_RUN}, w.epoch, w.topic, w.partition, w.position, w.at, 'quarantined', w.code, w.pointer, w.keyword
     from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::int[])
       as w(tenant, claim_id, topic, partition, position, at, code, pointer, keyword, epoch)
     where not exists (
       select from outcome o
       where o.run = ${LIVE_RUN} and o.epoch = w.epoch and o.origin_topic = w.topic and o.origin_partition = w.partition and o.origin_offset = w.position
         and o.origin_timestamp = w.at and ('_unread' in (o.tenant, w.tenant) or (o.tenant, o.claim_id) = (w.tenant, w.claim_id))
     )
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
      events.map((event) => epochOf(event.origin.log)),
    ],
  )
}
