/** Why events are quarantined. A quarantined message that others wrote may name anything: that counts as `other`. */
const REASONS = new Set([
  'not-json',
  'schema',
  'too-large',
  'outside-editions',
  'version-conflict',
  'stage-failure',
  'foreign',
  'audit-timeout',
  'batch-unreadable',
  'batch-too-large',
  'expired',
])

export const reasonOf = (code: string): string => (REASONS.has(code) ? code : 'other')

/** What an error's kind (`QueryFailedError 28P01`) speaks of. */
const FAILURES: [RegExp, string][] = [
  [/^Kafka/, 'kafka'],
  [/\bE[A-Z]{4,}\b/, 'network'],
  [/QueryFailed|\b[0-9A-Z]{5}$/, 'database'],
  [/Rejected/, 'rejected'],
  [/AnotherLog/, 'another-log'],
]

export const failureOf = (kind: string): string => FAILURES.find(([pattern]) => pattern.test(kind))?.[1] ?? 'other'
