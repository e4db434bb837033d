import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from './client.js'
import { toldOf } from './error-kind.js'
import { isTransient } from './transient.js'

const EVERY_MS = 1_000
/** A line for every so many attempts: a start that waits says so, and does not fill the log. */
const TELL_EVERY = 10

/**
 * What `attempt` gives, as soon as it can: a server that is not up yet, or a topic that is not made yet, is waited for,
 * with a line that names it. Rejects with what will not pass by itself, and with the signal's reason.
 */
export async function waitFor<T>(
  what: string,
  attempt: () => Promise<T>,
  o: { log: Log; signal?: AbortSignal },
): Promise<T> {
  for (let failed = 0; ; failed += 1) {
    o.signal?.throwIfAborted()
    try {
      return await attempt()
    } catch (error) {
      if (!isTransient(error)) throw error
      if (failed % TELL_EVERY === 0) o.log('warn', `waiting for ${what} (${toldOf(error)})`)
    }
    await pause(EVERY_MS, undefined, { ...(o.signal && { signal: o.signal }) }).catch(() => undefined)
  }
}
