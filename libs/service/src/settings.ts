import { MODES } from '@claims-audit/contracts'
import type { Mode } from '@claims-audit/contracts'
import { SettingError, listed, oneOf, optional, required, secret, wholeNumber } from './variables.js'

export interface Address {
  host: string
  port: number
}

/** DATABASE_URL: postgres://user:password@host:port/database */
export const databaseUrl = (): string => required('DATABASE_URL', databaseUrlGiven())

/** The same, or undefined where it is not set. */
export function databaseUrlGiven(): string | undefined {
  const url = secret('DATABASE_URL')
  // Its value holds a password, so the message does not repeat it.
  if (url === undefined || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url))) return url
  throw new SettingError('DATABASE_URL must be postgres://user:password@host:port/database')
}

/** SIGNING_KEY: what the stages of an installation sign their messages to each other with; the same for all of them. */
export function signingKey(): string | undefined {
  const value = secret('SIGNING_KEY')
  if (value !== undefined && value.length < 16) throw new SettingError('SIGNING_KEY is shorter than 16 characters')
  return value
}

const PORTS = { from: 0, to: 65_535, unit: 'a TCP port' }

/** A port that a variable names; 0 lets the system pick one. */
export const portGiven = (name: string): number | undefined => wholeNumber(name, PORTS)

/** Where the process listens: HOST (127.0.0.1 by default) and PORT. */
export const listenAt = (port: number): Address => ({
  host: optional('HOST') ?? LOCAL,
  port: portGiven('PORT') ?? port,
})

/**
 * HEALTH_PORT: where health and metrics are served apart from the service itself; undefined: on the service's port.
 * HEALTH_HOST is 127.0.0.1 by default, as HOST is: what listens beyond the machine, somebody has asked for. A probe of
 * Kubernetes comes from the node and needs 0.0.0.0.
 */
export function healthAt(): Address | undefined {
  const port = portGiven('HEALTH_PORT')
  const host = optional('HEALTH_HOST')
  if (port === undefined && host !== undefined) throw new SettingError('HEALTH_HOST is set without HEALTH_PORT')
  return port === undefined ? undefined : { host: host ?? LOCAL, port }
}

const MILLISECONDS = { from: 100, to: 9_999_999, unit: 'a number of milliseconds' }

/** PROGRESS_TIMEOUT_MS: how long a consumer with lag may stand still before /health/live says so. */
export const progressTimeoutMs = (): number => wholeNumber('PROGRESS_TIMEOUT_MS', MILLISECONDS) ?? 60_000

/** AUDIT_BUDGET_MS: how long the audit of a large claim may take before the claim is parked (`audit-timeout`). */
export function auditBudget(): { budgetMs?: number } {
  const budgetMs = wholeNumber('AUDIT_BUDGET_MS', MILLISECONDS)
  return budgetMs === undefined ? {} : { budgetMs }
}

/**
 * STATEMENT_TIMEOUT_MS, LOCK_TIMEOUT_MS, CONNECTION_TIMEOUT_MS: how long a request to the api may take in the database,
 * wait there for a lock, or wait for a connection of the pool.
 */
export const queryPatience = (): { statementMs: number; lockMs: number; connectMs: number } => ({
  statementMs: wholeNumber('STATEMENT_TIMEOUT_MS', MILLISECONDS) ?? 120_000,
  lockMs: wholeNumber('LOCK_TIMEOUT_MS', MILLISECONDS) ?? 5_000,
  connectMs: wholeNumber('CONNECTION_TIMEOUT_MS', MILLISECONDS) ?? 5_000,
})

/** PIPELINE=fused: `findings` audits in one process what the chained pipeline brings over two stages. */
export const mode = (): Mode => oneOf('PIPELINE', MODES) ?? 'chained'

/** REPLAY_THREADS: for each run that is worked on here. */
export const replayThreads = (): number =>
  wholeNumber('REPLAY_THREADS', { from: 1, to: 99, unit: 'a number of threads' }) ?? 1

/** INTAKE_URL: where the api's documentation says that claims go in. */
export function intakeUrl(): string {
  const url = optional('INTAKE_URL') ?? 'http://127.0.0.1:3001'
  if (/^https?:/.test(url) && URL.canParse(url)) return url.replace(/\/$/, '')
  throw new SettingError(`INTAKE_URL=${url} is not an HTTP address`)
}

const LOCAL = '127.0.0.1'
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/

/** For what has no access control yet. Throws SettingError at any other address. */
export function loopbackOnly(at: Address): Address {
  if (LOOPBACK.test(at.host)) return at
  throw new SettingError(
    `HOST=${at.host} is refused: this service has no access control yet and listens on loopback only (127.0.0.1, ::1 or localhost)`,
  )
}

/** Whether a Host header or the origin of a page names this machine: a page from elsewhere may reach loopback through the browser that shows it (DNS rebinding). */
export function namesLoopback(hostOrOrigin: string): boolean {
  const url = hostOrOrigin.includes('://') ? hostOrOrigin : `http://${hostOrOrigin}`
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname)
}

/**
 * RULES: directories of the user's rule packs between commas. BASE_RATES, POA_EXEMPT, COVERAGE: files of tables that
 * only the user can have; what rests on one that is not set is not said.
 */
export const additions = (): {
  ruleDirectories: string[]
  baseRates: string | undefined
  poaExempt: string | undefined
  coverage: string | undefined
} => ({
  ruleDirectories: listed('RULES'),
  baseRates: optional('BASE_RATES'),
  poaExempt: optional('POA_EXEMPT'),
  coverage: optional('COVERAGE'),
})
