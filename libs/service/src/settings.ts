/** A setting that is missing or wrong: its message is the one line that is shown. */
export class SettingError extends Error {
  override name = 'SettingError'
}

/** KAFKA_BROKERS: bootstrap addresses, parted by commas. */
export const brokers = (): string[] => required('KAFKA_BROKERS').split(',')

/** DATABASE_URL: postgres://user:password@host:port/database */
export const databaseUrl = (): string => required('DATABASE_URL')

/** SIGNING_KEY: what the stages of an installation sign their messages to each other with; the same for all of them. */
export function signingKey(): string | undefined {
  const value = process.env['SIGNING_KEY']
  if (value !== undefined && value.length < 16) throw new SettingError('SIGNING_KEY is shorter than 16 characters')
  return value
}

/** Where the process listens: HOST (127.0.0.1 by default) and PORT. */
export const listenAt = (port: number): { host: string; port: number } => ({ host: process.env['HOST'] ?? '127.0.0.1', port: Number(process.env['PORT'] ?? port) })

/** AUDIT_BUDGET_MS: how long the audit of a large claim may take before the claim is parked (`audit-timeout`). */
export function auditBudget(): { budgetMs?: number } {
  const value = process.env['AUDIT_BUDGET_MS']
  if (value === undefined) return {}
  if (!/^[1-9]\d{2,6}$/.test(value)) throw new SettingError(`AUDIT_BUDGET_MS=${value} must be a number of milliseconds, 100 to 9999999`)
  return { budgetMs: Number(value) }
}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/

/** For what has no access control yet. Throws SettingError at any other address. */
export function loopbackOnly<T extends { host: string }>(at: T): T {
  if (LOOPBACK.test(at.host)) return at
  throw new SettingError(`HOST=${at.host} is refused: this service has no access control yet and listens on loopback only (127.0.0.1, ::1 or localhost)`)
}

/** Whether a Host header or the origin of a page names this machine: a page from elsewhere may reach loopback through the browser that shows it (DNS rebinding). */
export function namesLoopback(hostOrOrigin: string): boolean {
  const url = hostOrOrigin.includes('://') ? hostOrOrigin : `http://${hostOrOrigin}`
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname)
}

function required(name: string): string {
  const value = process.env[name]
  if (value === undefined || value === '') throw new SettingError(`${name} is not set; "npm start" sets it, or see README.md, Settings`)
  return value
}

/**
 * RULES: directories of the user's rule packs, parted by commas. BASE_RATES, POA_EXEMPT, COVERAGE: files of tables that only the user can have; what
 * rests on one that is not set is not said.
 */
export const additions = (): { ruleDirectories: string[]; baseRates: string | undefined; poaExempt: string | undefined; coverage: string | undefined } => ({
  ruleDirectories: process.env['RULES']?.split(',').filter((directory) => directory !== '') ?? [],
  baseRates: process.env['BASE_RATES'],
  poaExempt: process.env['POA_EXEMPT'],
  coverage: process.env['COVERAGE'],
})
