import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import type { JWTPayload, JWTVerifyGetKey, JWTVerifyOptions } from 'jose'
import { grantsIn } from '@claims-audit/access'
import type { Grants } from '@claims-audit/access'
import { Problem } from '../problem.js'
import type { IdentityProvider } from '@claims-audit/settings'

/** Clocks differ by a little. */
const TOLERANCE_S = 5

/** A token that is forged, over, for someone else, or not readable. Its message says nothing of what it holds. */
export class WrongToken extends Error {
  override name = 'WrongToken'
}

/**
 * What a service shows with each request: a JWT of the provider's that it got by its client credentials (RFC 6749, 4.4;
 * RFC 9068).
 */
export interface ServiceToken extends Grants {
  /** The client id. */
  client: string
}

/** Reads tokens that the provider signed. Its keys are fetched when first needed, and again when it has new ones. */
export class Tokens {
  private keys: Promise<JWTVerifyGetKey> | undefined

  constructor(private readonly provider: IdentityProvider) {}

  /**
   * Throws WrongToken. A person's rights come with a session alone: what a service shows makes it no more than a
   * service.
   */
  async ofService(token: string): Promise<ServiceToken> {
    const { audience, claims } = this.provider
    const payload = await this.verified(token, { audience, requiredClaims: ['exp'] })
    const client = [payload['client_id'], payload['azp'], payload.sub].find((name) => typeof name === 'string')
    if (client === undefined) throw new WrongToken('the token names no client')
    const grants = grantsIn(payload, claims)
    return { client, ...grants, roles: grants.roles.filter((role) => role === 'service' || role === 'read-only') }
  }

  /**
   * The claims of a token of the issuer, signed by the one algorithm that is expected. Throws WrongToken, or a 503
   * where its keys cannot be had.
   */
  async verified(token: string, options: JWTVerifyOptions): Promise<JWTPayload> {
    const { issuer, algorithm } = this.provider
    this.keys ??= this.fetchKeys()
    const keys = await this.keys.catch(() => {
      this.keys = undefined
      throw unreachable()
    })
    try {
      const { payload } = await jwtVerify(token, keys, {
        clockTolerance: TOLERANCE_S,
        ...options,
        issuer,
        algorithms: [algorithm],
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) throw new WrongToken(error.code)
      // The keys could not be fetched: whether the token is right is not known.
      throw unreachable()
    }
  }

  /** OpenID Connect Discovery 1.0, 4. */
  private async fetchKeys(): Promise<JWTVerifyGetKey> {
    const { issuer } = this.provider
    const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(5_000),
    })
    const found = (await answer.json()) as { issuer?: string; jwks_uri?: string }
    if (found.issuer !== issuer || found.jwks_uri === undefined)
      throw new Error('the identity provider describes another issuer than OIDC_ISSUER')
    return createRemoteJWKSet(new URL(found.jwks_uri))
  }
}

/** Nothing can be said of a token or a person without the provider. */
export const unreachable = (): Problem =>
  new Problem(503, { detail: 'The identity provider cannot be reached; try again later' })
