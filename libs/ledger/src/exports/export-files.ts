import type { DataSource } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import type { Actor } from '../decisions/actor.js'
import { asTenant } from '../sql/as-tenant.js'

/** A file that is made for a person; it is theirs alone. */
export interface ExportFile {
  exportId: string
  format: 'csv' | 'xlsx'
  /** As it was asked: the parameters of the list. */
  query: string
  state: 'running' | 'done' | 'failed'
  /** So far. */
  rows: number
  bytes: number
  askedAt: string
}

/** What was asked for before then is removed. */
const OVER = "now() - interval '1 day'"
/** One of which nothing was heard for so long will not be finished: its process is gone. */
const SILENT_S = 60

const FIELDS = `export_id as "exportId", format, query, rows, bytes::float8 as bytes, asked_at as "askedAt",
  case when state = 'running' and told_at < now() - interval '${SILENT_S} seconds' then 'failed' else state end as state`
const OF = `tenant = $1 and person = $2 and export_id = $3 and asked_at > ${OVER}`
const keyOf = ({ tenant, person }: Actor, exportId: string): unknown[] => [tenant, person, exportId]

/** Begins a file, once under its id; `isNew` says whether it is to be made. */
export function beginExport(
  ledger: DataSource,
  actor: Actor,
  { exportId, format, query }: Pick<ExportFile, 'exportId' | 'format' | 'query'>,
): Promise<{ file: ExportFile; isNew: boolean }> {
  return asTenant(ledger, actor, async (runner) => {
    await runner.query(
      `delete from export_file where tenant = $1 and person = $2 and export_id = $3 and asked_at <= ${OVER}`,
      keyOf(actor, exportId),
    )
    const added: unknown[] = await runner.query(
      `insert into export_file (tenant, person, export_id, format, query) values ($1, $2, $3, $4, $5) on conflict do nothing returning 1`,
      [...keyOf(actor, exportId), format, query],
    )
    const [file] = (await runner.query(`select ${FIELDS} from export_file where ${OF}`, keyOf(actor, exportId))) as [
      Row,
    ]
    return { file: fileOf(file), isNew: added.length > 0 }
  })
}

/** Undefined where the person has no such file, or it is over. */
export const findExport = (ledger: DataSource, actor: Actor, exportId: string): Promise<ExportFile | undefined> =>
  asTenant(ledger, actor, async (runner) => {
    const [file]: Row[] = await runner.query(`select ${FIELDS} from export_file where ${OF}`, keyOf(actor, exportId))
    return file && fileOf(file)
  })

/** Adds what was made; false where the file was removed meanwhile. */
export const addPiece = (
  ledger: DataSource,
  actor: Actor,
  exportId: string,
  piece: { place: number; bytes: Uint8Array; rows: number },
): Promise<boolean> =>
  asTenant(ledger, actor, async (runner) => {
    const told: unknown[] = await runner.query(
      `update export_file set rows = $4, bytes = bytes + $5, told_at = now() where ${OF} and state = 'running' returning 1`,
      [...keyOf(actor, exportId), piece.rows, piece.bytes.length],
    )
    // With `returning`, an update answers rows and their number.
    if ((told[0] as unknown[]).length === 0) return false
    await runner.query(
      'insert into export_piece (tenant, person, export_id, place, bytes) values ($1, $2, $3, $4, $5)',
      [...keyOf(actor, exportId), piece.place, piece.bytes],
    )
    return true
  })

export const endExport = (
  ledger: DataSource,
  actor: Actor,
  exportId: string,
  state: 'done' | 'failed',
): Promise<unknown> =>
  asTenant(ledger, actor, (runner) =>
    runner.query(`update export_file set state = $4 where ${OF} and state = 'running'`, [
      ...keyOf(actor, exportId),
      state,
    ]),
  )

/** What a file holds, a piece at a time; the access log notes that it is read. */
export async function* readExport(ledger: DataSource, actor: Actor, exportId: string): AsyncGenerator<Buffer> {
  await asTenant(ledger, actor, (runner) => logAccess(runner, actor, { act: 'export' }))
  for (let place = 0; ; place += 1) {
    const rows: { bytes: Buffer }[] = await asTenant(ledger, actor, (runner) =>
      runner.query(
        'select bytes from export_piece where tenant = $1 and person = $2 and export_id = $3 and place = $4',
        [...keyOf(actor, exportId), place],
      ),
    )
    const piece = rows[0]
    if (piece === undefined) return
    yield piece.bytes
  }
}

/** False where there is none. One that is being made stops. */
export const removeExport = (ledger: DataSource, actor: Actor, exportId: string): Promise<boolean> =>
  asTenant(ledger, actor, async (runner) => {
    const gone = (await runner.query(
      `delete from export_file where ${OF} returning 1`,
      keyOf(actor, exportId),
    )) as unknown[][]
    return (gone[0] ?? []).length > 0
  })

/** Removes all files whose day is over. */
export const removeOldExports = (ledger: DataSource): Promise<unknown> =>
  ledger.query(`delete from export_file where asked_at <= ${OVER}`)

type Row = Omit<ExportFile, 'askedAt'> & { askedAt: Date }
const fileOf = (row: Row): ExportFile => ({ ...row, askedAt: row.askedAt.toISOString() })
