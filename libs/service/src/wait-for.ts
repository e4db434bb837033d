import { setTimeout as pause } from 'node:timers/promises'
import { isTransient } from '@claims-audit/event-log'
import type { Logger } from 'pino'

const EVERY_MS = 1_000
/** A line for every so many attempts: a start that waits says so, and does not fill the log. */
const TELL_EVERY = 10

/** What `attempt` gives, as soon as it can: a server that is not up yet is waited for, with a line that names it. Rejects with what will not pass by itself. */
export async function waitFor<T>(what: string, attempt: () => Promise<T>, log: Logger): Promise<T> {
  for (let failed = 0; ; failed += 1) {
    try {
      return await attempt()
    } catch (error) {
      if (!isTransient(error)) throw error
      if (failed % TELL_EVERY === 0) log.warn(`waiting for ${what} (${reason(error)})`)
    }
    await pause(EVERY_MS)
  }
}

/** node-postgres and kafkajs put the network's code one level down, where several addresses were tried. */
function reason(error: unknown): string {
  const { code, errors, cause, message } = error as { code?: unknown; errors?: unknown[]; cause?: unknown; message: string }
  if (typeof code === 'string') return code
  const inner = errors?.[0] ?? cause
  return inner instanceof Error ? reason(inner) : message
}
