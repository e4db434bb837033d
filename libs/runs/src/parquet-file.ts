import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import type { AsyncBuffer, Compressors, FileMetaData } from 'hyparquet'
import { UnreadableInput } from './unpack.js'

export interface ParquetFile {
  path: string
  buffer: AsyncBuffer
  metadata: FileMetaData
}

const compressors: Compressors = { GZIP: (input) => gunzipSync(input), ZSTD: (input) => zstdDecompressSync(input), BROTLI: (input) => brotliDecompressSync(input) }
/** JSON columns, too, are handed on as the text that they hold. */
const parsers = { jsonFromBytes: (bytes: Uint8Array) => Buffer.from(bytes).toString() }

export async function openParquet(path: string): Promise<ParquetFile> {
  const buffer = await asyncBufferFromFile(path)
  try {
    return { path, buffer, metadata: await parquetMetadataAsync(buffer) }
  } catch (error) {
    throw new UnreadableInput(`${path} is cut short or damaged: its Parquet footer cannot be read (${(error as Error).message})`)
  }
}

/** Some columns of the rows from one to another, the end not included. */
export async function readRows<T>({ path, buffer, metadata }: ParquetFile, columns: (keyof T & string)[], from: number, to: number): Promise<T[]> {
  try {
    return (await parquetReadObjects({ file: buffer, metadata, columns, rowStart: from, rowEnd: to, compressors, parsers, useOffsetIndex: true })) as T[]
  } catch (error) {
    throw new UnreadableInput(`${path} is damaged: its rows from ${from + 1} cannot be read (${(error as Error).message})`)
  }
}
