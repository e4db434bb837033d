import type { PlannedUnit, Stretch } from '@claims-audit/ledger'
import { UNIT_EVENTS } from '../plan/cut-lines.js'
import { openParquet, readRows } from '../export/parquet-file.js'
import type { ParquetFile } from '../export/parquet-file.js'
import type { RunEvent } from './run-event.js'
import { UnreadableInput } from './unpack.js'

/** The column that holds an event for each row, as JSON text; others are left alone. */
const COLUMN = 'value'
/** A row group is unpacked whole and kept, up to so much; of a larger one only the pages that are needed. */
const GROUP_BYTES = 256 << 20

type Rows = Extract<Stretch, { kind: 'rows' }>

interface Group {
  from: number
  to: number
  bytes: number
  hasPageIndex: boolean
}

/**
 * Reads a Parquet file from end to end and cuts its rows into units, none across two row groups. Throws UnreadableInput
 * where it is cut short or damaged, has no such column, or could not be read in parts.
 */
export async function cutRows(path: string, file: number): Promise<PlannedUnit[]> {
  const opened = await openParquet(path)
  const groups = groupsOf(opened)
  const large = groups.find(({ bytes, hasPageIndex }) => bytes > GROUP_BYTES && !hasPageIndex)
  if (large !== undefined)
    throw new UnreadableInput(
      `${path}: its row group from row ${large.from + 1} holds ${large.bytes >> 20} MB and has no index of its pages; write it with smaller row groups`,
    )
  const units = groups.flatMap(unitsOf(file))
  const reader = new ParquetReader([path])
  for (const { stretch } of units) await reader.rows({ ...stretch, file: 0 })
  return units
}

/** A row group's units. */
export const unitsOf =
  (file: number) =>
  (group: Pick<Group, 'from' | 'to'>): (PlannedUnit & { stretch: Rows })[] => {
    const starts = Array.from(
      { length: Math.ceil((group.to - group.from) / UNIT_EVENTS) },
      (_, n) => group.from + n * UNIT_EVENTS,
    )
    return starts.map((from) => {
      const to = Math.min(from + UNIT_EVENTS, group.to)
      return { stretch: { kind: 'rows', file, from, to }, events: to - from }
    })
  }

/** Reads stretches of Parquet files. */
export class ParquetReader {
  private file: (ParquetFile & { groups: Group[] }) | undefined
  private held: { path: string; group: Group; rows: (Uint8Array | null)[] } | undefined

  constructor(private readonly files: string[]) {}

  async *read(stretch: Rows): AsyncGenerator<RunEvent> {
    for (const [ordinal, value] of (await this.rows(stretch)).entries()) yield { ordinal, value, key: null }
  }

  /** The values of a stretch's rows. */
  async rows({ file, from, to }: Rows): Promise<(Uint8Array | null)[]> {
    const path = this.files[file] ?? ''
    if (this.file?.path !== path) {
      const opened = await openParquet(path)
      this.file = { ...opened, groups: groupsOf(opened) }
    }
    const group = this.file.groups.find((each) => each.from <= from && to <= each.to)
    if (group === undefined) throw new UnreadableInput(`${path} has other row groups than when the run was planned`)
    if (group.bytes > GROUP_BYTES) return valuesOf(this.file, from, to)
    if (this.held?.path !== path || this.held.group.from !== group.from)
      this.held = { path, group, rows: await valuesOf(this.file, group.from, group.to) }
    return this.held.rows.slice(from - group.from, to - group.from)
  }
}

function groupsOf({ path, metadata }: ParquetFile): Group[] {
  let from = 0
  return metadata.row_groups.map(({ num_rows: rows, columns }) => {
    const column = columns.find(({ meta_data: about }) => about?.path_in_schema.join('.') === COLUMN)
    if (column?.meta_data === undefined)
      throw new UnreadableInput(`${path} has no column "${COLUMN}": an event for each row, as JSON text`)
    const group = {
      from,
      to: from + Number(rows),
      bytes: Number(column.meta_data.total_uncompressed_size),
      hasPageIndex: column.offset_index_offset !== undefined,
    }
    from = group.to
    return group
  })
}

async function valuesOf(file: ParquetFile, from: number, to: number): Promise<(Uint8Array | null)[]> {
  const rows = await readRows<{ [COLUMN]: unknown }>(file, [COLUMN], from, to, { asBytes: true })
  return rows.map(({ [COLUMN]: value }) => {
    if (value === null || value === undefined) return null
    if (value instanceof Uint8Array) return value
    throw new UnreadableInput(`${file.path}: its column "${COLUMN}" holds no text`)
  })
}
