import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { mkdir, mkdtemp, readFile, readdir, rm, watch, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOPICS } from '@claims-audit/contracts'
import { readAll } from '@claims-audit/event-log'
import { freshLog } from '../fresh-log.js'
import { ServiceProcess } from '../operations/service-process.js'
import { Watch, brokers, newDatabase } from './running.js'

/** So many that a process that is killed at its first event is in the middle of them. */
const MESSAGES = 40_000
const BATCH = 500

let folder: string
let databaseUrl: string
let documents: Watch<unknown>
let reader: ServiceProcess | undefined

beforeAll(async () => {
  await freshLog(brokers)
  databaseUrl = await newDatabase()
  folder = await mkdtemp(join(tmpdir(), 'claims-audit-killed-'))
  for (const name of ['in', 'out']) await mkdir(join(folder, 'killed', name), { recursive: true })
  documents = await Watch.on(TOPICS.documents)
}, 120_000)

afterAll(async () => {
  await kill()
  await documents.stop()
  await rm(folder, { recursive: true, force: true })
}, 60_000)

async function start(): Promise<void> {
  reader = new ServiceProcess('folder', {
    KAFKA_BROKERS: brokers.join(','),
    DATABASE_URL: databaseUrl,
    DOCUMENTS_APART: 'true',
    FOLDER: folder,
    FOLDER_POLL_MS: '100',
    FOLDER_QUIET_MS: '100',
    FOLDER_LEASE_MS: '1000',
  })
  await reader.listening()
}

async function kill(): Promise<void> {
  await reader?.stop('SIGKILL')
  reader = undefined
}

const message = (at: number): string =>
  [
    `MSH|^~\\&|EHR|NORTH|AUDIT|NORTH|20260105161500||MDM^T02^MDM_T02|M-${at}|P|2.5.1`,
    `PID|1||MRN-${at}^^^NORTH^MR||||||||||||||||STAY-${at}`,
    `TXA|1|PR|TX|20260105||||||||NOTE-${at}|||||AU`,
    `OBX|1|TX|11506-3^Progress note^LN||Walks unaided on day ${at}.||||||F`,
  ].join('\r') + '\r'

const answers = async (): Promise<string[]> =>
  (await readdir(join(folder, 'killed', 'out'))).filter((name) => name.endsWith('.jsonl') && !name.startsWith('.'))

async function answered(): Promise<string> {
  const changes = watch(join(folder, 'killed', 'out'))
  const found = async (): Promise<string | undefined> => (await answers())[0]
  let name = await found()
  if (name === undefined) for await (const _ of changes) if ((name = await found()) !== undefined) break
  return readFile(join(folder, 'killed', 'out', name ?? ''), 'utf8')
}

it('a folder that is killed within a file of documents publishes each, and answers each once', async () => {
  await writeFile(
    join(folder, 'killed', 'in', 'notes.hl7'),
    Array.from({ length: MESSAGES }, (_, at) => message(at)).join(''),
  )
  await start()
  await documents.until(() => true)
  await kill()
  expect(await answers()).toEqual([])
  await start()
  const lines = (await answered()).trim().split('\n')
  const ids = lines.map((line) => (JSON.parse(line) as { id: string }).id)
  const events = (await readAll(brokers, TOPICS.documents)).map(({ headers }) => String(headers['ce_id']))
  expect([ids.length, new Set(ids).size]).toEqual([MESSAGES, MESSAGES])
  expect(new Set(events)).toEqual(new Set(ids))
  // What Kafka has and the journal has not is sent again, under the same ids.
  expect(events.length - MESSAGES).toBeLessThanOrEqual(BATCH)
}, 240_000)
