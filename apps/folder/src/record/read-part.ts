import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Surveyor } from '@claims-audit/x12'
import type { Survey } from '@claims-audit/x12'
import type { Door } from '@claims-audit/door'
import { jsonClaims } from '../claims/json-claims.js'
import type { Judged } from '../claims/judged.js'
import { x12Claims } from '../claims/x12-claims.js'
import { chunksOf, openFile } from '../parts/bytes.js'
import { FileRefused } from '../parts/refused.js'
import type { Part } from '../parts/unpack.js'
import { Journal, entriesIn } from './journal.js'
import { publishAll } from './publish.js'
import { keep, recordOf } from './record.js'
import type { FileRecord } from './record.js'

export interface Reading {
  tenant: string
  /** Where records are kept. */
  seen: string
  /** Where this part's journal is while it is read. */
  journal: string
  /** Of the arrival and the part. */
  token: string
  door: Pick<Door, 'send'>
  signal: AbortSignal
}

/** Reads a part and publishes its claims, or finds that its bytes came before. Throws FileRefused where it holds no claims of a kind that is read. */
export async function readPart(part: Extract<Part, { path: string }>, reading: Reading): Promise<FileRecord> {
  if (part.kind !== 'x12' && part.kind !== 'json') throw new FileRefused('type')
  const handle = await openFile(part.path)
  try {
    const before = await handle.stat()
    const { digest, survey } = await surveyed(handle, part.kind === 'x12')
    const known = await recordOf(reading.seen, digest)
    if (known !== undefined) return known
    const record = await published(handle, { digest, survey }, reading)
    const { size, mtimeMs } = await handle.stat()
    if (size !== before.size || mtimeMs !== before.mtimeMs) throw new FileRefused('changed')
    return await keep(reading.seen, reading.journal, record)
  } finally {
    await handle.close()
  }
}

interface Surveyed {
  digest: string
  survey: Survey | undefined
}

async function surveyed(handle: FileHandle, isX12: boolean): Promise<Surveyed> {
  const hash = createHash('sha256')
  const surveyor = isX12 ? new Surveyor() : undefined
  for await (const chunk of chunksOf(handle)) {
    hash.update(chunk)
    surveyor?.push(chunk)
  }
  return { digest: hash.digest('hex'), survey: surveyor?.end() }
}

async function published(handle: FileHandle, { digest, survey }: Surveyed, reading: Reading): Promise<FileRecord> {
  const { tenant, door, signal } = reading
  let isFhir = false
  const claims: AsyncIterable<Judged> =
    survey === undefined
      ? jsonClaims(chunksOf(handle), { digest, tenant, isFhir: () => (isFhir = true) })
      : x12Claims(chunksOf(handle), survey, { digest, tenant })
  const journal = await Journal.open(reading.journal)
  try {
    await publishAll(claims, journal, { door, signal })
  } finally {
    await journal.close()
  }
  const counts = await countsIn(reading.journal)
  return {
    first: reading.token,
    kind: survey !== undefined ? 'x12' : isFhir ? 'fhir' : 'json',
    at: new Date().toISOString(),
    digest,
    ...counts,
    envelopes: survey?.envelopes ?? [],
  }
}

async function countsIn(folder: string): Promise<{ accepted: number; refused: number }> {
  const counts = { accepted: 0, refused: 0 }
  for await (const { id } of entriesIn(folder)) counts[id === undefined ? 'refused' : 'accepted'] += 1
  return counts
}
