import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { FileRefused } from './refused.js'

/** A chunk that stays in the processor's cache: larger ones are slower. */
const CHUNK = 65_536

/** Opens a file to read, and no link to one. */
export async function openFile(path: string | Buffer): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EACCES' || code === 'EPERM') throw new FileRefused('unreadable')
    if (code === 'ELOOP') throw new FileRefused('not-a-file')
    throw error
  }
}

/** The bytes from the beginning; each chunk is good until the next. */
export async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK)
  for (let position = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, CHUNK, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}

/** Up to `length` bytes from `position`. */
export async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, Math.max(0, position))
  return buffer.subarray(0, bytesRead)
}
