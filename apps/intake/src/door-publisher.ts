import type { Topic } from '@claims-audit/contracts'
import type { Outgoing, Publisher } from '@claims-audit/event-log'
import { Problem } from '@claims-audit/service'

/** Counts events by how they were answered. */
export interface Answers {
  inc(labels: { status: string }, count?: number): void
}

/** Claims or documents to their topic, counted by how they are answered. An answer of 202 means that Kafka has the event. */
export class DoorPublisher {
  constructor(
    private readonly publisher: Publisher,
    private readonly answers: Answers,
    private readonly topic: Topic,
  ) {}

  refuse(status: number): void {
    this.answers.inc({ status: String(status) })
  }

  /** Throws a Problem of 503 where Kafka has not stored all of them. */
  async publish(events: Outgoing[]): Promise<void> {
    if (events.length === 0) return
    try {
      await this.publisher.send(events.map((event) => ({ ...event, topic: this.topic })))
      this.answers.inc({ status: '202' }, events.length)
    } catch {
      this.answers.inc({ status: '503' }, events.length)
      throw new Problem(503, { detail: 'The event log is not available; send it again, it was not stored' })
    }
  }
}

export class ClaimPublisher extends DoorPublisher {}
/** Only where documents come apart from claims. */
export class DocumentPublisher extends DoorPublisher {}
