import { TOPICS, USER_TABLES, forUserTables } from '@claims-audit/contracts'
import type { Mode, Topic, UserTable } from '@claims-audit/contracts'
import type { TOKEN_ALGORITHMS } from './access-table.js'
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

/** The watched folder. Throws SettingError where it is not set. */
export const folder = (): string => required('FOLDER', setting('FOLDER'))

export const mode = (): Mode => setting('PIPELINE') ?? 'chained'

export const intakeUrl = (): string => setting('INTAKE_URL') ?? 'http://127.0.0.1:3001'

const LOCAL = '127.0.0.1'
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/

/** Where no one signs in, no other machine is answered. Throws SettingError at any other address. */
export function loopbackOnly(at: Address): Address {
  if (LOOPBACK.test(at.host)) return at
  if (!isOpenToOthers())
    throw new SettingError(
      `HOST=${at.host} is refused: without OIDC_ISSUER no one signs in, and this service listens on loopback only (127.0.0.1, ::1 or localhost)`,
    )
  if (publicUrl() === undefined) throw new SettingError(`HOST=${at.host} needs PUBLIC_URL, the address that others use`)
  return at
}

/** Whether a Host header or the origin of a page names this machine: a page from elsewhere may reach loopback through the browser that shows it (DNS rebinding). */
export function namesLoopback(hostOrOrigin: string): boolean {
  const url = hostOrOrigin.includes('://') ? hostOrOrigin : `http://${hostOrOrigin}`
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname)
}

/** The identity provider, and how its tokens are read. */
export interface IdentityProvider {
  issuer: string
  clientId: string
  clientSecret: string | undefined
  /** Of access tokens. */
  audience: string
  algorithm: (typeof TOKEN_ALGORITHMS)[number]
  scope: string
  claims: { tenants: string; roles: string; facilities: string }
  /** People who are made up, on this machine. */
  isDemo: boolean
}

/**
 * Who may say who asks; undefined: no one, and a service answers this machine alone. Throws SettingError where a token could
 * be forged on its way, or one for another purpose would be taken.
 */
export function identityProvider(): IdentityProvider | undefined {
  const [real, demo] = [setting('OIDC_ISSUER'), setting('DEMO_ISSUER')]
  if (real !== undefined && demo !== undefined) throw new SettingError('DEMO_ISSUER is refused beside OIDC_ISSUER')
  if (demo !== undefined && !namesLoopback(demo)) throw new SettingError(`DEMO_ISSUER=${demo} is not on loopback`)
  const issuer = real ?? demo
  if (issuer === undefined) return undefined
  if (!issuer.startsWith('https:') && !namesLoopback(issuer))
    throw new SettingError(`OIDC_ISSUER=${issuer} must be https: off loopback, tokens could be forged`)
  const [clientId, audience] = [
    setting('OIDC_CLIENT_ID') ?? 'claims-audit',
    setting('OIDC_AUDIENCE') ?? 'claims-audit-api',
  ]
  if (clientId === audience)
    throw new SettingError('OIDC_AUDIENCE is OIDC_CLIENT_ID: ID tokens would be taken for access tokens')
  return {
    issuer,
    clientId,
    clientSecret: setting('OIDC_CLIENT_SECRET'),
    audience,
    algorithm: setting('OIDC_ALGORITHM') ?? 'RS256',
    scope: setting('OIDC_SCOPE') ?? (real === undefined ? 'openid audit' : 'openid profile'),
    claims: {
      tenants: setting('OIDC_TENANTS_CLAIM') ?? 'tenants',
      roles: setting('OIDC_ROLES_CLAIM') ?? 'roles',
      facilities: setting('OIDC_FACILITIES_CLAIM') ?? 'facilities',
    },
    isDemo: real === undefined,
  }
}

/** Whether everyone signs in. Without it a program on this machine is let in as `local`. */
export const isOpenToOthers = (): boolean => setting('OIDC_ISSUER') !== undefined

/** The address under which others reach the service, and how often each may ask. */
export const publicUrl = (): string | undefined => setting('PUBLIC_URL')

export const sessionLimits = (): { idleMs: number; absoluteMs: number } => ({
  idleMs: setting('SESSION_IDLE_MINUTES') * 60_000,
  absoluteMs: setting('SESSION_HOURS') * 3_600_000,
})

/** The user's own rule packs, and the files of the user's tables. What rests on a table that is not set is not judged. */
export const additions = (): { ruleDirectories: string[] } & Record<UserTable, string | undefined> => ({
  ruleDirectories: setting('RULES'),
  ...forUserTables((name) => setting(USER_TABLES[name].setting)),
})

/** Whether documents come apart from claims. */
export const documentsApart = (): boolean => setting('DOCUMENTS_APART') === 'true'

/** Where a door publishes claims: to the audit, or to the composer, which joins their documents to them. */
export const claimsDoor = (): Topic => (documentsApart() ? TOPICS.received : TOPICS.submitted)

/** Where HL7 v2 comes in over MLLP; undefined: nowhere. */
export function mllp(): (Address & { tenant: string; mostConnections: number; idleMs: number }) | undefined {
  const port = setting('MLLP_PORT')
  if (port === undefined) return undefined
  if (!documentsApart()) throw new SettingError('MLLP_PORT is set without DOCUMENTS_APART')
  return {
    port,
    host: setting('MLLP_HOST') ?? LOCAL,
    tenant: setting('MLLP_TENANT') ?? 'default',
    mostConnections: setting('MLLP_CONNECTIONS'),
    idleMs: setting('MLLP_IDLE_MS'),
  }
}
