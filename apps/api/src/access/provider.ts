import { grantsIn } from '@claims-audit/access'
import { beginSignIn, endSessionsBy, openSession, takeSignIn } from '@claims-audit/ledger'
import type { Session, SessionLimits } from '@claims-audit/ledger'
import { Problem, WrongToken, unreachable } from '@claims-audit/service'
import type { Tokens } from '@claims-audit/service'
import type { IdentityProvider } from '@claims-audit/settings'
import * as oidc from 'openid-client'
import type { DataSource } from 'typeorm'
import { digestOf, newSecret } from './sessions.js'

export interface ProviderOptions {
  ledger: DataSource
  identityProvider: IdentityProvider
  tokens: Tokens
  limits: SessionLimits
  /** The address of the api; undefined: what the request names, which the front door has checked to be this machine. */
  publicUrl: string | undefined
}

/** The logout event of OpenID Connect Back-Channel Logout 1.0, 2.4. */
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout'
const LOGOUT_TOKEN_AGE = '2m'

/**
 * How people sign in: the code flow with PKCE (RFC 7636; OpenID Connect Core 1.0, 3.1), at any provider. No token of it
 * reaches a browser.
 */
export class Provider {
  private found: Promise<oidc.Configuration> | undefined

  constructor(readonly o: ProviderOptions) {}

  /** Where the person goes to sign in, and the state that the browser has to bring back. */
  async begin(base: string, goesTo: string): Promise<{ url: URL; state: string }> {
    const config = await this.configuration()
    const [state, nonce, verifier] = [newSecret(), newSecret(), oidc.randomPKCECodeVerifier()]
    await beginSignIn(this.o.ledger, { stateDigest: digestOf(state), nonce, verifier, goesTo })
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `${base}/auth/callback`,
      scope: this.o.identityProvider.scope,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      // Who was someone else before is asked again.
      ...(this.o.identityProvider.isDemo && { prompt: 'login' }),
    })
    return { url, state }
  }

  /** Opens the session of a person who comes back with a code. Throws a 401 for whatever is not what was begun here. */
  async finish(
    base: string,
    query: string,
    state: string,
  ): Promise<{ session: Session; secret: string; goesTo: string }> {
    const begun = await takeSignIn(this.o.ledger, digestOf(state))
    if (begun === undefined)
      throw new Problem(401, { detail: 'This sign-in was not begun here, or is over; start again' })
    const config = await this.configuration()
    const tokens = await oidc
      .authorizationCodeGrant(config, new URL(`${base}/auth/callback${query}`), {
        pkceCodeVerifier: begun.verifier,
        expectedState: state,
        expectedNonce: begun.nonce,
        idTokenExpected: true,
      })
      .catch((error: unknown) => {
        throw isOfOidc(error)
          ? new Problem(401, { detail: 'The identity provider did not confirm the sign-in' })
          : error
      })
    const secret = newSecret()
    const session = this.sessionOf(tokens.claims() as oidc.IDToken, secret)
    await openSession(this.o.ledger, session, this.o.limits)
    return { session, secret, goesTo: begun.goesTo }
  }

  /**
   * Ends sessions by a logout token of the provider's. Throws a 400 for one that is forged, old, or was used before.
   */
  async endBy(token: string): Promise<void> {
    const { clientId } = this.o.identityProvider
    const options = {
      audience: clientId,
      typ: 'logout+jwt',
      maxTokenAge: LOGOUT_TOKEN_AGE,
      requiredClaims: ['exp', 'jti'],
    }
    const claims = await this.o.tokens.verified(token, options).catch((error: unknown) => {
      throw error instanceof WrongToken ? refusedLogout() : error
    })
    const text = (name: string): string | undefined =>
      typeof claims[name] === 'string' ? (claims[name] as string) : undefined
    const [subject, providerSession, tokenId] = [text('sub'), text('sid'), text('jti')]
    const events = claims['events'] as Record<string, unknown> | undefined
    // A nonce would make an ID token of it (2.4).
    if (typeof events?.[LOGOUT] !== 'object' || claims['nonce'] !== undefined || tokenId === undefined)
      throw refusedLogout()
    if (subject === undefined && providerSession === undefined) throw refusedLogout()
    const { issuer } = this.o.identityProvider
    if (!(await endSessionsBy(this.o.ledger, { issuer, tokenId, subject, providerSession }))) throw refusedLogout()
  }

  /** Where a browser signs out of the provider as well; undefined where that has no such page. */
  async signOutUrl(base: string): Promise<string | undefined> {
    const config = await this.configuration()
    if (config.serverMetadata().end_session_endpoint === undefined) return undefined
    return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: `${base}/` }).href
  }

  private sessionOf(claims: oidc.IDToken, secret: string): Session {
    const { issuer, claims: names } = this.o.identityProvider
    const { tenants, roles, facilities } = grantsIn(claims, names)
    const name = [claims['name'], claims['preferred_username'], claims.sub].find((each) => typeof each === 'string')
    return {
      digest: digestOf(secret),
      issuer,
      subject: claims.sub,
      providerSession: typeof claims['sid'] === 'string' ? claims['sid'] : null,
      name: String(name).slice(0, 200),
      // What a service may do is not for people.
      roles: roles.filter((role) => role !== 'service'),
      facilities,
      tenants,
      tenant: tenants.length === 1 ? (tenants[0] as string) : null,
    }
  }

  /** Found when the first person signs in, for it may start after the api; asked again where it failed. */
  private configuration(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret, algorithm } = this.o.identityProvider
    this.found ??= oidc
      .discovery(
        new URL(issuer),
        clientId,
        { id_token_signed_response_alg: algorithm },
        clientSecret === undefined ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
        // Settings let plain HTTP through on loopback alone.
        issuer.startsWith('http:') ? { execute: [oidc.allowInsecureRequests] } : {},
      )
      .catch((error: unknown) => {
        this.found = undefined
        throw isOfOidc(error) || error instanceof TypeError ? unreachable() : error
      })
    return this.found
  }
}

const refusedLogout = (): Problem => new Problem(400, { detail: 'The logout token is not accepted' })

/** Its messages may cite what the provider or the browser sent, and go nowhere. */
const isOfOidc = (error: unknown): boolean =>
  error instanceof oidc.ClientError ||
  error instanceof oidc.ResponseBodyError ||
  error instanceof oidc.AuthorizationResponseError
