import type { Reason } from '@claims-audit/contracts'
import { LAST_OFFSET_HEADER } from '../tables/quarantine.js'
import type { DataSource, EntityManager } from 'typeorm'
import { archivedEvent } from '../archive/archived.js'
import { FIRST_EPOCH } from './log-epochs.js'

/**
 * Where an event was quarantined: its origin and the stage that quarantined it. Written `topic/partition/offset/stage`; with
 * `@EPOCH` behind the topic where that is not the first log, and `~TIMESTAMP` behind the offset where the log was cut off
 * and another event stood there before.
 */
export interface QuarantinedName {
  epoch: number
  topic: string
  partition: number
  /** Decimal. */
  offset: string
  /** Milliseconds since the epoch, decimal; undefined means the first that was quarantined there. */
  timestamp?: string | undefined
  stage: string
}

/** A quarantined event without its bytes. */
export interface QuarantinedSummary {
  name: string
  /** Where it is a whole batch that could not be read: its last offset, decimal. The name has the first. */
  lastOffset?: string
  tenant: string
  claimId: string
  reason: Reason
  attempts: number
  failedAt: { topic: string; partition: number; offset: string }
  recordedAt: string
  /** `redriven` once it has been sent again. */
  state: 'parked' | 'redriven'
  edits: number
}

/** What somebody did with a quarantined event. */
export interface QuarantineAct {
  act: 'edit' | 'redrive'
  by: string
  note: string | null
  /** The new bytes, where it was edited. */
  value: Buffer | null
  /** The new event's `ce_id`, where it was sent again. */
  eventId: string | null
  at: string
}

/** A quarantined event, its bytes as they came, and all that was done with it. */
export interface QuarantinedWhole extends QuarantinedSummary {
  key: Buffer | null
  value: Buffer | null
  headers: Record<string, string>
  /** The submitted event that it goes back to, where a later stage quarantined what had become of it: from the archive, and null where that has not got it. */
  submitted: Buffer | null
  acts: QuarantineAct[]
}

/** Every field narrows. */
export interface QuarantineFilter {
  stage?: string | undefined
  code?: string | undefined
  state?: 'parked' | 'redriven' | undefined
}

export function quarantinedName({ timestamp, stage, ...place }: QuarantinedName): string {
  return `${placeName(place)}${timestamp === undefined ? '' : `~${timestamp}`}/${stage}`
}

/** A position, and which log it counts in where that is not the first: `topic@EPOCH/partition/offset`. */
export function placeName({ epoch, topic, partition, offset }: Omit<QuarantinedName, 'timestamp' | 'stage'>): string {
  return `${epoch === FIRST_EPOCH ? topic : `${topic}@${epoch}`}/${partition}/${offset}`
}

const NAME = /^([\w.-]{1,249})(?:@([1-9]\d{0,8}))?\/(\d{1,9})\/(\d{1,18})(?:~(-?\d{1,18}))?\/(.{1,256})$/s

/** Undefined where the text is no such name. */
export function readQuarantinedName(text: string): QuarantinedName | undefined {
  const [, topic, epoch, partition, offset, timestamp, stage] = NAME.exec(text) ?? []
  if (topic === undefined || offset === undefined || stage === undefined) return undefined
  return { epoch: Number(epoch ?? FIRST_EPOCH), topic, partition: Number(partition), offset, timestamp, stage }
}

/** Oldest first. */
export async function findQuarantined(
  ledger: DataSource,
  { stage, code, state }: QuarantineFilter,
  limit: number,
): Promise<QuarantinedSummary[]> {
  const rows: SummaryRow[] = await ledger.query(
    `select ${SUMMARY} from quarantine q
     where ($1::text is null or stage = $1) and ($2::text is null or reason_code = $2) and ($3::text is null or ${REDRIVEN} = ($3 = 'redriven'))
     order by recorded_at, epoch, origin_topic, origin_partition, origin_offset, stage limit $4`,
    [stage ?? null, code ?? null, state ?? null, limit],
  )
  return rows.map(summaryOf)
}

/** Undefined where no quarantined event has this name. */
export async function findQuarantinedWhole(
  ledger: DataSource,
  name: QuarantinedName,
): Promise<QuarantinedWhole | undefined> {
  return wholeOf(ledger.manager, name)
}

/** Records new bytes for a quarantined event; the bytes that came stay as they are. False where no quarantined event has this name. */
export async function recordEdit(
  ledger: DataSource,
  name: QuarantinedName,
  edit: { by: string; note: string | null; value: Buffer },
): Promise<boolean> {
  return ledger.transaction(async (session) => {
    const [held]: RowKey[] = await session.query(
      `select ${KEY} from quarantine q where ${NAMED} ${LOCKED}`,
      namedBy(name),
    )
    if (held === undefined) return false
    await recordAct(session, held, { act: 'edit', eventId: null, ...edit })
    return true
  })
}

/**
 * Sends a quarantined event again: `publish` gets it with all its acts, sends it, and gives the new event's id, which is recorded with who did it. One at a
 * time for each event; where `publish` rejects, nothing is recorded. Undefined where no quarantined event has this name.
 */
