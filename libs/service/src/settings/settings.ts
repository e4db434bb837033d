import { USER_TABLES, forUserTables } from '@claims-audit/contracts'
import type { Mode, UserTable } from '@claims-audit/contracts'
import { setting } from './table.js'
import { SettingError, required } from './variables.js'

export interface Address {
  host: string
  port: number
}

export const databaseUrl = (): string => required('DATABASE_URL', setting('DATABASE_URL'))

/** Where the process listens. */
export const listenAt = (port: number): Address => ({ host: setting('HOST') ?? LOCAL, port: setting('PORT') ?? port })

/** Where health and metrics are served apart from the service itself; undefined: on the service's port. */
export function healthAt(): Address | undefined {
  const [port, host] = [setting('HEALTH_PORT'), setting('HEALTH_HOST')]
  if (port === undefined && host !== undefined) throw new SettingError('HEALTH_HOST is set without HEALTH_PORT')
  return port === undefined ? undefined : { host: host ?? LOCAL, port }
}

/** The budget of a large claim's audit, where one is set. */
export function auditBudget(): { budgetMs?: number } {
  const budgetMs = setting('AUDIT_BUDGET_MS')
  return budgetMs === undefined ? {} : { budgetMs }
}

/** How long a request to the api waits for the database, in milliseconds. */
export const queryPatience = (): { statementMs: number; lockMs: number; connectMs: number } => ({
  statementMs: setting('STATEMENT_TIMEOUT_MS'),
  lockMs: setting('LOCK_TIMEOUT_MS'),
  connectMs: setting('CONNECTION_TIMEOUT_MS'),
})

export const mode = (): Mode => setting('PIPELINE') ?? 'chained'

export const intakeUrl = (): string => setting('INTAKE_URL') ?? 'http://127.0.0.1:3001'

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

/** The user's own rule packs, and the files of the user's tables. What rests on a table that is not set is not judged. */
export const additions = (): { ruleDirectories: string[] } & Record<UserTable, string | undefined> => ({
  ruleDirectories: setting('RULES'),
  ...forUserTables((name) => setting(USER_TABLES[name].setting)),
})
