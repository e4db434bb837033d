import { waitFor as waitLogging } from '@claims-audit/event-log'
import type { Logger } from 'pino'
import { eventLogLines } from './log.js'

/** What `attempt` gives, once what a service needs is up; with a line in its log that names what it waits for. */
export const waitFor = <T>(what: string, attempt: () => Promise<T>, log: Logger): Promise<T> =>
  waitLogging(what, attempt, { log: eventLogLines(log) })
