import { TOPICS } from '@claims-audit/contracts'
import type { MessageHandler } from '@nestjs/microservices'
import { isObservable, lastValueFrom } from 'rxjs'
import type { Outgoing, Received } from '../event/event.js'
import type { Publisher } from '../produce/producer.js'
import type { Settings } from './batch-consumer-options.js'
import type { BatchContext } from './batch-handler.js'
import { inBatchSpan } from './batch-span.js'
import type { Provenance } from './log/provenance.js'
import { quarantineOf } from './quarantine.js'

type Options = Pick<Settings, 'stage' | 'observer'> & {
  provenance: Provenance | undefined
  publisher: Publisher
  handlerOf: (topic: string) => MessageHandler | undefined
}

/** Calls the handler of a topic, and publishes what it returns. */
export class Handling {
  constructor(private readonly o: Options) {}

  /** Foreign messages are quarantined in their place; a quarantined one is handed on, marked. */
  async handle(messages: Received[], signal: AbortSignal): Promise<readonly Outgoing[]> {
    const { ours, foreign } = (await this.o.provenance?.sort(messages)) ?? { ours: messages, foreign: [] }
    if (foreign.length === 0) return this.handleOurs(ours, signal)
    const { stage } = this.o
    const isQuarantined = foreign[0]?.message.topic === TOPICS.quarantined
    const handed = isQuarantined ? [...ours, ...foreign.map(({ message }) => message)] : ours
    const events = handed.length === 0 ? [] : await this.handleOurs(handed, signal)
    return isQuarantined
      ? events
      : [
          ...events,
          ...foreign.map(({ message, keyword }) =>
            quarantineOf(message, { code: 'foreign', keyword, stage, attempts: 1 }),
          ),
        ]
  }

  async publish(events: readonly Outgoing[]): Promise<void> {
    await this.o.publisher.send(events)
    const quarantined = events.filter(({ topic }) => topic === TOPICS.quarantined)
    if (quarantined.length > 0)
      this.o.observer.quarantined?.(quarantined.map(({ headers }) => String(headers?.['quarantine-code'])))
  }

  /** Messages of one topic, in a span; `signal` as the handler is told it. */
  private handleOurs(messages: Received[], signal: AbortSignal): Promise<readonly Outgoing[]> {
    const topic = messages[0]?.topic ?? ''
    const context: BatchContext = { topic, stage: this.o.stage, signal }
    const began = performance.now()
    return inBatchSpan(this.o.stage, messages, async () => {
      const handler = this.o.handlerOf(topic) as MessageHandler
      const result: unknown = await handler(messages, context)
      const events = isObservable(result) ? await lastValueFrom(result, { defaultValue: undefined }) : result
      // A handler that ended early because it was told to has not done its work.
      signal.throwIfAborted()
      this.o.observer.handled?.(topic, messages.length, (performance.now() - began) / 1_000)
      return (events ?? []) as readonly Outgoing[]
    })
  }
}
