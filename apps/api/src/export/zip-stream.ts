import { crc32, createDeflateRaw } from 'node:zlib'

/** A file of an archive, as it is written. */
export interface ZipEntry {
  name: string
  content: AsyncIterable<string>
}

const SIGNATURE = { local: 0x04034b50, descriptor: 0x08074b50, central: 0x02014b50, end: 0x06054b50 }
const ZIP64 = { end: 0x06064b50, locator: 0x07064b50, field: 1 }
const VERSION = 45
const MADE_BY_UNIX = 3 << 8
/** Sizes follow the content (bit 3), and names are UTF-8 (bit 11). */
const FLAGS = 0x0808
const DEFLATED = 8
/** 1 January 1980: the same rows give the same bytes. */
const DOS_DATE = 0x21
const MOST_32 = 0xffffffff

interface Written extends Pick<ZipEntry, 'name'> {
  crc: number
  packed: number
  size: number
  offset: number
}

/**
 * A ZIP archive (PKWARE APPNOTE 6.3) that is written while its entries are read, in flat memory: sizes stand in data
 * descriptors and, as 64-bit numbers, in the directory at the end.
 */
export async function* zipStream(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for await (const { name, content } of entries) {
    const entry: Written = { name, crc: 0, packed: 0, size: 0, offset }
    for await (const bytes of entryBytes(entry, content)) {
      offset += bytes.length
      yield bytes
    }
    written.push(entry)
  }
  yield directory(written, offset)
}

async function* entryBytes(entry: Written, content: AsyncIterable<string>): AsyncGenerator<Buffer> {
  yield localHeader(entry.name)
  const deflate = createDeflateRaw({ level: 6 })
  // What goes wrong with the rows goes wrong with the file.
  const feeding = feed(content, entry, deflate).catch((error: Error) => void deflate.destroy(error))
  for await (const packed of deflate as AsyncIterable<Buffer>) {
    entry.packed += packed.length
    yield packed
  }
  await feeding
  yield descriptor(entry)
}

async function feed(
  content: AsyncIterable<string>,
  entry: Written,
  deflate: ReturnType<typeof createDeflateRaw>,
): Promise<void> {
  for await (const text of content) {
    const bytes = Buffer.from(text)
    entry.crc = crc32(bytes, entry.crc)
    entry.size += bytes.length
    if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve).once('close', resolve))
    if (deflate.destroyed) return
  }
  deflate.end()
}

function localHeader(name: string): Buffer {
  const bytes = Buffer.from(name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(SIGNATURE.local, 0)
  header.writeUInt16LE(VERSION, 4)
  header.writeUInt16LE(FLAGS, 6)
  header.writeUInt16LE(DEFLATED, 8)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt16LE(bytes.length, 26)
  return Buffer.concat([header, bytes])
}

/** With 64-bit sizes only where they need them: a reader cannot tell by the local header which it has. */
function descriptor({ crc, packed, size }: Written): Buffer {
  const isLarge = packed > MOST_32 || size > MOST_32
  const bytes = Buffer.alloc(isLarge ? 24 : 16)
  bytes.writeUInt32LE(SIGNATURE.descriptor, 0)
  bytes.writeUInt32LE(crc, 4)
  if (isLarge) {
    bytes.writeBigUInt64LE(BigInt(packed), 8)
    bytes.writeBigUInt64LE(BigInt(size), 16)
  } else {
    bytes.writeUInt32LE(packed, 8)
    bytes.writeUInt32LE(size, 12)
  }
  return bytes
}

function directory(entries: Written[], offset: number): Buffer {
  const central = Buffer.concat(entries.map(centralHeader))
  const [end64, locator, end] = [Buffer.alloc(56), Buffer.alloc(20), Buffer.alloc(22)]
  end64.writeUInt32LE(ZIP64.end, 0)
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(VERSION, 12)
  end64.writeUInt16LE(VERSION, 14)
  for (const at of [24, 32]) end64.writeBigUInt64LE(BigInt(entries.length), at)
  end64.writeBigUInt64LE(BigInt(central.length), 40)
  end64.writeBigUInt64LE(BigInt(offset), 48)
  locator.writeUInt32LE(ZIP64.locator, 0)
  locator.writeBigUInt64LE(BigInt(offset + central.length), 8)
  locator.writeUInt32LE(1, 16)
  end.writeUInt32LE(SIGNATURE.end, 0)
  for (const at of [8, 10]) end.writeUInt16LE(entries.length, at)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(Math.min(offset, MOST_32), 16)
  return Buffer.concat([central, end64, locator, end])
}

function centralHeader({ name, crc, packed, size, offset }: Written): Buffer {
  const bytes = Buffer.from(name)
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(ZIP64.field, 0)
  extra.writeUInt16LE(24, 2)
  for (const [at, value] of [size, packed, offset].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * at)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(SIGNATURE.central, 0)
  header.writeUInt16LE(MADE_BY_UNIX | VERSION, 4)
  header.writeUInt16LE(VERSION, 6)
  header.writeUInt16LE(FLAGS, 8)
  header.writeUInt16LE(DEFLATED, 10)
  header.writeUInt16LE(DOS_DATE, 14)
  header.writeUInt32LE(crc, 16)
  for (const at of [20, 24]) header.writeUInt32LE(MOST_32, at)
  header.writeUInt16LE(bytes.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(MOST_32, 42)
  return Buffer.concat([header, bytes, extra])
}
