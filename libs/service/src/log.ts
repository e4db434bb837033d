import type { LoggerService } from '@nestjs/common'
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { Log } from '@claims-audit/event-log'
import { setting } from '@claims-audit/settings'

/**
 * Fields that hold, or may hold, what is protected about a patient. They are cut out wherever they stand, should
 * anybody ever log an event.
 */
const PROTECTED = [
  'patient',
  'documents',
  'documentation',
  'text',
  'birthDate',
  'value',
  'body',
  'evidence',
  'indicators',
  'key',
]

/**
 * JSON lines on stdout: level, time, service, message. Through Node's own stream, since pino's tries a broken pipe
 * again for ever, and a service whose reader has gone would never drain.
 */
export function openLog(service: string): Logger {
  process.stdout.on('error', () => undefined)
  const options = {
    base: { service },
    level: setting('LOG_LEVEL') ?? 'info',
    formatters: { level: (label: string) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: PROTECTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[protected]' },
  }
  return pino(options, process.stdout)
}

/** The event log's lines in ours. */
export const eventLogLines =
  (log: Logger): Log =>
  (level, line) =>
    log[level](line)

/** Nest's own lines in ours: its information (routes, modules) is detail to us. */
export function nestLines(log: Logger): LoggerService {
  return {
    log: (message: unknown) => log.debug(String(message)),
    warn: (message: unknown) => log.warn(String(message)),
    error: (message: unknown) =>
      log.error(message instanceof Error ? `${message.name}: ${message.message}` : String(message)),
  }
}
