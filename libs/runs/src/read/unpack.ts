import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'

export type Format = 'plain' | 'gzip' | 'zstd' | 'parquet'

/**
 * How a file is packed, by its first bytes (RFC 1952, 2.3.1; RFC 8878, 3.1.1; Parquet's "PAR1"), whatever its name
 * says.
 */
export async function formatOf(file: string): Promise<Format> {
  const handle = await open(file)
  try {
    if ((await handle.stat()).isDirectory()) throw new UnreadableInput(`${file} is a directory; name the files in it`)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    const magic = buffer.subarray(0, bytesRead).toString('hex')
    if (magic.startsWith('1f8b')) return 'gzip'
    if (magic === '50415231') return 'parquet'
    return magic === '28b52ffd' || /^5.2a4d18$/.test(magic) ? 'zstd' : 'plain'
  } finally {
    await handle.close()
  }
}

/** What cannot be read, told so that a person can do something about it. */
export class UnreadableInput extends Error {
  override name = 'UnreadableInput'
}

/**
 * The bytes of a file of lines, unpacked, from a place in them on. `onRaw` sees what is read of the file itself. Throws
 * UnreadableInput where it is cut short or damaged.
 */
export async function* unpacked(
  file: string,
  o: { from?: number; onRaw?: (chunk: Buffer) => void } = {},
): AsyncGenerator<Buffer> {
  const { from = 0, onRaw } = o
  const packing = await formatOf(file)
  if (packing !== 'gzip' && packing !== 'zstd') {
    yield* watched(createReadStream(file, { start: from }), onRaw)
    return
  }
  let skip = from
  const raw = watched(createReadStream(file), onRaw)
  try {
    for await (const chunk of packing === 'gzip' ? gunzipped(raw) : unzstded(raw)) {
      if (skip < chunk.length) yield chunk.subarray(skip)
      skip = Math.max(0, skip - chunk.length)
    }
  } catch (error) {
    throw told(file, packing, error as NodeJS.ErrnoException)
  }
}

async function* watched(
  stream: AsyncIterable<Buffer>,
  onRaw: ((chunk: Buffer) => void) | undefined,
): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    onRaw?.(chunk)
    yield chunk
  }
}

async function* gunzipped(raw: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield* decompressed(createGunzip(), () => nextOf(raw))
}

/** Frame after frame: Node's decompressor ends with the first one and silently leaves out what follows. */
async function* unzstded(raw: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let left: Buffer | undefined = await nextOf(raw)
  while (left !== undefined && left.length > 0) {
    const first: Buffer = left
    let given = false
    const unpack = createZstdDecompress()
    const rest: Buffer = yield* decompressed(unpack, async () => {
      if (given) return nextOf(raw)
      given = true
      return first
    })
    left = rest.length > 0 ? rest : await nextOf(raw)
  }
}

const nextOf = async (raw: AsyncGenerator<Buffer>): Promise<Buffer | undefined> => {
  const { value, done } = await raw.next()
  return done === true ? undefined : value
}

type Decompressor = ReturnType<typeof createGunzip> | ReturnType<typeof createZstdDecompress>

/** Gives what was not taken of the last chunk, where the packed data end within it. */
async function* decompressed(
  unpack: Decompressor,
  next: () => Promise<Buffer | undefined>,
): AsyncGenerator<Buffer, Buffer> {
  let fed = 0
  let last: Buffer = Buffer.alloc(0)
  const feed = async (): Promise<void> => {
    for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
      const given = chunk
      fed += given.length
      last = given
      await new Promise<void>((taken) => unpack.write(given, () => taken()))
      // The data ended before the chunk did.
      if (unpack.bytesWritten < fed) return
    }
    unpack.end()
  }
  feed().catch((error: Error) => unpack.destroy(error))
  yield* unpack as AsyncIterable<Buffer>
  return last.subarray(last.length - (fed - unpack.bytesWritten))
}

function told(file: string, packing: Format, error: NodeJS.ErrnoException): Error {
  const { code = '' } = error
  if (code === 'Z_BUF_ERROR') return new UnreadableInput(`${file} is cut short: its ${packing} data end in the middle`)
  if (code.startsWith('Z_') || code.startsWith('ZSTD_'))
    return new UnreadableInput(`${file} is damaged: its ${packing} data cannot be unpacked (${error.message})`)
  return error
}
