import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Transient, kindOf } from '@claims-audit/event-log'

export interface WorkThreadOptions {
  /** The thread's file. It says something first, and then one thing for each that it is asked. */
  file: URL
  data?: unknown
  budgetMs: number
  memoryMb: number
  /** Why a thread that says this first cannot be used; undefined where it can. */
  unfit?: (said: object) => string | undefined
}

/** That the thread took longer than its budget, or ended over what it was asked. */
export interface Ended {
  ended: 'timeout' | 'crash'
  keyword: string
}

/**
 * A thread that answers one after the other, kept from one to the next; a new one after each that crashed or was ended.
 */
export class WorkThread {
  private worker: Worker | undefined
  private queue: Promise<unknown> = Promise.resolve()
  private isClosed = false
  /** What it was asked and has not answered. */
  pending = 0

  constructor(private readonly o: WorkThreadOptions) {}

  /** What it says to it, once all that was asked before is answered. Fails as Transient where no thread starts. */
  async ask(asked: object): Promise<object | Ended> {
    this.pending += 1
    const answering = this.queue.then(() => this.answerTo(asked))
    this.queue = answering.catch(() => undefined)
    try {
      return await answering
    } finally {
      this.pending -= 1
    }
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.worker?.terminate()
  }

  private async answerTo(asked: object): Promise<object | Ended> {
    const worker = this.worker ?? (await this.start())
    worker.postMessage(asked)
    const over = new AbortController()
    const { budgetMs } = this.o
    try {
      const said = await Promise.race([nextOf(worker), pause(budgetMs, undefined, { signal: over.signal })])
      if (said !== undefined) return said
    } catch (error) {
      if (this.isClosed) throw new Transient('closed')
      return { ended: 'crash', keyword: (error as { code?: string }).code ?? 'exit' }
    } finally {
      over.abort()
    }
    await worker.terminate()
    return { ended: 'timeout', keyword: `${budgetMs} ms` }
  }

  /** Where it cannot start, what is asked is not at fault. */
  private async start(): Promise<Worker> {
    const { file, data, memoryMb, unfit } = this.o
    if (this.isClosed) throw new Transient('closed')
    const worker = new Worker(file, { workerData: data, resourceLimits: { maxOldGenerationSizeMb: memoryMb } })
    this.worker = worker
    worker.once('exit', () => (this.worker = undefined))
    // The answer that is waited for says so, too; without a listener the process would end.
    worker.on('error', () => undefined)
    const why = await nextOf(worker).then(
      (said) => unfit?.(said),
      (error: unknown) => kindOf(error),
    )
    if (why === undefined) return worker
    await worker.terminate()
    throw Object.assign(new Transient(`the thread does not start: ${why}`), { code: 'thread' })
  }
}

/** The next that it says. Rejects with what it ends of. */
async function nextOf(worker: Worker): Promise<object> {
  const over = new AbortController()
  const { signal } = over
  try {
    const [said] = await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(([code]) =>
        Promise.reject(Object.assign(new Error('the thread ended'), { code: `exit ${code}` })),
      ),
    ])
    return said as object
  } finally {
    over.abort()
  }
}
