import type { PlannedUnit, Stretch } from '@claims-audit/ledger'
import { UNIT_EVENTS } from './cut-lines.js'
import { openParquet, readRows } from './parquet-file.js'
import type { ParquetFile } from './parquet-file.js'
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

/** Cuts a Parquet file's rows into units, none across two row groups. Throws UnreadableInput where it is cut short, has no such column, or could not be read in parts. */
export async function cutRows(path: string, file: number): Promise<PlannedUnit[]> {
  const opened = await openParquet(path)
  const groups = groupsOf(opened)
  const large = groups.find(({ bytes, hasPageIndex }) => bytes > GROUP_BYTES && !hasPageIndex)
  if (large !== undefined) throw new UnreadableInput(`${path}: its row group from row ${large.from + 1} holds ${large.bytes >> 20} MB and has no index of its pages; write it with smaller row groups`)
  // What its first row cannot tell, as an unknown packing, no other one can.
  if (groups.length > 0) await valuesOf(opened, 0, 1)
  return groups.flatMap(unitsOf(file))
}

/** A row group's units. */
export const unitsOf = (file: number) => (group: Pick<Group, 'from' | 'to'>): (PlannedUnit & { stretch: Rows })[] => {
  const starts = Array.from({ length: Math.ceil((group.to - group.from) / UNIT_EVENTS) }, (_, n) => group.from + n * UNIT_EVENTS)
  return starts.map((from) => {
    const to = Math.min(from + UNIT_EVENTS, group.to)
    return { stretch: { kind: 'rows', file, from, to }, events: to - from }
  })
}

/** Reads stretches of Parquet files. */
export class ParquetReader {
  private file: (ParquetFile & { groups: Group[] }) | undefined
  private held: { path: string; group: Group; rows: (string | null)[] } | undefined

  constructor(private readonly files: string[]) {}

  async *read({ file, from, to }: Rows): AsyncGenerator<RunEvent> {
    const rows = await this.rows(this.files[file] ?? '', from, to)
    for (const [ordinal, value] of rows.entries()) yield { ordinal, value, key: null }
  }

  private async rows(path: string, from: number, to: number): Promise<(string | null)[]> {
    if (this.file?.path !== path) {
      const opened = await openParquet(path)
      this.file = { ...opened, groups: groupsOf(opened) }
    }
    const group = this.file.groups.find((each) => each.from <= from && to <= each.to)
    if (group === undefined) throw new UnreadableInput(`${path} has other row groups than when the run was planned`)
    if (group.bytes > GROUP_BYTES) return valuesOf(this.file, from, to)
    if (this.held?.path !== path || this.held.group.from !== group.from) this.held = { path, group, rows: await valuesOf(this.file, group.from, group.to) }
    return this.held.rows.slice(from - group.from, to - group.from)
  }
}

function groupsOf({ path, metadata }: ParquetFile): Group[] {
  let from = 0
  return metadata.row_groups.map(({ num_rows: rows, columns }) => {
    const column = columns.find(({ meta_data: about }) => about?.path_in_schema.join('.') === COLUMN)
    if (column?.meta_data === undefined) throw new UnreadableInput(`${path} has no column "${COLUMN}": an event for each row, as JSON text`)
    const group = { from, to: from + Number(rows), bytes: Number(column.meta_data.total_uncompressed_size), hasPageIndex: column.offset_index_offset !== undefined }
    from = group.to
    return group
  })
}

async function valuesOf(file: ParquetFile, from: number, to: number): Promise<(string | null)[]> {
  const rows = await readRows(file, [COLUMN], from, to, ({ [COLUMN]: value }) => ({ [COLUMN]: textIn(value) }))
  return rows.map(({ [COLUMN]: value }) => value)
}

function textIn(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string') return value
  throw new Error(`the column "${COLUMN}" holds no text`)
}
