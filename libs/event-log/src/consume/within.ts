import { setTimeout as pause } from 'node:timers/promises'

/** Whether something ended in time, well or badly. */
export async function within(ms: number, work: Promise<unknown> | undefined): Promise<boolean> {
  const clock = new AbortController()
  const late = pause(ms, false, { signal: clock.signal }).catch(() => false)
  const ended = Promise.allSettled([work]).then(() => true)
  return Promise.race([ended, late]).finally(() => clock.abort())
}
