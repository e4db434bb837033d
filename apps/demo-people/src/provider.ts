import { generateKeyPairSync, randomBytes } from 'node:crypto'
import Provider from 'oidc-provider'
import { SIGNED_OUT, signOutPage } from './page.js'
import { personOf } from './people.js'

/** Where a person is asked who they are. */
export const INTERACTION = '/people/'

const SCOPE = 'openid audit'
function withoutDispatcher(options: RequestInit = {}): RequestInit {
  const { dispatcher: _, ...rest } = options as RequestInit & { dispatcher?: unknown }
  return rest
}

const SIGN_IN_S = 600
const SESSION_S = 8 * 3_600

/** An identity provider of people who are made up. Its keys and sessions live as long as its process. */
export function demoProvider(issuer: string, api: string): Provider {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return new Provider(issuer, {
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: 'demo' }] },
    clients: [
      {
        client_id: 'claims-audit',
        // A native client may come back to any port of this machine (RFC 8252, 7.3).
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: ['http://127.0.0.1/auth/callback', 'http://localhost/auth/callback'],
        post_logout_redirect_uris: [`${api}/`],
        backchannel_logout_uri: `${api}/auth/backchannel-logout`,
        backchannel_logout_session_required: true,
      },
    ],
    // It asks no one but the api on this machine, which the library's own dispatcher refuses as an address to guard.
    fetch: (url, options) => fetch(url, withoutDispatcher(options)),
    pkce: { required: () => true },
    scopes: SCOPE.split(' '),
    claims: { openid: ['sub'], audit: ['name', 'tenants', 'roles', 'facilities'] },
    // In the ID token itself, as the api reads them.
    conformIdTokenClaims: false,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        // The library's own pages ask another site for a font.
        logoutSource: (context, form) => void (context.body = signOutPage(form)),
        postLogoutSuccessSource: (context) => void (context.body = SIGNED_OUT),
      },
    },
    interactions: { url: (_context, interaction) => `${INTERACTION}${interaction.uid}` },
    ttl: { Session: SESSION_S, Grant: SESSION_S, Interaction: SIGN_IN_S, AccessToken: SIGN_IN_S, IdToken: SIGN_IN_S },
    findAccount: (_context, id) => {
      const person = personOf(id)
      if (person === undefined) return undefined
      const { name, tenants, roles, facilities } = person
      return { accountId: id, claims: () => ({ sub: id, name, tenants, roles, ...(facilities && { facilities }) }) }
    },
    // People who are made up need not agree to anything.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc
      if (client === undefined || session?.accountId === undefined) return undefined
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId })
      grant.addOIDCScope(SCOPE)
      await grant.save()
      return grant
    },
    renderError: (context, { error }) => {
      context.type = 'text/plain'
      context.body = `The demo could not sign you in (${error}); start again at ${api}/auth/sign-in`
    },
  })
}
