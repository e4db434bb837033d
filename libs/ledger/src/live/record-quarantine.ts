import type { Outcome } from '@claims-audit/audit'
import type { DataSource, QueryRunner } from 'typeorm'
import { insertRows } from '../sql/insert-rows.js'
import { QUARANTINE } from '../tables/quarantine.js'
import type { QuarantinedEvent } from '../tables/quarantine.js'
import { rowsOf } from '../tables/table.js'
import { insertAccounted, type AccountedSpan } from './accounted.js'
import { inLanes } from './in-lanes.js'
import { epochsOf } from './log-epochs.js'
import { outcomesAt } from './outcomes-at.js'

/**
 * Quarantines events and gives each origin its outcome, in one transaction. An origin that has an outcome keeps it: the
 * first one stands. Returns the outcome of each event's origin, in order; undefined where it has none yet.
 */
export async function recordQuarantine(
  ledger: DataSource,
  events: QuarantinedEvent[],
  lanes: number[],
): Promise<(Outcome | undefined)[]> {
  const { outcomes, epochOf, table } = await inLanes(ledger, lanes, async (runner, { form }) => {
    const table: OutcomeTable = form === 1 ? 'outcome' : 'claim_outcome'
    const epochOf = await epochsOf(
      runner,
      events.map(({ origin }) => origin.log),
    )
    await insertRows(
      runner,
      rowsOf(
        QUARANTINE,
        events.map((event) => ({ event, epoch: epochOf(event.origin.log) })),
      ),
    )
    const single = events.filter((event) => event.concludes && event.lastOffset === undefined)
    await insertOutcomes(runner, single, { epochOf, table })
    await insertAccounted(
      runner.manager,
      events.filter(isLost).map((event) => lostSpan(event, epochOf(event.origin.log))),
    )
    const outcome = await outcomesAt(
      runner,
      events.map(({ origin }) => origin),
      epochOf,
    )
    return { outcomes: events.map((event) => outcome(event.origin, event)), epochOf, table }
  })
  for (const event of events)
    if (event.concludes && event.lastOffset !== undefined)
      await insertBatchOutcomes(ledger, event, {
        last: BigInt(event.lastOffset),
        epoch: epochOf(event.origin.log),
        table,
      })
  return outcomes
}

/** Where the ledger's form has outcomes; what the form is not taken for raises, and the batch comes again. */
type OutcomeTable = 'outcome' | 'claim_outcome'

/** Form 1 keeps the number of the live run in every row. */
const RUN_COLUMN: Record<OutcomeTable, [name: string, value: string]> = {
  outcome: ['run, ', '0, '],
  claim_outcome: ['', ''],
}

/** The log dropped it before it was audited; what the archive could not copy is audited all the same. */
const isLost = ({ lastOffset, reason, stage }: QuarantinedEvent): boolean =>
  lastOffset !== undefined && reason.code === 'expired' && stage !== 'archive'

function lostSpan({ origin, lastOffset = origin.offset, stage }: QuarantinedEvent, epoch: number): AccountedSpan {
  const { topic, partition, offset: first } = origin
  return { epoch, topic, partition, first, last: lastOffset, kind: 'lost', by: stage, note: null }
}

const OFFSETS_AT_ONCE = 10_000n

/**
 * An outcome for each offset of a quarantined batch. There may be millions, so each statement adds some thousands and
 * commits them: after an interruption the quarantined event comes again, and what has its outcome already is passed
 * over.
 */
async function insertBatchOutcomes(
  ledger: DataSource,
  { tenant, origin, reason }: QuarantinedEvent,
  { last, epoch, table }: { last: bigint; epoch: number; table: OutcomeTable },
): Promise<void> {
  for (let first = BigInt(origin.offset); first <= last; first += OFFSETS_AT_ONCE) {
    const end = first + OFFSETS_AT_ONCE - 1n
    await ledger.query(
      `insert into ${table} (tenant, claim_id, ${RUN_COLUMN[table][0]}epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome, reason_code, reason_pointer, reason_keyword)
       select $1, concat_ws('/', $2::text, $3::int, position), ${RUN_COLUMN[table][1]}$10, $2, $3, position, $4, 'quarantined', $5, $6, $7
       from generate_series($8::bigint, $9::bigint) as position
       where not exists (select from recorded_outcome o where o.epoch = $10 and o.origin_topic = $2 and o.origin_partition = $3 and o.origin_offset = position)
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
  events: QuarantinedEvent[],
  { epochOf, table }: { epochOf: (log: string | undefined) => number; table: OutcomeTable },
): Promise<void> {
  await runner.query(
    `insert into ${table} (tenant, claim_id, ${RUN_COLUMN[table][0]}epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome, reason_code, reason_pointer, reason_keyword)
     select w.tenant, w.claim_id, ${RUN_COLUMN[table][1]}w.epoch, w.topic, w.partition, w.position, w.at, 'quarantined', w.code, w.pointer, w.keyword
     from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[], $10::int[])
       as w(tenant, claim_id, topic, partition, position, at, code, pointer, keyword, epoch)
     where not exists (
       select from recorded_outcome o
       where o.epoch = w.epoch and o.origin_topic = w.topic and o.origin_partition = w.partition and o.origin_offset = w.position
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
