import { choice, number, text } from './kinds.js'
import type { Setting } from './kinds.js'
import { httpUrl, issuerUrl, secret } from './variables.js'

/** Signature algorithms of tokens that may be asked for. None is `none`, or takes a public key for a secret. */
export const TOKEN_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const

const DOORS = 'api, intake'
const API = 'api'

/** Who may sign in, by which identity provider, and for how long. */
export const ACCESS_SETTINGS = {
  OIDC_ISSUER: {
    values: 'an HTTP address',
    meaning:
      'The identity provider. With it everyone signs in, and `api` and `intake` may listen beyond loopback. Without it they answer this machine alone.',
    default: `none; ${'`npm start`'} lets demo people sign in`,
    readBy: DOORS,
    read: issuerUrl,
  },
  OIDC_CLIENT_ID: text({ meaning: 'As what the api is registered there.', default: 'claims-audit', readBy: API }),
  OIDC_CLIENT_SECRET: {
    values: 'a secret',
    meaning: 'What the api proves that with.',
    default: 'none: a public client',
    readBy: API,
    read: (name: string) => secret(name),
  },
  OIDC_AUDIENCE: text({
    meaning: 'The audience that access tokens of services must name. Never the same as OIDC_CLIENT_ID.',
    default: 'claims-audit-api',
    readBy: DOORS,
  }),
  OIDC_ALGORITHM: choice(TOKEN_ALGORITHMS, {
    meaning: 'The signature algorithm of all tokens; any other is refused.',
    default: '`RS256`',
    readBy: DOORS,
  }),
  OIDC_SCOPE: text({
    meaning: 'The scope that people are asked for; it must bring the claims below into the ID token.',
    default: 'openid profile',
    readBy: API,
  }),
  OIDC_TENANTS_CLAIM: text({ meaning: 'The claim that lists tenants.', default: 'tenants', readBy: DOORS }),
  OIDC_ROLES_CLAIM: text({ meaning: 'The claim that lists roles.', default: 'roles', readBy: DOORS }),
  OIDC_FACILITIES_CLAIM: text({
    meaning: 'The claim that limits to facilities. Without the claim: all of the tenant.',
    default: 'facilities',
    readBy: DOORS,
  }),
  DEMO_ISSUER: {
    values: 'an HTTP address on loopback',
    meaning: 'Where demo people sign in. Refused beside OIDC_ISSUER.',
    default: '`npm start` sets it for the api',
    readBy: API,
    read: httpUrl,
  },
  PUBLIC_URL: {
    values: 'an HTTP address',
    meaning: 'The address under which others reach the service. Requests to another host are refused.',
    default: 'none: loopback',
    readBy: DOORS,
    read: httpUrl,
  },
  SESSION_IDLE_MINUTES: number(
    { from: 1, to: 1_440, unit: 'a number of minutes' },
    { meaning: 'How long a person may do nothing before having to sign in again.', readBy: API },
    15,
  ),
  SESSION_HOURS: number(
    { from: 1, to: 168, unit: 'a number of hours' },
    { meaning: 'How long a person stays signed in at most.', readBy: API },
    8,
  ),
  REQUESTS_PER_MINUTE: number(
    { from: 1, to: 999_999, unit: 'a number of requests' },
    { meaning: 'How many requests a session, service or address may send. Beyond it: 429.', readBy: DOORS },
    1_200,
  ),
  SIGN_INS_PER_MINUTE: number(
    { from: 1, to: 999_999, unit: 'a number of requests' },
    { meaning: 'How many requests an address may send to sign in. Beyond it: 429.', readBy: API },
    60,
  ),
} satisfies Record<string, Setting<unknown>>
