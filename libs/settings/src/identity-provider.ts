import type { TOKEN_ALGORITHMS } from './access-table.js'
import { namesLoopback } from './addresses.js'
import { setting } from './table.js'
import { SettingError } from './variables.js'

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
 * Who may say who asks; undefined: no one, and a service answers this machine alone. Throws SettingError where a token
 * could be forged on its way, or one for another purpose would be taken.
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
