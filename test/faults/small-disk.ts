import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Server } from './servers.ts'

const PIECE = Buffer.alloc(1 << 20)
const FULL_MS = 10_000

/**
 * Leaves not a byte on a server's disk for a while; then makes room again, and starts the server where it has given up.
 */
export async function fillDisk(folder: string, server: Server): Promise<void> {
  let ended = false
  void server.exited.then(() => (ended = true))
  const ballast = join(folder, 'ballast')
  for (const until = Date.now() + FULL_MS; Date.now() < until;) {
    await fill(ballast)
    await pause(200)
  }
  await rm(ballast)
  if (ended) await server.start()
}

/** What the server gives up in the meantime is taken too. */
async function fill(file: string): Promise<void> {
  const handle = await open(file, 'a')
  try {
    for (;;) await handle.write(PIECE)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    await handle.close()
  }
}
