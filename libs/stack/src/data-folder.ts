import { chmod, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { commandOf } from './processes.js'
import { StackUnavailable } from './stack-unavailable.js'

/** A data folder that is ours until it is released. */
export interface DataFolder {
  path: string
  release(): Promise<void>
}

/**
 * Takes a data folder for this process by a file `supervisor.pid` in it, with the process id and command line.
 * Two supervisors on one folder would stop each other's servers, so the second is refused while the first lives.
 */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true })
  // Postgres runs as another user where we are root, and must be able to walk through; no other user has business here.
  await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700)
  const file = join(path, 'supervisor.pid')
  await claim(file, path)
  return { path, release: () => rm(file, { force: true }) }
}

async function claim(file: string, path: string): Promise<void> {
  const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  if (!handle) {
    const [pid = '', command = ''] = (await readFile(file, 'utf8').catch(() => '')).split('\n')
    if (pid && (await commandOf(Number(pid))) === command) {
      throw new StackUnavailable(`The data folder ${path} is in use by process ${pid}: stop that one first.`)
    }
    await rm(file, { force: true })
    return claim(file, path)
  }
  await handle.write(`${process.pid}\n${await commandOf(process.pid)}\n`)
  await handle.close()
}
