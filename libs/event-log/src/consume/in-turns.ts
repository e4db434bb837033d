import { setImmediate as turn } from 'node:timers/promises'

/** Work of so long, and then the event loop has its turn: heartbeats, commits, probes, other requests. */
const TURN_MS = 25

/**
 * What `decide` gives for each item, in order, one after the other. A batch may be seconds of work in all; where it is,
 * the event loop has its turn in between. Rejects with the signal's reason once the results are no longer wanted.
 */
export async function inTurns<T, R>(
  items: readonly T[],
  signal: AbortSignal,
  decide: (item: T) => R | Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  let since = performance.now()
  for (const item of items) {
    const decided = decide(item)
    results.push(decided instanceof Promise ? await decided : decided)
    if (performance.now() - since < TURN_MS) continue
    await turn()
    signal.throwIfAborted()
    since = performance.now()
  }
  return results
}
