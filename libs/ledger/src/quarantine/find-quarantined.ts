import type { Reason } from '@claims-audit/contracts'
import type { UnpackedEvent } from '../archive/event-block.js'
import { isBindable } from '../sql/bindable.js'
import type { LedgerSession } from '../sql/session.js'
import { LAST_OFFSET_HEADER } from '../tables/quarantine.js'
import { quarantinedName } from './quarantined-name.js'
import type { QuarantinedName } from './quarantined-name.js'

/** A quarantined event without its bytes. */
export interface QuarantinedSummary {
  name: string
  /** Where it is a whole batch that could not be read: its last offset, decimal. The name has the first. */
  lastOffset?: string
  stage: string
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
  /**
   * The submitted event that it goes back to, where a later stage quarantined what had become of it: from the archive,
   * and null where that has not got it.
   */
  submitted: Buffer | null
  acts: QuarantineAct[]
}

/** Every field narrows. */
export interface QuarantineFilter {
  tenant?: string | undefined
  stage?: string | undefined
  code?: string | undefined
  state?: 'parked' | 'redriven' | undefined
}

/**
 * Reads the submitted event that a quarantined one goes back to: the whole archive (`archivedEvent`), or what is the
 * caller's (`ownArchivedEvent`).
 */
export type ReadArchive = (
  session: LedgerSession,
  at: { claimId: string; epoch: number; topic: string; partition: number; offset: string },
) => Promise<UnpackedEvent | undefined>

/** Oldest first. Throws RangeError on a cursor that is not ours. */
export async function findQuarantined(
  session: LedgerSession,
  { tenant, stage, code, state }: QuarantineFilter,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: QuarantinedSummary[]; cursor: string | null }> {
  const after = cursor === undefined ? [] : readCursor(cursor)
  const rows: (SummaryRow & { place: string[] })[] = await session.query(
    `select ${SUMMARY}, array[${PLACE.map((column) => `${column}::text`).join(', ')}] as place from quarantine q
     where ($1::text is null or tenant = $1) and ($2::text is null or stage = $2) and ($3::text is null or reason_code = $3)
       and ($4::text is null or ${REDRIVEN} = ($4 = 'redriven')) ${after.length === 0 ? '' : BEHIND}
     order by ${PLACE.join(', ')} limit ${limit + 1}`,
    [tenant ?? null, stage ?? null, code ?? null, state ?? null, ...after],
  )
  const last = rows[limit - 1]
  const more = rows.length > limit && last !== undefined
  return { items: rows.slice(0, limit).map(summaryOf), cursor: more ? writeCursor(last.place) : null }
}

/** Whose a quarantined event is, of which only its name is known. */
export async function tenantOfQuarantined(session: LedgerSession, name: QuarantinedName): Promise<string | undefined> {
  const [row]: { tenant: string }[] = await session.query(
    `select tenant from quarantine q where ${NAMED}`,
    namedBy(name),
  )
  return row?.tenant
}

/** Undefined where no quarantined event has this name. */
export async function findQuarantinedWhole(
  session: LedgerSession,
  name: QuarantinedName,
  archive: ReadArchive,
): Promise<QuarantinedWhole | undefined> {
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
  return {
    ...summaryOf(row),
    key: row.key,
    value: row.value,
    headers: row.headers,
    submitted: await submittedOf(session, name, row, archive),
    acts: acts.map((act) => ({ ...act, at: act.at.toISOString() })),
  }
}

async function submittedOf(
  session: LedgerSession,
  name: QuarantinedName,
  row: WholeRow,
  archive: ReadArchive,
): Promise<Buffer | null> {
  if (row.last_offset !== null) return null
  if (row.failed_topic === name.topic) return row.value
  return (await archive(session, { ...name, claimId: row.claim_id }))?.value ?? null
}

/** The key of its table. */
export const COLUMNS = ['epoch', 'origin_topic', 'origin_partition', 'origin_offset', 'origin_timestamp', 'stage']
const keyIn = (table: string): string => COLUMNS.map((column) => `${table}.${column}`).join(', ')
export const KEY = keyIn('q')
const OF_IT = `(${keyIn('a')}) = (${KEY})`
const REDRIVEN = `exists (select from quarantine_act a where ${OF_IT} and a.act = 'redrive')`
const AT_ITS_PLACE =
  '(e.epoch, e.origin_topic, e.origin_partition, e.origin_offset, e.stage) = (q.epoch, q.origin_topic, q.origin_partition, q.origin_offset, q.stage)'
/** Named only where an earlier one stands at the same place. */
const TIMESTAMP = `case when exists (select from quarantine e where ${AT_ITS_PLACE} and (e.recorded_at, e.origin_timestamp) < (q.recorded_at, q.origin_timestamp)) then q.origin_timestamp::text end`
const SUMMARY = `epoch, origin_topic as topic, origin_partition as partition, origin_offset::text as offset, ${TIMESTAMP} as timestamp, stage, tenant, claim_id, reason_code, reason_pointer, reason_keyword, attempts,
  failed_topic, failed_partition, failed_offset::text, headers->>'${LAST_OFFSET_HEADER}' as last_offset, recorded_at, ${REDRIVEN} as redriven, (select count(*)::int from quarantine_act a where ${OF_IT} and a.act = 'edit') as edits`
/** The order of lists, with the place as each of its columns is bound. */
const PLACE = ['recorded_at', ...COLUMNS]
const PLACED = ['timestamptz', 'int', 'text', 'int', 'bigint', 'bigint', 'text']
const BEHIND = `and (${PLACE.join(', ')}) > (${PLACED.map((type, at) => `$${at + 5}::${type}`).join(', ')})`
/** The first there, where no timestamp says which. */
export const NAMED = `q.epoch = $1 and q.origin_topic = $2 and q.origin_partition = $3 and q.origin_offset = $4 and q.stage = $5 and ($6::bigint is null and ${TIMESTAMP} is null or q.origin_timestamp = $6::bigint)`
export const namedBy = ({
  epoch,
  topic,
  partition,
  offset,
  stage,
  timestamp,
}: QuarantinedName): (string | number | null)[] => [epoch, topic, partition, offset, stage, timestamp ?? null]
export type RowKey = Record<(typeof COLUMNS)[number], string | number>

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
    stage: row.stage,
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

const writeCursor = (place: readonly string[]): string => Buffer.from(JSON.stringify(place)).toString('base64url')

function readCursor(cursor: string): string[] {
  try {
    const place = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    const [at, epoch, topic, partition, offset, timestamp, stage, ...more] = place
    const { timestamptz, text, bigint } = isBindable
    const isOurs = timestamptz(at) && [epoch, partition].every(isInt) && text(topic) && bigint(offset)
    if (isOurs && bigint(timestamp) && text(stage) && more.length === 0) return place as string[]
  } catch {
    // Falls through to the one message for every broken cursor.
  }
  throw new RangeError('cursor')
}

const isInt = (value: unknown): boolean => typeof value === 'string' && /^\d{1,9}$/.test(value)
