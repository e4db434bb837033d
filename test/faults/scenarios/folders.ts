import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import { readAll } from '@claims-audit/event-log'
import { between } from '../scenario.ts'
import type { Playing, Scenario } from '../scenario.ts'
import type { World } from '../world.ts'

/** A few that are killed in the middle of a file, and many in the middle of a folder. */
const LONG = { files: 4, copies: 500 }
const SHORT = { files: 40, copies: 1 }
/** Claims of the example's first transaction, which is copied, and of its second. */
const [COPIED, ONCE] = [3, 1]
/** Whose claims the account looks at. */
const TENANT = 'synthetic'
/** In the ids of the folder's claims, which the load's do not have. */
const OURS = 'file-'

/** No file waits so long, whatever is killed. */
const PATIENCE_MS = 240_000
const LATER_MS = 100

/** The folder of the scenario that is played, and what lies in it. */
let folder = ''
let written = 0

/** Files in a watched folder, read by two processes. */
export const FOLDERS: Scenario[] = [
  {
    name: 'folder',
    what: 'kill -9 of two processes that read one folder, in the middle of files and of the folder',
    run: async (world, playing) => {
      folder = await mkdtemp(join(tmpdir(), 'claims-audit-faults-folder-'))
      written = 0
      await mkdir(at('in'), { recursive: true })
      const settings = { FOLDER: folder, FOLDER_POLL_MS: '100', FOLDER_QUIET_MS: '100', FOLDER_LEASE_MS: '1000' }
      const readers = [world.services.add('folder', settings), world.services.add('folder', settings)]
      for (let file = 0; file < LONG.files + SHORT.files; file += 1)
        await put(playing.name, file, file % 11 === 0 ? LONG.copies : SHORT.copies)
      let kills = 0
      for (const deadline = Date.now() + PATIENCE_MS; !(await isEmpty()) && Date.now() < deadline; kills += 1) {
        const reader = readers[kills % readers.length]
        // One that is killed as it starts reads nothing.
        await Promise.race([reader?.listening, pause(10_000)])
        // Later and later, so that a busy machine gets on.
        await between(world, 50, 800 + kills * LATER_MS)
        reader?.kill('SIGKILL')
      }
      for (const id of await acceptedIds()) playing.load.acknowledged.add(id)
      for (const reader of readers) await world.services.remove(reader)
      return kills
    },
    afterwards: async (world, _, __, playing) => {
      const broken = await foldersBroken(world, playing)
      await rm(folder, { recursive: true, force: true })
      return broken
    },
  },
]

const at = (...names: string[]): string => join(folder, TENANT, ...names)

/** As a transfer program does it: under another name until it is whole. */
async function put(name: string, file: number, copies: number): Promise<void> {
  const example = await readFile(new URL('../../../contracts/examples/claims.837', import.meta.url), 'utf8')
  const ids = (text: string, copy: number): string => text.replaceAll('STAY-', `${name}-${OURS}${file}-${copy}-`)
  const long = example.replace(/HL\*\d+\*1\*22\*0~[^]*?(?=SE\*)/, (levels) =>
    Array.from({ length: copies }, (_, copy) => ids(levels, copy)).join(''),
  )
  await writeFile(at('in', `${file}.part`), long.replace('VISIT-', `${name}-${OURS}${file}-visit-`))
  await rename(at('in', `${file}.part`), at('in', `${file}.837`))
  written += copies * COPIED + ONCE
}

/** Whether all that lay there is answered. */
async function isEmpty(): Promise<boolean> {
  const left = await Promise.all(['in', 'work'].map((name) => readdir(at(name)).catch(() => ['?'])))
  return left.every((names) => names.length === 0)
}

async function answers(ending: string): Promise<string[]> {
  const names = (await readdir(at('out'))).filter((name) => name.endsWith(ending))
  return Promise.all(names.map((name) => readFile(at('out', name), 'utf8')))
}

const idsIn = (texts: string[], pattern: RegExp): string[] =>
  texts.flatMap((text) => [...text.matchAll(pattern)].map(([, id = '']) => id))

const acceptedIds = async (): Promise<string[]> => idsIn(await answers('.jsonl'), /"id":"([^"]+)"/g)

/** One 999 a file, one line of a 277CA a claim, an event for each, and one claim in the ledger for each. */
async function foldersBroken(world: World, { name }: Playing): Promise<string[]> {
  const files = LONG.files + SHORT.files
  const [functional, claims] = [await answers('.999'), await answers('.277CA')]
  const told = idsIn(claims, /REF\*1K\*([^~]+)~/g)
  const accounts = idsIn(claims, /TRN\*2\*([^~]+)~\nSTC\*A1:20\*\d+\*WQ\*[\d.]+~\nREF\*1K/g)
  const events = (await readAll(world.brokers, TOPICS.submitted)).filter(({ key }) =>
    String(key).startsWith(`${TENANT}:${name}-${OURS}`),
  )
  const sent = new Set(events.map(({ headers }) => String(headers['ce_id'])))
  const [recorded] = await world.withLedger((ledger) =>
    ledger.query<{ claims: string; versions: string }[]>(
      'select count(distinct claim_id)::text as claims, count(*)::text as versions from recorded_version where tenant = $1 and claim_id like $2',
      [TENANT, `${name}-${OURS}%`],
    ),
  )
  console.log(
    `folder: ${files} files, ${written} claims, ${told.length} lines of 277CA, ${events.length} events of ${sent.size} ids, ${recorded?.claims} claims recorded, in ${recorded?.versions} versions`,
  )
  const promises: [string, number, number][] = [
    ['files answered by a 999', functional.length, files],
    ['lines of a 277CA', told.length, written],
    ['different events in them', new Set(told).size, written],
    ['different account numbers in them', new Set(accounts).size, written],
    ['different events in the log', sent.size, written],
    ['claims in the ledger', Number(recorded?.claims), written],
    ['versions of them', Number(recorded?.versions), written],
  ]
  return promises.filter(([, is, should]) => is !== should).map(([what, is, should]) => `${what}: ${is} of ${should}`)
}
