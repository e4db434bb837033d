/** Reads one body after the other, in a thread of its own, until it is ended. */
import { parentPort } from 'node:worker_threads'
import { readBody } from './tasks.js'
import type { AskedOf, ReadBy, Task } from './tasks.js'

export interface Asked<T extends Task> {
  task: T
  asked: AskedOf<T>
}

/** What it says: first that it is there, then one answer for each body. `failed` is an error's class. */
export type Says = { isReady: true } | { read: ReadBy<Task> } | { failed: string }

const say = (said: Says): void => parentPort?.postMessage(said)

parentPort?.on('message', ({ task, asked }: Asked<Task>) => {
  try {
    say({ read: readBody(task, asked) })
  } catch (error) {
    say({ failed: (error as Error).name })
  }
})
say({ isReady: true })
