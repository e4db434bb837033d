import type { Reason } from '@claims-audit/contracts'
import { isTransient } from '@claims-audit/event-log'
import { WorkThread } from '@claims-audit/long-audits'
import type { Ended } from '@claims-audit/long-audits'
import { Problem } from '@claims-audit/service'
import { readBody } from './tasks.js'
import type { AskedOf, ReadBy, Task } from './tasks.js'
import type { Asked, Says } from './thread.js'

/** Bodies up to this size are read on the event loop, which takes some tens of milliseconds at most. */
const SHORT_BYTES = 256 << 10
/** Several times what the slowest body of 16 MB took (docs/measurements.md). */
const BUDGET_MS = 30_000
const MEMORY_MB = 1_024
/** Bodies that are read or wait for it. */
const MOST_AT_ONCE = 16
/** The built file from src and from dist, so that tests start the thread that ships. */
const FILE = new URL('../../dist/reading/thread.js', import.meta.url)

/** Why a body was not read to its end. */
export interface Unread {
  ended: Reason
}

/**
 * Reads bodies. A body of 16 MB can be seconds of work, RTF above all: on the event loop no other request would be
 * answered meanwhile, and no probe. So long ones go to a thread, one after the other.
 */
export class BodyReader {
  readonly #thread: WorkThread

  constructor({ budgetMs = BUDGET_MS } = {}) {
    this.#thread = new WorkThread({ file: FILE, budgetMs, memoryMb: MEMORY_MB })
  }

  /** Throws a Problem of 503 where too many wait, or no thread starts. */
  async read<T extends Task>(task: T, asked: AskedOf<T>): Promise<ReadBy<T> | Unread> {
    if (asked.bytes.length <= SHORT_BYTES) return readBody(task, asked)
    if (this.#thread.pending >= MOST_AT_ONCE) throw busy()
    // A copy: what arrived may be a part of much larger memory, all of which would be sent.
    const sent: Asked<T> = { task, asked: { ...asked, bytes: new Uint8Array(asked.bytes) } }
    const said = (await this.#thread.ask(sent).catch((error: unknown) => {
      throw isTransient(error) ? busy() : error
    })) as Says | Ended
    if ('read' in said) return said.read as ReadBy<T>
    if ('failed' in said) throw Object.assign(new Error('a body was not read'), { name: said.failed })
    if ('ended' in said) return { ended: { code: `reading-${said.ended}`, pointer: null, keyword: said.keyword } }
    throw new Error('the reading thread answers out of turn')
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}

const busy = (): Problem => new Problem(503, { detail: 'Long bodies are being read; send this one again later' })
