import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { output } from './run.js'

/** Whom to run a server as. */
export interface Account {
  uid: number
  gid: number
}

/** Folders that root may write to and that every account may walk through: the first that will do is used. */
const SHARED = ['/var/lib', '/var/tmp', tmpdir()]

/** Whether an account may use a path, asked by trying: modes alone do not tell (access lists, mounts, containers). */
export async function mayRead(path: string, account: Account): Promise<boolean> {
  return output('/bin/sh', ['-c', 'test -r "$1"', 'sh', path], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

export async function mayEnter(path: string, account: Account): Promise<boolean> {
  return output('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  )
}

/**
 * For root: a folder of ours that an account can walk through, though only root can write in it. In a folder where
 * others may write too, somebody may have made one of this name before us: that one is never used.
 */
export async function sharedFolder(account: Account, parents = SHARED): Promise<string | undefined> {
  for (const parent of parents) {
    const folder = join(parent, 'claims-audit')
    await mkdir(folder, { mode: 0o755 }).catch(() => undefined)
    if ((await isRootsAlone(folder)) && (await mayEnter(folder, account))) return folder
  }
  return undefined
}

async function isRootsAlone(folder: string): Promise<boolean> {
  // Of the entry itself: a link may lead anywhere.
  const entry = await lstat(folder).catch(() => undefined)
  if (!entry?.isDirectory() || entry.uid !== 0 || (entry.mode & 0o022) !== 0) return false
  // The mask that root works under may have closed it.
  await chmod(folder, 0o755)
  return true
}

/**
 * Copies a folder once, open to all for reading. It appears by a rename, so that two at once or a broken copy do no
 * harm.
 */
export async function copyOnce(from: string, to: string): Promise<void> {
  if (await isFolder(to)) return
  const fresh = await mkdtemp(`${to}-copying-`)
  try {
    await cp(from, fresh, { recursive: true, verbatimSymlinks: true })
    await openForReading(fresh)
    await rename(fresh, to).catch(async (error) => {
      if (!(await isFolder(to))) throw error
    })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await openForReading(path)
    else if (entry.isFile()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
}
