import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

/** Bytes that are read twice, and are the same both times. */
export interface Bytes {
  chunks(): AsyncGenerator<Uint8Array>
  /** Those from `from` to `to`. */
  between(from: number, to: number): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

/** A chunk that stays in the processor's cache: larger ones are slower. */
const CHUNK = 65_536

/**
 * The bytes of a file whose reading has begun, from `stream`: of the file itself, or, where it can be read only once
 * (stdin, a pipe), of a copy of its content.
 */
export async function readAgain(file: string, stream: Readable, content: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const isOnDisk = file !== '-' && (await stat(file)).isFile()
  const handle = isOnDisk ? await open(file) : await copyOf(content)
  if (isOnDisk) stream.destroy()
  return {
    chunks: () => chunksOf(handle),
    between: (from, to) => chunksOf(handle, from, to),
    close: () => handle.close(),
  }
}

/** What is copied is of patients: no one else may read it, and nothing is left of it however the command ends. */
async function copyOf(content: AsyncIterable<Uint8Array>): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'claims-audit-'))
  const handle = await open(join(folder, 'input'), 'wx+', 0o600)
  await rm(folder, { recursive: true })
  for await (const chunk of content) await handle.writeFile(chunk)
  return handle
}

async function* chunksOf(handle: FileHandle, from = 0, to = Infinity): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  for (let position = from; position < to;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(CHUNK, to - position), position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}
