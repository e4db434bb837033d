import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js'
import { findPlace } from './postgres-place.js'
import { mayEnter, sharedFolder } from './reachable.js'
import { output } from './run.js'

const NOBODY = { uid: 65534, gid: 65534 }
const isRoot = process.getuid?.() === 0
if (!isRoot)
  process.stderr.write(
    "Skipped: only root's Postgres runs as another account, so only root can test what that account cannot enter.\n",
  )

/** Like a checkout below root's home, or in a folder of `mktemp -d`: only root may enter. */
;(isRoot ? describe : describe.skip)('root in a private folder', () => {
  let home: string
  let shared: string
  const log: string[] = []
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'claims-audit-private-'))
    shared = await mkdtemp(join(tmpdir(), 'claims-audit-shared-'))
    await chmod(shared, 0o755)
  })
  afterAll(() => Promise.all([home, shared].map((folder) => rm(folder, { recursive: true, force: true }))))

  const start = (folder: string, keepData: boolean): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      folder: join(home, folder, 'postgres'),
      durable: false,
      keepData,
      shared: [shared],
      log: (line) => log.push(line),
    })
  const kept = async (): Promise<string[]> => {
    const names = await readdir(join(shared, 'claims-audit')).catch(() => [])
    return names.filter((name) => name.startsWith('postgres-data-'))
  }

  it('keeps the data where Postgres can enter, finds them again, says where, and shares them with no copy', async () => {
    const first = await start('one', true)
    await query(first, 'create table kept as select 1 as one')
    await first.stop()
    expect(log.find((line) => line.startsWith('Postgres keeps its data in'))).toContain(
      join(shared, 'claims-audit/postgres-data-'),
    )
    expect(await kept()).toHaveLength(1)

    const second = await start('one', true)
    expect(await query(second, 'select one from kept')).toEqual([{ one: 1 }])
    await cp(join(home, 'one'), join(home, 'two'), { recursive: true })
    const copy = await start('two', false)
    expect(await query(copy, 'select to_regclass($1) as kept', 'kept')).toEqual([{ kept: null }])
    await Promise.all([second.stop(), copy.stop()])
    expect(await kept()).toHaveLength(1)
  })

  it('starts afresh when its folder was deleted, and deletes what is not to be kept', async () => {
    await rm(join(home, 'one'), { recursive: true, force: true })
    const before = await kept()
    const fresh = await start('one', false)
    expect(await query(fresh, 'select to_regclass($1) as kept', 'kept')).toEqual([{ kept: null }])
    await fresh.stop()
    expect(await kept()).toEqual(before)
  })

  it('goes on with data from before the folder was closed, or copied by root', async () => {
    const open = join(shared, 'checkout')
    const startIn = (folder: string) =>
      startEmbeddedPostgres({
        folder: join(folder, 'postgres'),
        durable: false,
        keepData: false,
        shared: [shared],
        log: () => undefined,
      })
    const elsewhere = await kept()
    await mkdir(open, { mode: 0o755 })
    const before = await startIn(open)
    await query(before, 'create table kept as select 1 as one')
    await before.stop()
    expect(await kept()).toEqual(elsewhere)
    await cp(open, join(home, 'copied'), { recursive: true })
    await cp(open, join(shared, 'copied'), { recursive: true })
    await chmod(open, 0o700)
    for (const folder of [open, join(home, 'copied'), join(shared, 'copied')]) {
      const after = await startIn(folder)
      expect(await query(after, 'select one from kept')).toEqual([{ one: 1 }])
      await after.stop()
    }
    expect(await kept()).toEqual(elsewhere)
  })

  it('copies the programs once, open for reading, and they run', async () => {
    const native = join(home, 'native')
    await cp(await nativeFolder(), native, { recursive: true, verbatimSymlinks: true })
    await chmod(join(native, 'share'), 0o700)
    const cluster = join(home, 'three')
    await mkdir(cluster)
    const place = () => findPlace({ native, version: 'test', cluster, shared: [shared], log: () => undefined })
    // Two at once, as when two suites start together.
    const [one, other] = await Promise.all([place(), place()])
    expect(one.native).toBe(join(shared, 'claims-audit/postgres-test'))
    expect(other.native).toBe(one.native)
    const { mtimeMs } = await stat(one.native)
    const again = await place()
    expect((await stat(again.native)).mtimeMs).toBe(mtimeMs)
    expect(await output(join(one.native, 'bin/postgres'), ['--version'], { ...again.account!, cwd: '/' })).toContain(
      'PostgreSQL',
    )
    expect((await readdir(dirname(one.native))).filter((name) => name.includes('copying'))).toEqual([])
  })

  it.each<[string, (folder: string) => Promise<unknown>]>([
    ['belongs to somebody else', (folder) => mkdir(folder).then(() => chown(folder, NOBODY.uid, NOBODY.gid))],
    ['others may write to', (folder) => mkdir(folder).then(() => chmod(folder, 0o777))],
    ['is a link', (folder) => symlink('/var/tmp', folder)],
  ])('does not use a shared folder that %s', async (_, make) => {
    const taken = await mkdtemp(join(tmpdir(), 'claims-audit-taken-'))
    try {
      await chmod(taken, 0o755)
      await make(join(taken, 'claims-audit'))
      expect(await sharedFolder(NOBODY, [taken])).toBeUndefined()
      expect(await sharedFolder(NOBODY, [taken, shared])).toBe(join(shared, 'claims-audit'))
    } finally {
      await rm(taken, { recursive: true, force: true })
    }
  })

  it('is about a folder that no other user may enter', async () => {
    expect(await mayEnter(home, NOBODY)).toBe(false)
    expect(await mayEnter(shared, NOBODY)).toBe(true)
  })
})

async function nativeFolder(): Promise<string> {
  const { postgres } = (await import(`@embedded-postgres/${process.platform}-${process.arch}`)) as { postgres: string }
  return resolve(postgres, '../..')
}

async function query(at: EmbeddedPostgres, sql: string, ...values: unknown[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: at.databaseUrl })
  await client.connect()
  const { rows } = await client.query(sql, values)
  await client.end()
  return rows
}
