import { readFile } from 'node:fs/promises'
import { output } from './run.js'

/** The command line of a living process, or undefined if no process has this id. */
export async function commandOf(pid: number): Promise<string | undefined> {
  try {
    const raw = await readFile(`/proc/${pid}/cmdline`, 'utf8')
    return raw === '' ? undefined : raw.replaceAll('\0', ' ').trim()
  } catch {
    // No /proc (macOS), or no such process: ps knows which.
    return output('ps', ['-o', 'command=', '-p', String(pid)]).then(
      (line) => line.trim() || undefined,
      () => undefined,
    )
  }
}

/**
 * Stops a process that an earlier run left behind, but only when its command line names `mark`: a process id may long
 * belong to somebody else. Resolves to whether there was one; it is gone by then.
 */
export async function stopLeftover(
  pid: number,
  mark: string,
  signal: NodeJS.Signals,
  limitMs = 20_000,
): Promise<boolean> {
  if (!(await commandOf(pid))?.includes(mark)) return false
  process.kill(pid, signal)
  if (!(await gone(pid, limitMs))) {
    process.kill(pid, 'SIGKILL')
    await gone(pid, 5_000)
  }
  return true
}

/** A process that is not our child gives no event when it ends, so this asks. */
async function gone(pid: number, limitMs: number): Promise<boolean> {
  for (const deadline = Date.now() + limitMs; Date.now() < deadline;) {
    try {
      process.kill(pid, 0)
    } catch {
      return true
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}
