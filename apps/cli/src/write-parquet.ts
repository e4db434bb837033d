import { ParquetWriter, fileWriter, schemaFromColumnData } from 'hyparquet-writer'

export type ParquetType = 'STRING' | 'INT32' | 'DOUBLE'

/** Rows held until they are written as a row group. */
const GROUP_ROWS = 50_000

/** Writes rows to a file as they come, so that it may be larger than the memory. Gives how many there were. */
export async function writeParquet<Name extends string>(file: string, columns: Record<Name, ParquetType>, rows: AsyncIterable<Record<Name, string | number | null>>): Promise<number> {
  const names = Object.keys(columns) as Name[]
  let held: Record<Name, string | number | null>[] = []
  let written = 0
  const columnData = () => names.map((name) => ({ name, type: columns[name], data: held.map((row) => row[name]) }))
  const writer = new ParquetWriter({ writer: fileWriter(file), schema: schemaFromColumnData({ columnData: columnData() }), createdBy: 'claims-audit' })
  const flush = async (): Promise<void> => {
    await writer.write({ columnData: columnData(), rowGroupSize: GROUP_ROWS })
    written += held.length
    held = []
  }
  for await (const row of rows) {
    held.push(row)
    if (held.length === GROUP_ROWS) await flush()
  }
  if (held.length > 0) await flush()
  await writer.finish()
  return written
}
