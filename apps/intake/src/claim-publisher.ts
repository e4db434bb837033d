import type { Door } from '@claims-audit/door'
import { kindOf } from '@claims-audit/event-log'
import { Problem } from '@claims-audit/service'
import type { Accepted } from '@claims-audit/submission'

/** Counts claims by how they were answered. */
export interface Answers {
  inc(labels: { status: string }, count?: number): void
}

/** Claims to Kafka, counted by how they are answered. An answer of 202 means that Kafka has the event. */
export class ClaimPublisher {
  constructor(
    private readonly door: Pick<Door, 'send'>,
    private readonly answers: Answers,
    private readonly warn: (line: string) => void,
  ) {}

  refuse(status: number): void {
    this.answers.inc({ status: String(status) })
  }

  /** Throws a Problem of 503 where Kafka has not stored all of them. */
  async publish(claims: Accepted[]): Promise<void> {
    if (claims.length === 0) return
    try {
      await this.door.send(claims)
      this.answers.inc({ status: '202' }, claims.length)
    } catch (error) {
      this.answers.inc({ status: '503' }, claims.length)
      this.warn(`${claims.length} claims were not stored (${kindOf(error)})`)
      throw new Problem(503, { detail: 'The event log or the database is not available; send the claims again' })
    }
  }
}
