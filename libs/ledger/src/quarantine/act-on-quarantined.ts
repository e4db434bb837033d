import type { LedgerSession } from '../sql/session.js'
import { COLUMNS, KEY, NAMED, findQuarantinedWhole, namedBy } from './find-quarantined.js'
import type { QuarantineAct, QuarantinedWhole, ReadArchive, RowKey } from './find-quarantined.js'
import type { QuarantinedName } from './quarantined-name.js'

/** A quarantined event that this transaction alone may act on. */
export interface HeldQuarantined {
  event: QuarantinedWhole
  key: RowKey
}

/**
 * Holds a quarantined event until the transaction ends: one act on it waits for another. By an advisory lock, since a
 * lock on the row would need the right to change it, which no one has. Undefined where no quarantined event has this
 * name.
 */
export async function holdQuarantined(
  session: LedgerSession,
  name: QuarantinedName,
  archive: ReadArchive,
): Promise<HeldQuarantined | undefined> {
  const [key]: RowKey[] = await session.query(`select ${KEY} from quarantine q where ${NAMED}`, namedBy(name))
  if (key === undefined) return undefined
  const place = COLUMNS.map((column) => key[column]).join(' ')
  await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`quarantined ${place}`])
  const event = await findQuarantinedWhole(session, name, archive)
  return event && { event, key }
}

/** Records what was done with it, in the transaction that holds it. The bytes that came stay as they are. */
export async function recordQuarantineAct(
  session: LedgerSession,
  { key }: HeldQuarantined,
  { act, by, note, value, eventId }: Omit<QuarantineAct, 'at'>,
): Promise<void> {
  await session.query(
    `insert into quarantine_act (${COLUMNS.join(', ')}, act, by_whom, note, value, event_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [...COLUMNS.map((column) => key[column]), act, by, note, value, eventId],
  )
}
