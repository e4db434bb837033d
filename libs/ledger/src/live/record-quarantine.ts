import type { OriginPosition, Outcome } from '@claims-audit/audit'
import type { Reason } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { insertAccounted, type AccountedSpan } from './accounted.js'
import { insertRows } from '../sql/insert-rows.js'
import { originColumns, originValues, reasonColumns, reasonValues } from '../sql/origin-columns.js'
import { FIRST_EPOCH, epochsOf } from './log-epochs.js'
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
export async function recordQuarantine(
  ledger: DataSource,
  events: ParkedEvent[],
  lanes: number[],
): Promise<(Outcome | undefined)[]> {
  let epochOf: (log: string | undefined) => number = () => FIRST_EPOCH
  const outcomes = await ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    await lockLanes(runner, lanes)
    epochOf = await epochsOf(
      runner,
      events.map(({ origin }) => origin.log),
    )
    await insertRows(runner, {
      table: 'quarantine',
      columns: {
        epoch: 'int',
        ...originColumns('origin'),
        origin_timestamp: 'bigint',
        stage: 'text',
        tenant: 'text',
        claim_id: 'text',
        ...reasonColumns,
        attempts: 'int',
        ...originColumns('failed'),
        key: 'bytea',
        value: 'bytea',
        headers: 'jsonb',
      },
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
        JSON.stringify({
          ...event.headers,
          ...(event.lastOffset !== undefined && { [LAST_OFFSET_HEADER]: event.lastOffset }),
        }),
      ]),
    })
    await insertOutcomes(
      runner,
      events.filter((event) => event.concludes && event.lastOffset === undefined),
      epochOf,
    )
    await insertAccounted(
      runner.manager,
      events.filter(isLost).map((event) => lostSpan(event, epochOf(event.origin.log))),
    )
    const outcome = await outcomesAt(
      runner,
      events.map(({ origin }) => origin),
    )
    return events.map((event) => outcome(event.origin, event))
  })
  for (const event of events)
    if (event.concludes && event.lastOffset !== undefined)
      await insertBatchOutcomes(ledger, event, BigInt(event.lastOffset), epochOf(event.origin.log))
  return outcomes
}

/** The log dropped it before it was audited; what the archive could not copy is audited all the same. */
const isLost = ({ lastOffset, reason, stage }: ParkedEvent): boolean =>
  lastOffset !== undefined && reason.code === 'expired' && stage !== 'archive'

function lostSpan({ origin, lastOffset = origin.offset, stage }: ParkedEvent, epoch: number): AccountedSpan {
  const { topic, partition, offset: first } = origin
  return { epoch, topic, partition, first, last: lastOffset, kind: 'lost', by: stage, note: null }
}

const OFFSETS_AT_ONCE = 10_000n

/**
 * An outcome for each offset of a parked batch. There may be millions, so each statement adds some thousands and commits them: after an interruption the
 * parked event comes again, and what has its outcome already is passed over.
 */
async function insertBatchOutcomes(
  ledger: DataSource,
  { tenant, origin, reason }: ParkedEvent,
  last: bigint,
  epoch: number,
): Promise<void> {
  for (let first = BigInt(origin.offset); first <= last; first += OFFSETS_AT_ONCE) {
    const end = first + OFFSETS_AT_ONCE - 1n
    await ledger.query(
      `insert into outcome (tenant, claim_id, run, epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome, reason_code, reason_pointer, reason_keyword)
       select $1, concat_ws('/', $2::text, $3::int, position), ${LIVE_RUN}, $10, $2, $3, position, $4, 'quarantined', $5, $6, $7
       from generate_series($8::bigint, $9::bigint) as position
       where not exists (select from outcome o where o.run = ${LIVE_RUN} and o.epoch = $10 and o.origin_topic = $2 and o.origin_partition = $3 and o.origin_offset = position)
       on conflict do nothing`,
      [
        tenant,
        origin.topic,
        origin.partition,
        origin.timestamp,
        reason.code,
        reason.pointer,
        reason.keyword,
        first,
        end < last ? end : last,
        epoch,
      ].map((value) => (typeof value === 'bigint' ? String(value) : value)),
    )
  }
}

/** Guarded by the origin, not by the claim: which claim a broken event belongs to may not be known. */
async function insertOutcomes(
  runner: QueryRunner,
  events: ParkedEvent[],
  epochOf: (log: string | undefined) => number,
): Promise<void> {
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
