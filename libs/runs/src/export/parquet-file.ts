import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { AsyncBuffer, Compressors, FileMetaData } from 'hyparquet'
import { UnreadableInput } from '../read/unpack.js'

export interface ParquetFile {
  path: string
  buffer: AsyncBuffer
  metadata: FileMetaData
}

const compressors: Compressors = {
  GZIP: (input) => gunzipSync(input),
  ZSTD: (input) => zstdDecompressSync(input),
  BROTLI: (input) => brotliDecompressSync(input),
}
/** Text as its bytes: decoded, what is no UTF-8 could not be told from what is. */
const AS_BYTES = { stringFromBytes: (bytes: Uint8Array) => bytes, jsonFromBytes: (bytes: Uint8Array) => bytes }

export async function openParquet(path: string): Promise<ParquetFile> {
  const buffer = await asyncBufferFromFile(path)
  try {
    return { path, buffer, metadata: await parquetMetadataAsync(buffer) }
  } catch (error) {
    throw new UnreadableInput(
      `${path} is cut short or damaged: its Parquet footer cannot be read (${(error as Error).message})`,
    )
  }
}

/** Some columns of the rows from one to another, the end not included; `asBytes`: text is not decoded. */
export async function readRows<T>(
  file: ParquetFile,
  columns: (keyof T & string)[],
  from: number,
  to: number,
  { asBytes = false } = {},
): Promise<T[]> {
  const { path, buffer, metadata } = file
  const read = { file: buffer, metadata, columns, rowStart: from, rowEnd: to, compressors, useOffsetIndex: true }
  try {
    return (await parquetReadObjects({ ...read, ...(asBytes && { parsers: AS_BYTES }) })) as T[]
  } catch (error) {
    throw new UnreadableInput(
      `${path} is damaged: its rows from ${from + 1} cannot be read (${(error as Error).message})`,
    )
  }
}