export async function redriveQuarantined(
  ledger: DataSource,
  name: QuarantinedName,
  o: { by: string; note: string | null; publish: (quarantined: QuarantinedWhole) => Promise<string> },
): Promise<string | undefined> {
  return ledger.transaction(async (session) => {
    const [held]: RowKey[] = await session.query(
      `select ${KEY} from quarantine q where ${NAMED} ${LOCKED}`,
      namedBy(name),
    )
    const quarantined = held && (await wholeOf(session, name))
    if (held === undefined || quarantined === undefined) return undefined
    const eventId = await o.publish(quarantined)
    await recordAct(session, held, { act: 'redrive', by: o.by, note: o.note, value: null, eventId })
    return eventId
  })
}

const COLUMNS = ['epoch', 'origin_topic', 'origin_partition', 'origin_offset', 'origin_timestamp', 'stage']
const keyIn = (table: string): string => COLUMNS.map((column) => `${table}.${column}`).join(', ')
const KEY = keyIn('q')
const OF_IT = `(${keyIn('a')}) = (${KEY})`
const REDRIVEN = `exists (select from quarantine_act a where ${OF_IT} and a.act = 'redrive')`
const AT_ITS_PLACE =
  '(e.epoch, e.origin_topic, e.origin_partition, e.origin_offset, e.stage) = (q.epoch, q.origin_topic, q.origin_partition, q.origin_offset, q.stage)'
/** Named only where an earlier one stands at the same place. */
const TIMESTAMP = `case when exists (select from quarantine e where ${AT_ITS_PLACE} and (e.recorded_at, e.origin_timestamp) < (q.recorded_at, q.origin_timestamp)) then q.origin_timestamp::text end`
const SUMMARY = `epoch, origin_topic as topic, origin_partition as partition, origin_offset::text as offset, ${TIMESTAMP} as timestamp, stage, tenant, claim_id, reason_code, reason_pointer, reason_keyword, attempts,
  failed_topic, failed_partition, failed_offset::text, headers->>'${LAST_OFFSET_HEADER}' as last_offset, recorded_at, ${REDRIVEN} as redriven, (select count(*)::int from quarantine_act a where ${OF_IT} and a.act = 'edit') as edits`
/** The first there, where no timestamp says which. */
const NAMED = `q.epoch = $1 and q.origin_topic = $2 and q.origin_partition = $3 and q.origin_offset = $4 and q.stage = $5 and ($6::bigint is null and ${TIMESTAMP} is null or q.origin_timestamp = $6::bigint)`
const namedBy = ({
  epoch,
  topic,
  partition,
  offset,
  stage,
  timestamp,
}: QuarantinedName): (string | number | null)[] => [epoch, topic, partition, offset, stage, timestamp ?? null]
/** One act on an event waits for another. */
const LOCKED = 'for update of q'

type RowKey = Record<(typeof COLUMNS)[number], string | number>

interface SummaryRow extends Omit<QuarantinedName, 'timestamp'> {
  timestamp: string | null
  tenant: string
  claim_id: string
  reason_code: string
  reason_pointer: string | null
  reason_keyword: string | null
  attempts: number
  failed_topic: string
  failed_partition: number
  failed_offset: string
  last_offset: string | null
  recorded_at: Date
  redriven: boolean
  edits: number
}

type WholeRow = SummaryRow & Pick<QuarantinedWhole, 'key' | 'value' | 'headers'>

function summaryOf(row: SummaryRow): QuarantinedSummary {
  return {
    name: quarantinedName({ ...row, timestamp: row.timestamp ?? undefined }),
    ...(row.last_offset !== null && { lastOffset: row.last_offset }),
    tenant: row.tenant,
    claimId: row.claim_id,
    reason: { code: row.reason_code, pointer: row.reason_pointer, keyword: row.reason_keyword },
    attempts: row.attempts,
    failedAt: { topic: row.failed_topic, partition: row.failed_partition, offset: row.failed_offset },
    recordedAt: row.recorded_at.toISOString(),
    state: row.redriven ? 'redriven' : 'parked',
    edits: row.edits,
  }
}

async function wholeOf(session: EntityManager, name: QuarantinedName): Promise<QuarantinedWhole | undefined> {
  const key = namedBy(name)
  const [row]: WholeRow[] = await session.query(
    `select ${SUMMARY}, key, value, headers from quarantine q where ${NAMED}`,
    key,
  )
  if (row === undefined) return undefined
  const acts: (Omit<QuarantineAct, 'at'> & { at: Date })[] = await session.query(
    `select a.act, a.by_whom as by, a.note, a.value, a.event_id as "eventId", a.recorded_at as at from quarantine_act a join quarantine q on ${OF_IT} where ${NAMED} order by a.id`,
    key,
  )
  const submitted =
    row.last_offset !== null
      ? null
      : row.failed_topic === name.topic
        ? row.value
        : ((await archivedEvent(session, name))?.value ?? null)
  return {
    ...summaryOf(row),
    key: row.key,
    value: row.value,
    headers: row.headers,
    submitted,
    acts: acts.map((act) => ({ ...act, at: act.at.toISOString() })),
  }
}

async function recordAct(
  session: EntityManager,
  held: RowKey,
  { act, by, note, value, eventId }: Omit<QuarantineAct, 'at'>,
): Promise<void> {
  await session.query(
    `insert into quarantine_act (${COLUMNS.join(', ')}, act, by_whom, note, value, event_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [...COLUMNS.map((column) => held[column]), act, by, note, value, eventId],
  )
}
