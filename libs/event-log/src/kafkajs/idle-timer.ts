import { createRequire } from 'node:module'

/**
 * kafkajs 2.2.4 keeps a timer of 1 ms going on every connection for as long as it lives, asked for with a negative
 * delay: after each check of an empty queue it schedules the next (tulios/kafkajs #1704). It costs CPU in every
 * process, and Node 24 warns of it (#1751). The fix that waits in #1768, unmerged, is made here: an empty queue that is
 * not throttled needs no check, since the next request or answer makes one. The version of kafkajs is pinned; drop this
 * with it.
 */
interface RequestQueue {
  pending: unknown[]
  throttledUntil: number
  scheduleCheckPendingRequests(): void
}

const queue = (createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as { prototype: RequestQueue })
  .prototype
const schedule = queue.scheduleCheckPendingRequests

queue.scheduleCheckPendingRequests = function (this: RequestQueue) {
  if (this.pending.length === 0 && this.throttledUntil <= Date.now()) return
  schedule.call(this)
}
