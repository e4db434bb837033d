import type { Role } from '@claims-audit/access'
import { findSession } from '@claims-audit/ledger'
import type { SessionLimits } from '@claims-audit/ledger'
import { Problem, WrongToken } from '@claims-audit/service'
import type { Tokens } from '@claims-audit/service'
import type { Request } from 'express'
import type { DataSource } from 'typeorm'
import { LOCAL } from './identity.js'
import type { Identity } from './identity.js'
import { cookieName, digestOf, isCsrfOf, secretIn } from './sessions.js'

export interface IdentifyOptions {
  ledger: DataSource
  limits: SessionLimits
  /** Undefined: there is no identity provider, and nothing but programs on this machine. */
  tokens: Tokens | undefined
  /** A program on this machine is let in without signing in. */
  letsLocalIn: boolean
  isSecure: boolean
  /** In which people are shown times, by the IANA database. */
  zone: string
}

/**
 * Finds out who asks: a person by the session's cookie, a service by its token, or a program on this machine. Throws a
 * 401 for any other request, and a 403 for what a page of another site may have sent.
 */
export class Identify {
  constructor(readonly o: IdentifyOptions) {}

  async who(request: Request): Promise<Identity> {
    const { authorization } = request.headers
    if (authorization !== undefined) return this.service(authorization)
    const secret = secretIn(request, cookieName(this.o.isSecure))
    if (secret !== undefined) return this.person(request, secret)
    if (this.o.letsLocalIn && isProgram(request)) return LOCAL
    throw unknown('Sign in at /auth/sign-in, or send a token')
  }

  private async service(authorization: string): Promise<Identity> {
    const token = /^bearer ([\w.~+/-]+=*)$/i.exec(authorization)?.[1]
    if (token === undefined || this.o.tokens === undefined) throw unknown('The token is not accepted', 'invalid_token')
    const { client, ...grants } = await this.o.tokens.ofService(token).catch((error: unknown) => {
      throw error instanceof WrongToken ? unknown('The token is not accepted', 'invalid_token') : error
    })
    return { kind: 'service', person: client, name: client, ...grants, tenant: null, secret: null }
  }

  private async person(request: Request, secret: string): Promise<Identity> {
    const session = await findSession(this.o.ledger, digestOf(secret), this.o.limits)
    if (session === undefined) throw unknown('The session is over; sign in at /auth/sign-in')
    if (!isReading(request)) assertOwnPage(request, secret)
    const { subject, name, roles, facilities, tenants, tenant } = session
    return { kind: 'person', person: subject, name, roles: roles as Role[], tenants, tenant, facilities, secret }
  }
}

const isReading = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

/**
 * A program says nothing of a page, and has no cookie. Every browser says at least from which site a request comes;
 * Node's fetch says its mode.
 */
const isProgram = ({ headers }: Request): boolean =>
  ['cookie', 'origin', 'sec-fetch-site', 'sec-fetch-dest', 'sec-fetch-user'].every(
    (name) => headers[name] === undefined,
  )

/** Cross-site request forgery: the browser says that the page is ours, and the page knows the session's token. */
function assertOwnPage({ headers }: Request, secret: string): void {
  const site = headers['sec-fetch-site']
  const isOwn = site === undefined || site === 'same-origin'
  if (!isOwn || !isCsrfOf(secret, headers['x-csrf']))
    throw new Problem(403, { detail: 'The header x-csrf must hold the token that GET /auth/me gives' })
}

/** RFC 6750, 3. */
const unknown = (detail: string, error?: string): Problem =>
  new Problem(401, { detail }, { 'www-authenticate': `Bearer${error === undefined ? '' : ` error="${error}"`}` })
