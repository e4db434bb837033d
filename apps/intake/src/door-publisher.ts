import { kindOf } from '@claims-audit/event-log'
import type { Outgoing } from '@claims-audit/event-log'
import { Problem } from '@claims-audit/service'
import type { Accepted } from '@claims-audit/submission'

/** Counts events by how they were answered. */
export interface Answers {
  inc(labels: { status: string }, count?: number): void
}

/**
 * Claims or documents to their topic, counted by how they are answered. An answer of 202 means that Kafka has the
 * event.
 */
export class DoorPublisher<T> {
  constructor(
    private readonly send: (events: T[]) => Promise<void>,
    private readonly answers: Answers,
    private readonly warn: (line: string) => void,
  ) {}

  refuse(status: number): void {
    this.answers.inc({ status: String(status) })
  }

  /** Throws a Problem of 503 where Kafka has not stored all of them. */
  async publish(events: T[]): Promise<void> {
    if (events.length === 0) return
    try {
      await this.send(events)
      this.answers.inc({ status: '202' }, events.length)
    } catch (error) {
      this.answers.inc({ status: '503' }, events.length)
      this.warn(`${events.length} events were not stored (${kindOf(error)})`)
      throw new Problem(503, { detail: 'The event log or the database is not available; send it again' })
    }
  }
}

export class ClaimPublisher extends DoorPublisher<Accepted> {}
/** Only where documents come apart from claims. */
export class DocumentPublisher extends DoorPublisher<Outgoing> {}
