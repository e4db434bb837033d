import type { Outgoing, Received } from '../event/event.js'

export interface Passing {
  /** Does the work for messages of several partitions, those of each in their order. */
  handle(messages: Received[], signal: AbortSignal): Promise<readonly Outgoing[]>
  send(events: readonly Outgoing[]): Promise<void>
}

/** A partition's messages that wait for those of the others. */
interface Waiting {
  messages: Received[]
  /** Aborted when the partition is no longer ours. */
  signal: AbortSignal
  passed(done: boolean): void
}

/**
 * Handles together what one fetch brought of several partitions: a few messages of each cost a call, a transaction and
 * a request a partition, which at a moderate rate is most of what a message costs. Where that fails, and where there is
 * nothing to join, each partition goes on by itself as if nothing had been tried: handlers bear repeating.
 */
export class Gathering {
  private waiting: Waiting[] = []

  constructor(private readonly passing: Passing) {}

  /** Whether the messages were handled, and what came of them sent, together with others'. */
  pass(messages: Received[], signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      this.waiting.push({ messages, signal, passed: resolve })
      // A fetch hands all its partitions on before anything else is read.
      if (this.waiting.length === 1) setImmediate(() => void this.flush(this.waiting.splice(0)))
    })
  }

  private async flush(waiting: Waiting[]): Promise<void> {
    const topics = Map.groupBy(waiting, ({ messages }) => messages[0]?.topic)
    await Promise.all([...topics.values()].map(async (joined) => this.settle(joined)))
  }

  private async settle(joined: Waiting[]): Promise<void> {
    const done = joined.length > 1 && (await this.together(joined))
    for (const { passed } of joined) passed(done)
  }

  private async together(joined: Waiting[]): Promise<boolean> {
    const signal = AbortSignal.any(joined.map((each) => each.signal))
    try {
      const events = await this.passing.handle(
        joined.flatMap(({ messages }) => messages),
        signal,
      )
      signal.throwIfAborted()
      await this.passing.send(events)
      return true
    } catch {
      return false
    }
  }
}
