/** Audits one event after the other, in a thread of its own, until it is ended. */
import { parentPort, workerData } from 'node:worker_threads'
import { openKnowledge } from '@claims-audit/reference'
import { digestsOf, judgeEvent } from './judge-event.js'
import type { Additions, Judged, SubmittedEvent, Task } from './judge-event.js'

/** What the thread is asked. */
export interface Asked extends SubmittedEvent {
  task: Task
}

/**
 * What it says: first by what it judges, then one answer for each event. `failed` is an error's class, never its
 * message.
 */
export type Says = { digests: string } | { judged: Judged } | { failed: string }

const say = (said: Says): void => parentPort?.postMessage(said)
const knowledge = openKnowledge(workerData as Additions)

parentPort?.on('message', ({ task, ...event }: Asked) => {
  try {
    say({ judged: judgeEvent(task, event, knowledge) })
  } catch (error) {
    say({ failed: (error as Error).name })
  }
})
say({ digests: digestsOf(knowledge) })
