import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { parquetWriteFile } from 'hyparquet-writer'
import { openParquet } from '../export/parquet-file.js'
import { ParquetReader, cutRows } from './parquet-rows.js'
import { UnreadableInput, formatOf } from './unpack.js'

const folder = mkdtempSync(join(tmpdir(), 'parquet-'))
const values = Array.from({ length: 5_300 }, (_, n) =>
  n === 7 ? null : JSON.stringify({ claimId: `c${n}`, money: '12.50', big: '9007199254740993' }),
)
type Written = Partial<Parameters<typeof parquetWriteFile>[0]>

function file(name: string, more: Written = {}, column: object = {}): string {
  const filename = join(folder, name)
  parquetWriteFile({
    filename,
    columnData: [{ name: 'value', data: values, type: 'STRING', ...column }],
    rowGroupSize: 2_500,
    ...more,
  })
  return filename
}
async function read(path: string): Promise<(string | null)[]> {
  const reader = new ParquetReader([path])
  const found: (string | null)[] = []
  for (const { stretch } of await cutRows(path, 0))
    if (stretch.kind === 'rows')
      for await (const { value } of reader.read(stretch))
        found.push(value === null ? null : String(Buffer.from(value as Uint8Array)))
  return found
}

describe('a Parquet file', () => {
  it.each([
    ['text', file('text'), {}],
    [
      'JSON columns, byte by byte',
      file(
        'json',
        {},
        { data: values.map((value) => (value === null ? null : (JSON.parse(value) as object))), type: 'JSON' },
      ),
      {},
    ],
    ['gzip', file('gzip', { codec: 'GZIP', compressors: { GZIP: (bytes) => gzipSync(bytes) } }), {}],
    ['zstd', file('zstd', { codec: 'ZSTD', compressors: { ZSTD: (bytes) => zstdCompressSync(bytes) } }), {}],
  ])('gives its events row by row: %s', async (_, path) => {
    expect(await formatOf(path)).toBe('parquet')
    expect(await read(path)).toEqual(values)
  })

  it('gives an event’s bytes as they are, that its audit may refuse what is no UTF-8', async () => {
    const broken = Uint8Array.from([0x22, 0xe9, 0x22])
    const path = file('broken', {}, { data: [broken], type: 'BYTE_ARRAY' })
    const rows = await new ParquetReader([path]).rows({ kind: 'rows', file: 0, from: 0, to: 1 })
    expect(rows).toEqual([broken])
  })

  it('is cut within its row groups', async () => {
    const units = await cutRows(file('cut'), 3)
    expect(
      units.map(({ stretch, events }) =>
        stretch.kind === 'rows' ? [stretch.file, stretch.from, stretch.to, events] : [],
      ),
    ).toEqual([
      [3, 0, 1_000, 1_000],
      [3, 1_000, 2_000, 1_000],
      [3, 2_000, 2_500, 500],
      [3, 2_500, 3_500, 1_000],
      [3, 3_500, 4_500, 1_000],
      [3, 4_500, 5_000, 500],
      [3, 5_000, 5_300, 300],
    ])
  })

  it('that is cut short, or holds no events, is told so', async () => {
    const bytes = readFileSync(file('whole'))
    writeFileSync(join(folder, 'short'), bytes.subarray(0, bytes.length - 100))
    await expect(cutRows(join(folder, 'short'), 0)).rejects.toThrow(
      /short is cut short or damaged: its Parquet footer cannot be read/,
    )
    await expect(cutRows(file('other', {}, { name: 'claim' }), 0)).rejects.toThrow(
      'has no column "value": an event for each row, as JSON text',
    )
    await expect(cutRows(file('numbers', {}, { data: [1, 2, 3], type: 'INT32' }), 0)).rejects.toThrow(
      /numbers: its column "value" holds no text$/,
    )
    const damaged = Buffer.from(bytes)
    damaged.fill(0xff, 40, 4_000)
    writeFileSync(join(folder, 'damaged'), damaged)
    await expect(cutRows(join(folder, 'damaged'), 0)).rejects.toThrow(UnreadableInput)
    // In its last row group, of which the first rows say nothing.
    const late = Buffer.from(bytes)
    const at = Number(
      (await openParquet(join(folder, 'whole'))).metadata.row_groups.at(-1)?.columns[0]?.meta_data?.data_page_offset,
    )
    late.fill(0xff, at, at + 64)
    writeFileSync(join(folder, 'late'), late)
    await expect(cutRows(join(folder, 'late'), 0)).rejects.toThrow(/late is damaged: its rows from 5001 cannot be read/)
  })
})
