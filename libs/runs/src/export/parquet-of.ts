import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'

export type ParquetType = 'STRING' | 'INT32' | 'DOUBLE'

/** Rows held until they are written as a row group. */
const GROUP_ROWS = 50_000

/** A Parquet file of rows, in pieces as they come, so that it may be larger than the memory. */
export async function* parquetOf<Name extends string>(
  columns: Record<Name, ParquetType>,
  rows: AsyncIterable<Record<Name, string | number | null>>,
): AsyncGenerator<Uint8Array> {
  const names = Object.keys(columns) as Name[]
  let held: Record<Name, string | number | null>[] = []
  const columnData = () => names.map((name) => ({ name, type: columns[name], data: held.map((row) => row[name]) }))
  const bytes = new ByteWriter()
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: columnData() }),
    createdBy: 'claims-audit',
  })
  const group = async (): Promise<Uint8Array> => {
    await writer.write({ columnData: columnData(), rowGroupSize: GROUP_ROWS })
    held = []
    return taken(bytes)
  }
  for await (const row of rows) {
    held.push(row)
    if (held.length === GROUP_ROWS) yield group()
  }
  if (held.length > 0) yield group()
  await writer.finish()
  yield taken(bytes)
}

/** What was written since the last time; its place in the file is the writer's `offset`, which goes on. */
function taken(bytes: ByteWriter): Uint8Array {
  const piece = bytes.getBytes().slice()
  bytes.index = 0
  return piece
}
