import { TOPICS } from '@claims-audit/contracts'
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../connect/client.js'
import { kindOf, nameOf, toldOf } from '../connect/error-kind.js'
import type { Outgoing, Received } from '../event/event.js'
import { quarantineOf, Rejected, type Refusal } from './quarantine.js'
import { isTransient } from '../connect/transient.js'

export interface Retry {
  /** How often a message may fail, other than transiently, before it is quarantined. */
  attempts: number
  /** The first wait; each next is twice as long. */
  initialMs: number
  /** The longest wait. */
  maxMs: number
}

export interface Settling {
  handle(messages: Received[]): Promise<readonly Outgoing[]>
  send(events: readonly Outgoing[]): Promise<void>
  /** Told after all up to and including this message is done for good. */
  settled(last: Received): void
  /**
   * Told the kind of the failure that is waited for, at each attempt, and `undefined` once it is waited for no longer.
   */
  waits?(kind: string | undefined): void
  /** Told the kind of a failure that is not waited for, before the next attempt. */
  failed?(kind: string): void
  stage: string
  retry: Retry
  /** Ends waiting, not working: a batch under way is finished, one that would have to wait is left for redelivery. */
  signal: AbortSignal
  log: Log
}

/**
 * Brings messages of one partition to their end: handled and what came of it published, or quarantined. A failure that
 * will pass is waited for, as long as it takes. Any other is traced to its message by handling one at a time, in order.
 * A batch that could not be read is quarantined in its place, and no handler sees it. Throws only the signal's reason.
 */
export async function settle(messages: readonly Received[], s: Settling): Promise<void> {
  let from = 0
  for (const [at, message] of messages.entries()) {
    if (message.unreadable === undefined) continue
    await settleReadable(messages.slice(from, at), s)
    s.signal.throwIfAborted()
    await quarantine(message, message.unreadable, 1, s)
    s.settled(message)
    from = at + 1
  }
  await settleReadable(messages.slice(from), s)
}

async function settleReadable(messages: readonly Received[], s: Settling): Promise<void> {
  if (messages.length > 1 && (await passes([...messages], s))) return
  for (const message of messages) {
    s.signal.throwIfAborted()
    await settleOne(message, s)
    s.settled(message)
  }
}

async function passes(messages: Received[], s: Settling): Promise<boolean> {
  const last = messages.at(-1)
  try {
    await pass(messages, s)
  } catch (error) {
    s.signal.throwIfAborted()
    s.failed?.(kindOf(error))
    s.log(
      'warn',
      `${s.stage}: ${at(messages[0])}: a batch of ${messages.length} failed (${kindOf(error)}), going one by one`,
    )
    return false
  }
  if (last) s.settled(last)
  return true
}

/**
 * An event that has been quarantined is not quarantined again: what fails on it is waited for, as a quarantine that
 * cannot be written is.
 */
async function settleOne(message: Received, s: Settling): Promise<void> {
  if (message.topic === TOPICS.quarantined)
    return patiently(
      () => true,
      () => pass([message], s),
      message,
      s,
    )
  for (let attempt = 1; ; attempt++) {
    try {
      return await pass([message], s)
    } catch (error) {
      s.signal.throwIfAborted()
      if (error instanceof Rejected) return quarantine(message, error, attempt, s)
      s.failed?.(kindOf(error))
      s.log('warn', `${s.stage}: ${at(message)}: attempt ${attempt} failed (${kindOf(error)})`)
      if (attempt >= s.retry.attempts)
        return quarantine(message, { code: 'stage-failure', keyword: nameOf(error) }, attempt, s)
      await wait(attempt, s)
    }
  }
}

async function pass(messages: Received[], s: Settling): Promise<void> {
  const events = await patiently(isTransient, () => s.handle(messages), messages[0], s)
  await patiently(isTransient, () => s.send(events), messages[0], s)
}

/** A message that cannot be quarantined either stays where it is: the partition waits until it can. */
async function quarantine(
  message: Received,
  { code, pointer, keyword }: Refusal,
  attempts: number,
  s: Settling,
): Promise<void> {
  const quarantined = quarantineOf(message, {
    code,
    pointer: pointer ?? null,
    keyword: keyword ?? null,
    stage: s.stage,
    attempts,
  })
  await patiently(
    () => true,
    () => s.send([quarantined]),
    message,
    s,
  )
  s.log('warn', `${s.stage}: ${at(message)}: quarantined (${code}) after ${attempts} attempts`)
}

async function patiently<T>(
  worthWaiting: (error: unknown) => boolean,
  work: () => Promise<T>,
  first: Received | undefined,
  s: Settling,
): Promise<T> {
  let waited = false
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work()
      } catch (error) {
        if (!worthWaiting(error)) throw error
        s.signal.throwIfAborted()
        waited = true
        s.waits?.(kindOf(error))
        s.log('warn', `${s.stage}: ${at(first)}: waiting (${toldOf(error)}), attempt ${attempt}`)
        await wait(attempt, s)
      }
    }
  } finally {
    if (waited) s.waits?.(undefined)
  }
}

async function wait(attempt: number, { retry, signal }: Settling): Promise<void> {
  const ms = Math.min(retry.maxMs, retry.initialMs * 2 ** Math.min(attempt - 1, 30))
  await pause(ms, undefined, { signal }).catch(() => undefined)
  signal.throwIfAborted()
}

function at(message: Received | undefined): string {
  return message ? `${message.topic}[${message.partition}]@${message.offset}` : 'no message'
}
