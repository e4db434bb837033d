import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { UnreadableInput, unpacked } from './unpack.js'

const folder = mkdtempSync(join(tmpdir(), 'unpack-'))
let written = 0
function file(bytes: Buffer): string {
  const path = join(folder, String((written += 1)))
  writeFileSync(path, bytes)
  return path
}
async function read(path: string, from = 0): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of unpacked(path, { from })) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Some megabytes, so that chunks end anywhere. */
const text = Array.from({ length: 60_000 }, (_, n) => JSON.stringify({ n, odd: Math.imul(n, 2_654_435_761) })).join(
  '\n',
)
const half = Math.floor(text.length / 2)
const [a, b] = [Buffer.from(text.slice(0, half)), Buffer.from(text.slice(half))]

describe('a file', () => {
  it.each([
    ['plain', Buffer.from(text)],
    ['gzip', gzipSync(text)],
    ['gzip of two members', Buffer.concat([gzipSync(a), gzipSync(b)])],
    ['zstd', zstdCompressSync(text)],
    [
      'zstd of three frames, of which Node alone reads the first',
      Buffer.concat([zstdCompressSync(a), zstdCompressSync(Buffer.alloc(0)), zstdCompressSync(b)]),
    ],
  ])('is unpacked whole, and from any place on: %s', async (_, bytes) => {
    const path = file(bytes)
    expect(await read(path)).toBe(text)
    expect(await read(path, 1_000_003)).toBe(text.slice(1_000_003))
  })

  it.each([
    ['gzip', gzipSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['zstd, the second frame', Buffer.concat([zstdCompressSync(a), zstdCompressSync(b)])],
  ])('that is cut short is told from one that ends: %s', async (_, bytes) => {
    for (const missing of [3, 5_000])
      await expect(read(file(bytes.subarray(0, bytes.length - missing)))).rejects.toThrow(
        /is cut short: its (gzip|zstd) data end in the middle/,
      )
  })

  it.each([
    ['gzip', gzipSync(text)],
    ['zstd', zstdCompressSync(text)],
    ['zstd, with more behind it', Buffer.concat([zstdCompressSync(text), Buffer.from('no zstd at all')])],
  ])('that is damaged is told as such: %s', async (_, bytes) => {
    const broken = Buffer.from(bytes)
    const middle = Math.floor(bytes.length / 2)
    broken.fill(0xff, middle, middle + 400)
    await expect(read(file(broken))).rejects.toThrow(UnreadableInput)
  })
})
