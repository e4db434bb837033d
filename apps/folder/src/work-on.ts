import { join } from 'node:path'
import type { Door } from '@claims-audit/door'
import { answersTo } from './answers/answers.js'
import { writeAnswer } from './answers/write-answer.js'
import type { Limits } from './parts/limits.js'
import { faultOf } from './parts/refused.js'
import type { FileFault } from './parts/refused.js'
import { partsOf } from './parts/unpack.js'
import type { Part } from './parts/unpack.js'
import { readPart } from './record/read-part.js'
import type { FileRecord } from './record/record.js'
import type { Job } from './take/job.js'

/** What became of a file. */
export interface FileOutcome {
  outcome: 'done' | 'duplicate' | 'error'
  accepted: number
  refused: number
  /** Why all or a part of it was not read. */
  faults: FileFault[]
}

interface WorkOptions {
  door: Pick<Door, 'send'>
  limits: Limits
  /** Whether documents come apart from claims, and are read. */
  documentsApart: boolean
}

/**
 * Reads a file, publishes its claims or documents, writes its answers, and moves it to `done` or `error`. Each step can
 * be done again. Rejects with what will pass (Kafka, the disk) and where the job is no longer ours; the file stays in
 * `work` then.
 */
export async function workOn(job: Job, o: WorkOptions): Promise<FileOutcome> {
  const told: FileOutcome = { outcome: 'error', accepted: 0, refused: 0, faults: [] }
  let isNew = false
  const parts = await partsOrFault(job, o.limits)
  for (const [at, part] of parts.entries()) {
    const label = parts.length === 1 ? job.label : `${job.label}.${at + 1}`
    const token = `${job.id}/${at}`
    const record = await recordOrFault(part, job, {
      token,
      journal: job.at(`part-${at}`),
      ...o,
    })
    job.signal.throwIfAborted()
    if ('fault' in record) {
      told.faults.push(record.fault)
      await writeAnswer(join(job.submitter.out, `${label}.jsonl`), [faultLine(record.fault)])
      continue
    }
    const { seen, out } = job.submitter
    for (const { ending, text } of answersTo(record, join(seen, record.digest)))
      await writeAnswer(join(out, `${label}.${ending}`), text())
    const isFirst = record.first === token
    isNew ||= isFirst
    if (record.accepted > 0 || isQuiet(record)) told.outcome = 'done'
    if (isFirst) {
      told.accepted += record.accepted
      told.refused += record.refused
    }
  }
  await job.finish(told.outcome === 'error' ? 'error' : 'done')
  return told.outcome === 'done' && !isNew ? { ...told, outcome: 'duplicate' } : told
}

/** A file whose parts hold no document, and nothing that is wrong. */
const isQuiet = ({ refused, passedOver = 0 }: FileRecord): boolean => passedOver > 0 && refused === 0

async function partsOrFault(job: Job, limits: Limits): Promise<Part[]> {
  if (job.fault !== undefined) return [{ fault: job.fault }]
  try {
    return await partsOf(job.file, job.folder, limits)
  } catch (error) {
    return [{ fault: faultOrThrow(error) }]
  }
}

async function recordOrFault(
  part: Part,
  { submitter, signal }: Job,
  o: { token: string; journal: string } & WorkOptions,
): Promise<FileRecord | { fault: FileFault }> {
  if ('fault' in part) return part
  try {
    return await readPart(part, { ...o, tenant: submitter.tenant, seen: submitter.seen, signal })
  } catch (error) {
    return { fault: faultOrThrow(error) }
  }
}

function faultOrThrow(error: unknown): FileFault {
  const fault = faultOf(error)
  if (fault === undefined) throw error
  return fault
}

const faultLine = (code: FileFault): string =>
  `${JSON.stringify({ status: 'refused', errors: [{ pointer: null, code, keyword: null }] })}\n`
