import { TOPICS, USER_TABLES, forUserTables } from '@claims-audit/contracts'
import type { Mode, Topic, UserTable } from '@claims-audit/contracts'
import { setting } from './table.js'
import { required } from './variables.js'

export const databaseUrl = (): string => required('DATABASE_URL', setting('DATABASE_URL'))

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

/** The watched folder. Throws SettingError where it is not set. */
export const folder = (): string => required('FOLDER', setting('FOLDER'))

export const mode = (): Mode => setting('PIPELINE') ?? 'chained'

export const intakeUrl = (): string => setting('INTAKE_URL') ?? 'http://127.0.0.1:3001'

export const sessionLimits = (): { idleMs: number; absoluteMs: number } => ({
  idleMs: setting('SESSION_IDLE_MINUTES') * 60_000,
  absoluteMs: setting('SESSION_HOURS') * 3_600_000,
})

/**
 * The user's own rule packs, and the files of the user's tables. What rests on a table that is not set is not judged.
 */
export const additions = (): { ruleDirectories: string[] } & Record<UserTable, string | undefined> => ({
  ruleDirectories: setting('RULES'),
  ...forUserTables((name) => setting(USER_TABLES[name].setting)),
})

/** Whether documents come apart from claims. */
export const documentsApart = (): boolean => setting('DOCUMENTS_APART') === 'true'

/** Where a door publishes claims: to the audit, or to the composer, which joins their documents to them. */
export const claimsDoor = (): Topic => (documentsApart() ? TOPICS.received : TOPICS.submitted)
