import { createWriteStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createGunzip } from 'node:zlib'
import { fromFdPromise } from 'yauzl'
import type { Entry, ZipFile } from 'yauzl'
import { bytesAt, chunksOf, openFile } from './bytes.js'
import { HEAD, kindOf } from './kind.js'
import type { Kind } from './kind.js'
import { Allowance, MOST_ENTRIES } from './limits.js'
import type { Limits } from './limits.js'
import { FileRefused } from './refused.js'
import type { FileFault } from './refused.js'

/** A file whose claims are read: the one that came, or one that was packed in it. */
export type Part = { path: string; kind: Kind } | { fault: FileFault }

/**
 * The files of what came, in order. What is packed is unpacked into `folder`, under names of ours: those in an archive
 * are never used. Throws FileRefused where all of it is refused.
 */
export async function partsOf(path: string, folder: string, limits: Limits): Promise<Part[]> {
  const handle = await openFile(path)
  try {
    const kind = kindOf(await bytesAt(handle, 0, HEAD))
    if (kind !== 'gzip' && kind !== 'zip') return [{ path, kind }]
    const allowance = new Allowance(limits, (await handle.stat()).size)
    if (kind === 'zip') return await unzipped(handle, folder, allowance)
    const content = join(folder, 'content-0')
    await whole('archive', pipeline(chunksOf(handle), createGunzip(), allowance.meter(), written(content)))
    return [await unpacked(content)]
  } finally {
    await handle.close()
  }
}

async function unzipped(handle: FileHandle, folder: string, allowance: Allowance): Promise<Part[]> {
  const zip = await openZip(handle)
  if (zip.entryCount > MOST_ENTRIES) throw new FileRefused('too-many-entries')
  const parts: Part[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      if (parts.length === MOST_ENTRIES) throw new FileRefused('too-many-entries')
      if (!isFolder(entry)) parts.push(await entryOf(zip, entry, join(folder, `content-${parts.length}`), allowance))
    }
  } catch (error) {
    throw isOurs(error) ? error : new FileRefused('archive')
  }
  return parts
}

/** The end of a zip lists its entries: without it, it is no zip. */
export async function openZip(handle: FileHandle): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true }
  return fromFdPromise(handle.fd, options).catch(() => Promise.reject(new FileRefused('archive')))
}

/** One that is damaged is refused by itself; the others are read. */
async function entryOf(zip: ZipFile, entry: Entry, content: string, allowance: Allowance): Promise<Part> {
  if (entry.isEncrypted()) return { fault: 'encrypted' }
  try {
    const stream = await zip.openReadStreamPromise(entry)
    const check = checksum()
    await pipeline(stream, allowance.meter(), check.meter, written(content))
    return check.sum() === entry.crc32 ? await unpacked(content) : { fault: 'archive' }
  } catch (error) {
    if (isOurs(error)) throw error
    return { fault: 'archive' }
  }
}

function checksum(): { meter: Transform; sum: () => number } {
  let sum = 0
  const meter = new Transform({
    transform(chunk: Buffer, _, done) {
      sum = crc32(chunk, sum)
      done(null, chunk)
    },
  })
  return { meter, sum: () => sum }
}

const isFolder = ({ fileNameRaw }: Entry): boolean => fileNameRaw.at(-1) === 0x2f

async function unpacked(path: string): Promise<Part> {
  const handle = await openFile(path)
  const kind = kindOf(await bytesAt(handle, 0, HEAD))
  await handle.close()
  return kind === 'gzip' || kind === 'zip' ? { fault: 'nested' } : { path, kind }
}

const written = (path: string) => createWriteStream(path, { mode: 0o600 })

/** Whether a gzip is complete, without keeping what it holds. */
export async function gunzips(handle: FileHandle, limits: Limits): Promise<boolean> {
  const allowance = new Allowance(limits, (await handle.stat()).size)
  try {
    await whole('archive', pipeline(Readable.from(chunksOf(handle)), createGunzip(), allowance.meter(), drain()))
    return true
  } catch (error) {
    // One that is too large is refused for that, complete or not.
    if (error instanceof FileRefused) return error.fault !== 'archive'
    throw error
  }
}

const drain = () => new Transform({ transform: (_, __, done) => done() }).resume()

/** What the disk says (it is full, it is gone) is no fault of the file. */
const isOurs = (error: unknown): boolean =>
  error instanceof FileRefused || (error as NodeJS.ErrnoException).syscall !== undefined

async function whole(fault: FileFault, work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    throw isOurs(error) ? error : new FileRefused(fault)
  })
}
