import type { Additions, Judged, Refused } from './judge-event.js'
import type { Asked, Says } from './thread.js'
import { WorkThread } from './work-thread.js'
import type { Ended } from './work-thread.js'

export interface AuditThreadOptions {
  additions: Additions
  /** By what it must judge: packs may have changed on disk since this process read them. */
  digests: string
  budgetMs: number
  memoryMb: number
}

/** The built file from src and from dist, so that tests start the thread that ships. */
const FILE = new URL('../dist/thread.js', import.meta.url)

/** A thread that audits. */
export class AuditThread {
  private readonly thread: WorkThread

  constructor({ additions, digests, budgetMs, memoryMb }: AuditThreadOptions) {
    const unfit = (said: Partial<{ digests: string }>): string | undefined =>
      said.digests === digests ? undefined : 'rule packs or tables have changed on disk; a restart loads them'
    this.thread = new WorkThread({ file: FILE, data: additions, budgetMs, memoryMb, unfit })
  }

  /** Audits that are under way or wait. */
  get pending(): number {
    return this.thread.pending
  }

  /**
   * What came of an event. One that takes longer than the budget, or that the thread ends over, is refused for that.
   */
  async judge(asked: Asked): Promise<Judged> {
    const said = (await this.thread.ask(asked)) as Says | Ended
    if ('ended' in said) return refused(`audit-${said.ended}`, said.keyword)
    if ('failed' in said) throw Object.assign(new Error('an audit failed in its thread'), { name: said.failed })
    return 'judged' in said ? said.judged : refused('audit-crash', 'protocol')
  }

  close(): Promise<void> {
    return this.thread.close()
  }
}

const refused = (code: string, keyword: string): Refused => ({ rejected: { code, pointer: null, keyword } })
