import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common'
import { EventPattern } from '@nestjs/microservices'
import { throwError, type Observable } from 'rxjs'
import type { Outgoing, Received } from '../event/event.js'
import { inTurns } from './in-turns.js'
import { quarantineOf, Rejected } from './quarantine.js'

/** What a handler may know about its batch beside the messages. */
export interface BatchContext {
  topic: string
  /** The stage's name, for quarantines. */
  stage: string
  /**
   * Aborted when the result is no longer wanted and will be dropped: the partition is not ours any more, or the drain
   * took too long.
   */
  signal: AbortSignal
}

/**
 * Does the work for some messages of a topic, those of each partition in their order, and gives what to publish. Called
 * again for the same messages after any failure, so its effects must bear repeating. Throws Rejected, Transient, or
 * anything else.
 */
export type BatchHandler = (
  messages: Received[],
  context: BatchContext,
) => readonly Outgoing[] | void | Promise<readonly Outgoing[] | void>

/**
 * Marks a controller's method as the batch handler of a topic: `(@Payload() messages, @Ctx() context) => Outgoing[]`.
 * Unlike Nest's bare @EventPattern it lets errors through as they are; Nest's own filter would log them whole (PHI) and
 * hand on "Internal server error", which cannot be told from a poisoned message.
 */
export function OnEvents(topic: string): MethodDecorator {
  const pattern = EventPattern(topic, { [LETS_ERRORS_THROUGH]: true }) as MethodDecorator
  return applyDecorators(pattern, UseFilters(new PassOn()))
}

/** The mark by which the batch consumer knows that a handler was declared by @OnEvents. */
export const LETS_ERRORS_THROUGH = 'claimsAuditBatch'

@Catch()
class PassOn implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error)
  }
}

/**
 * Makes a batch handler of a function of one message, which takes its turn with the event loop. A message that it
 * rejects is quarantined in its place, and the others of the batch are not handled again.
 */
export function each(
  decide: (message: Received) => Outgoing | Promise<Outgoing>,
): (messages: Received[], context: BatchContext) => Promise<Outgoing[]> {
  return (messages, { stage, signal }) =>
    inTurns(messages, signal, (message) => {
      try {
        const decided = decide(message)
        return decided instanceof Promise ? decided.catch((error) => quarantined(message, error, stage)) : decided
      } catch (error) {
        return quarantined(message, error, stage)
      }
    })
}

function quarantined(message: Received, error: unknown, stage: string): Outgoing {
  if (!(error instanceof Rejected)) throw error
  const { code, pointer, keyword } = error
  return quarantineOf(message, { code, pointer, keyword, stage, attempts: 1 })
}
