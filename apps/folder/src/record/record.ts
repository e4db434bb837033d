import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { InterchangeEnvelope } from '@claims-audit/x12'

/** What is stored of a content that was read, beside its journal. Its answers are a pure function of the two. */
export interface FileRecord {
  /** By which arrival it came first. */
  first: string
  kind: 'x12' | 'json' | 'fhir' | 'hl7v2' | 'cda'
  /** When all of it was published: ISO 8601, UTC. */
  at: string
  digest: string
  accepted: number
  refused: number
  /** Parts of HL7 v2 without a document, which is no fault. */
  passedOver?: number
  /** Of X12. */
  envelopes: InterchangeEnvelope[]
}

const NAME = 'record.json'

/** The record of a content; undefined where it did not come before. */
export async function recordOf(seen: string, digest: string): Promise<FileRecord | undefined> {
  try {
    return JSON.parse(await readFile(join(seen, digest, NAME), 'utf8')) as FileRecord
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Keeps a journal with its record for good, as one step; where another process was first with the same content, that
 * one's counts.
 */
export async function keep(seen: string, journal: string, record: FileRecord): Promise<FileRecord> {
  await writeDurably(join(journal, NAME), JSON.stringify(record))
  try {
    await rename(journal, join(seen, record.digest))
    return record
  } catch (error) {
    const other = await recordOf(seen, record.digest)
    if (other === undefined) throw error
    return other
  }
}

async function writeDurably(path: string, text: string): Promise<void> {
  const handle = await open(path, 'w', 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
