import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { Surveyor } from '@claims-audit/x12'
import type { Survey } from '@claims-audit/x12'
import type { Door } from '@claims-audit/door'
import { jsonClaims } from '../read/json-claims.js'
import type { Judged } from '../read/judged.js'
import { noteDocuments } from '../read/note-documents.js'
import { x12Claims } from '../read/x12-claims.js'
import { chunksOf, openFile } from '../parts/bytes.js'
import type { Kind } from '../parts/kind.js'
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
  /** Whether documents come apart from claims (DOCUMENTS_APART). */
  documentsApart: boolean
  signal: AbortSignal
}

/**
 * Reads a part and publishes its claims and documents, or finds that its bytes came before. Throws FileRefused where it
 * holds none of a kind that is read.
 */
export async function readPart(part: Extract<Part, { path: string }>, reading: Reading): Promise<FileRecord> {
  const kind = readKind(part.kind, reading.documentsApart)
  const handle = await openFile(part.path)
  try {
    const before = await handle.stat()
    const { digest, survey } = await surveyed(handle, kind === 'x12')
    const known = await recordOf(reading.seen, digest)
    if (known !== undefined) return known
    const record = await published(handle, { digest, survey, kind }, reading)
    const { size, mtimeMs } = await handle.stat()
    if (size !== before.size || mtimeMs !== before.mtimeMs) throw new FileRefused('changed')
    return await keep(reading.seen, reading.journal, record)
  } finally {
    await handle.close()
  }
}

type ReadKind = 'x12' | 'json' | 'hl7v2' | 'cda'

/** Throws FileRefused for what is not read. */
function readKind(kind: Kind, documentsApart: boolean): ReadKind {
  if (kind === 'x12' || kind === 'json') return kind
  if (kind === 'hl7v2' || kind === 'cda' || kind === 'rtf' || kind === 'html') {
    if (!documentsApart) throw new FileRefused('documents-apart')
    if (kind === 'hl7v2' || kind === 'cda') return kind
    throw new FileRefused('no-stay')
  }
  throw new FileRefused('type')
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

async function published(
  handle: FileHandle,
  { digest, survey, kind }: Surveyed & { kind: ReadKind },
  reading: Reading,
): Promise<FileRecord> {
  const { tenant, door, documentsApart, signal } = reading
  let isFhir = false
  const judged = (): AsyncIterable<Judged> => {
    if (survey !== undefined) return x12Claims(chunksOf(handle), survey, { digest, tenant })
    if (kind === 'hl7v2' || kind === 'cda') return noteDocuments(chunksOf(handle), kind, { digest, tenant })
    return jsonClaims(chunksOf(handle), { digest, tenant, documentsApart, isFhir: () => (isFhir = true) })
  }
  const journal = await Journal.open(reading.journal)
  try {
    await publishAll(judged(), journal, { door, signal })
  } finally {
    await journal.close()
  }
  const counts = await countsIn(reading.journal)
  return {
    first: reading.token,
    kind: isFhir ? 'fhir' : kind,
    at: new Date().toISOString(),
    digest,
    ...counts,
    envelopes: survey?.envelopes ?? [],
  }
}

type Counts = Pick<FileRecord, 'accepted' | 'refused' | 'passedOver'>

async function countsIn(folder: string): Promise<Counts> {
  let [accepted, refused, passedOver] = [0, 0, 0]
  for await (const entry of entriesIn(folder)) {
    if (entry.id !== undefined) accepted += 1
    else if (entry.passedOver !== undefined) passedOver += 1
    else refused += 1
  }
  return { accepted, refused, ...(passedOver > 0 && { passedOver }) }
}
