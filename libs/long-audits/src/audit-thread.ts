import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { Transient, kindOf } from '@claims-audit/event-log'
import type { Additions, Judged, Refused } from './judge-event.js'
import type { Asked, Says } from './thread.js'

export interface AuditThreadOptions {
  additions: Additions
  /** By what it must judge: packs may have changed on disk since this process read them. */
  digests: string
  budgetMs: number
  memoryMb: number
}

/** The built file from src and from dist, so that tests start the thread that ships. */
const THREAD = new URL('../dist/thread.js', import.meta.url)

/** A thread that audits, kept from one event to the next; a new one after each that crashed or was ended. */
export class AuditThread {
  private worker: Worker | undefined
  private isClosed = false

  constructor(private readonly o: AuditThreadOptions) {}

  /**
   * What came of an event. One that takes longer than the budget, or that the thread ends over, is refused for that.
   */
  async judge(asked: Asked): Promise<Judged> {
    const worker = this.worker ?? (await this.start())
    worker.postMessage(asked)
    const said = await this.answerOf(worker)
    if ('failed' in said) throw Object.assign(new Error('an audit failed in its thread'), { name: said.failed })
    return 'judged' in said ? said.judged : refused('audit-crash', 'protocol')
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.worker?.terminate()
  }

  /** Where it cannot start, the event is not at fault. */
  private async start(): Promise<Worker> {
    const { additions, digests, memoryMb } = this.o
    if (this.isClosed) throw new Transient('closed')
    const worker = new Worker(THREAD, { workerData: additions, resourceLimits: { maxOldGenerationSizeMb: memoryMb } })
    this.worker = worker
    worker.once('exit', () => (this.worker = undefined))
    // The answer that is waited for says so, too; without a listener the process would end.
    worker.on('error', () => undefined)
    const said = await nextOf(worker).catch((error) => ({ failed: kindOf(error) }))
    if ('digests' in said && said.digests === digests) return worker
    await worker.terminate()
    throw notStarted('failed' in said ? said.failed : 'rule packs or tables have changed on disk; a restart loads them')
  }

  private async answerOf(worker: Worker): Promise<Says | { judged: Refused }> {
    const over = new AbortController()
    const { budgetMs } = this.o
    try {
      const said = await Promise.race([nextOf(worker), pause(budgetMs, undefined, { signal: over.signal })])
      if (said !== undefined) return said
    } catch (error) {
      if (this.isClosed) throw new Transient('closed')
      return { judged: refused('audit-crash', (error as { code?: string }).code ?? 'exit') }
    } finally {
      over.abort()
    }
    await worker.terminate()
    return { judged: refused('audit-timeout', `${budgetMs} ms`) }
  }
}

/** The next that it says. Rejects with what it ends of. */
async function nextOf(worker: Worker): Promise<Says> {
  const over = new AbortController()
  const { signal } = over
  try {
    const [said] = await Promise.race([
      once(worker, 'message', { signal }),
      once(worker, 'exit', { signal }).then(([code]) =>
        Promise.reject(Object.assign(new Error('the thread ended'), { code: `exit ${code}` })),
      ),
    ])
    return said as Says
  } finally {
    over.abort()
  }
}

const refused = (code: string, keyword: string): Refused => ({ rejected: { code, pointer: null, keyword } })

const notStarted = (why: string): Transient =>
  Object.assign(new Transient(`the audit thread does not start: ${why}`), { code: 'audit-thread' })
