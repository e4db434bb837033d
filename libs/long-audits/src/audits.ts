import type { Knowledge } from '@claims-audit/audit'
import { MAX_EVENT_BYTES, type Envelope } from '@claims-audit/claim'
import { Transient } from '@claims-audit/event-log'
import type { Log } from '@claims-audit/event-log'
import { openKnowledge } from '@claims-audit/reference'
import { AuditThread } from './audit-thread.js'
import { digestsOf, judgeEvent } from './judge-event.js'
import type { Additions, JudgedBy, SubmittedEvent, Task, TrialAsked } from './judge-event.js'

export interface LongAuditsOptions {
  additions?: Additions
  /** So long an audit may take in the thread. Default 30,000: several times what the densest claim took (ADR 18). */
  budgetMs?: number
  /** Heap of the thread. Default 512: the densest claim took less. */
  memoryMb?: number
  /**
   * Long audits that are under way or wait, at most; what would be one more fails as Transient. By default any number.
   */
  mostAtOnce?: number
  log?: Log
}

/**
 * Events up to this size are audited on the event loop, which takes a fraction of a second at most; larger ones in the
 * thread.
 */
const SHORT_BYTES = 256 << 10

/**
 * Audits of submitted events. A claim of 4 MB is seconds of work: on the event loop no heartbeat would leave meanwhile,
 * and the group would take the partition away before anything is committed. So long ones go to a thread, one after the
 * other; it starts with the first of them, since it costs a second and some hundred megabytes.
 */
export class LongAudits {
  private readonly knowledge: Knowledge
  private readonly thread: AuditThread
  private readonly mostAtOnce: number
  private readonly log: Log

  constructor({
    additions = {},
    budgetMs = 30_000,
    memoryMb = 512,
    mostAtOnce = Infinity,
    log = () => undefined,
  }: LongAuditsOptions = {}) {
    this.knowledge = openKnowledge(additions)
    this.thread = new AuditThread({ additions, digests: digestsOf(this.knowledge), budgetMs, memoryMb })
    this.mostAtOnce = mostAtOnce
    this.log = log
  }

  /** Every code and documentation rule; a promise where it takes long. */
  validate(
    value: SubmittedEvent['value'],
    envelope: Envelope = {},
  ): JudgedBy['validate'] | Promise<JudgedBy['validate']> {
    return this.judge('validate', { value, envelope })
  }

  /** Likewise of what is sent as a note, with diagnoses or without. */
  check(value: SubmittedEvent['value']): JudgedBy['check'] | Promise<JudgedBy['check']> {
    return this.judge('check', { value })
  }

  /** The whole audit. */
  audit(value: SubmittedEvent['value'], envelope: Envelope = {}): JudgedBy['audit'] | Promise<JudgedBy['audit']> {
    return this.judge('audit', { value, envelope })
  }

  /** A claim as it is and with changes; nothing is kept. */
  try(asked: TrialAsked): JudgedBy['try'] | Promise<JudgedBy['try']> {
    return this.judge('try', { value: JSON.stringify(asked) })
  }

  /** What is read in a claim's record, and why it has its findings. */
  explain(claim: unknown): JudgedBy['explain'] | Promise<JudgedBy['explain']> {
    return this.judge('explain', { value: JSON.stringify(claim) })
  }

  /** By what packs and tables it judges, for who shows them. */
  get knows(): Knowledge {
    return this.knowledge
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.thread.close()
  }

  private judge<T extends Task>(task: T, event: SubmittedEvent): JudgedBy[T] | Promise<JudgedBy[T]> {
    const length = event.value?.length ?? 0
    // What is too large is refused without being read.
    if (length <= SHORT_BYTES || length > MAX_EVENT_BYTES) return judgeEvent(task, event, this.knowledge)
    if (this.thread.pending >= this.mostAtOnce) return Promise.reject(new Transient('too many long audits at once'))
    return this.inThread(task, event)
  }

  private async inThread<T extends Task>(task: T, { value, envelope = {} }: SubmittedEvent): Promise<JudgedBy[T]> {
    // A copy: kafkajs cuts values out of what a whole fetch brought, all of which would be sent.
    const asked = { task, envelope, value: typeof value === 'string' || value === null ? value : new Uint8Array(value) }
    try {
      return (await this.thread.judge(asked)) as JudgedBy[T]
    } catch (error) {
      if (error instanceof Transient) this.log('error', error.message)
      throw error
    }
  }
}
