import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common'
import { rightsOf } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'
import { asTenant, endSession, logAccess, pickTenant } from '@claims-audit/ledger'
import type { Act } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { Request, Response } from 'express'
import { IDENTIFY, PROVIDER } from '../tokens.js'
import { Identify } from './identify.js'
import type { Identity } from './identity.js'
import { Needs, OPEN, SIGNED_IN, SignedIn } from './needs.js'
import type { Provider } from './provider.js'
import { cookieName, cookieOptions, csrfOf, digestOf, newSecret, secretIn, shortOf } from './sessions.js'

/** Who is signed in, as a page needs it. */
interface Me {
  person: string
  name: string
  roles: readonly string[]
  rights: string[]
  tenant: string | null
  tenants: readonly string[]
  facilities: readonly string[] | null
  /** For the header `x-csrf`; null for who has no session. */
  csrf: string | null
  /** In which times are shown, by the IANA database. */
  zone: string
}

const SIGN_IN_MS = 600_000

/** How people sign in and out. */
@Controller('auth')
export class AuthController {
  private readonly isSecure: boolean

  constructor(
    @Inject(IDENTIFY) private readonly identify: Identify,
    @Inject(PROVIDER) private readonly provider: Provider | undefined,
  ) {
    this.isSecure = identify.o.isSecure
  }

  @Get('sign-in')
  @Needs(OPEN)
  async signIn(@Query('to') to: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { url, state } = await this.someProvider().begin(this.base(request), ownPath(to))
    // The browser that began is the one that may finish: a link with another's code signs no one in.
    response.cookie(this.stateCookie(), state, { ...cookieOptions(this.isSecure), maxAge: SIGN_IN_MS })
    response.redirect(302, url.href)
  }

  @Get('callback')
  @Needs(OPEN)
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    const state = secretIn(request, this.stateCookie())
    if (state === undefined)
      throw new Problem(401, { detail: 'This sign-in was not begun in this browser; start again' })
    const at = request.url.indexOf('?')
    const query = at === -1 ? '' : request.url.slice(at)
    const { session, secret, goesTo } = await this.someProvider().finish(this.base(request), query, state)
    // A session that the browser had before is over: nothing of it is known to the new one.
    const former = secretIn(request, cookieName(this.isSecure))
    if (former !== undefined) await endSession(this.identify.o.ledger, digestOf(former))
    const { subject: person, name, roles, tenants, tenant, facilities } = session
    const identity = { kind: 'person', person, name, roles, tenants, tenant, facilities, secret } as Identity
    await this.log(identity, 'sign-in')
    response.clearCookie(this.stateCookie(), cookieOptions(this.isSecure))
    response.cookie(cookieName(this.isSecure), secret, cookieOptions(this.isSecure))
    response.redirect(303, goesTo)
  }

  @Get('me')
  @Needs(SIGNED_IN)
  me(@SignedIn() identity: Identity): Me {
    return this.meOf(identity)
  }

  @Post('tenant')
  @HttpCode(200)
  @Needs(SIGNED_IN)
  async pick(
    @SignedIn() identity: Identity,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Me> {
    const { tenant } = (body ?? {}) as { tenant?: unknown }
    if (typeof tenant !== 'string')
      throw new Problem(422, {
        detail: 'Name a tenant',
        errors: [{ pointer: '/tenant', code: 'schema', keyword: 'type' }],
      })
    if (identity.secret === null || identity.tenants?.includes(tenant) !== true) {
      await this.log(identity, 'denied')
      throw new Problem(403, { detail: 'This tenant is not yours' })
    }
    const secret = newSecret()
    await pickTenant(this.identify.o.ledger, { from: digestOf(identity.secret), to: digestOf(secret), tenant })
    const picked = { ...identity, tenant, secret }
    await this.log(picked, 'pick-tenant')
    response.cookie(cookieName(this.isSecure), secret, cookieOptions(this.isSecure))
    return this.meOf(picked)
  }

  /** Ends the session here. `goesTo` is where the browser signs out of the identity provider as well. */
  @Post('sign-out')
  @HttpCode(200)
  @Needs(SIGNED_IN)
  async signOut(
    @SignedIn() identity: Identity,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ goesTo: string | null }> {
    if (identity.secret === null) throw new Problem(409, { detail: 'There is no session to end' })
    await endSession(this.identify.o.ledger, digestOf(identity.secret))
    await this.log(identity, 'sign-out')
    response.clearCookie(cookieName(this.isSecure), cookieOptions(this.isSecure))
    return { goesTo: (await this.provider?.signOutUrl(this.base(request)).catch(() => undefined)) ?? null }
  }

  /** OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8: the provider ends sessions itself. */
  @Post('backchannel-logout')
  @HttpCode(200)
  @Needs(OPEN)
  async endedElsewhere(@Body() body: unknown): Promise<void> {
    const { logout_token: token } = (body ?? {}) as { logout_token?: unknown }
    if (typeof token !== 'string') throw new Problem(400, { detail: 'logout_token is missing' })
    await this.someProvider().endBy(token)
  }

  private someProvider(): Provider {
    if (this.provider === undefined)
      throw new Problem(404, { detail: 'No one can sign in here: OIDC_ISSUER is not set' })
    return this.provider
  }

  private meOf({ kind, person, name, roles, tenant, tenants, facilities, secret }: Identity): Me {
    const isLocal = kind === 'local' ? { isLocal: true as const } : {}
    return {
      person,
      name,
      roles,
      rights: rightsOf({ roles, ...isLocal }),
      tenant,
      tenants: tenants ?? [],
      facilities,
      csrf: secret === null ? null : csrfOf(secret),
      zone: this.identify.o.zone,
    }
  }

  private base(request: Request): string {
    return this.provider?.o.publicUrl ?? `http://${request.headers.host}`
  }

  private stateCookie(): string {
    return `${cookieName(this.isSecure)}-state`
  }

  private async log(identity: Identity, act: Act): Promise<void> {
    const { person, name, roles, tenant, tenants, secret } = identity
    const via = { session: secret === null ? null : shortOf(secret), request: '' }
    for (const each of tenant === null ? (tenants ?? []) : [tenant]) {
      const caller: Caller = { person, name, roles, tenant: each, facilities: null, via }
      await asTenant(this.identify.o.ledger, caller, (runner) => logAccess(runner, caller, { act }))
    }
  }
}

/** A path of this service, never an address of another (CWE-601). */
const ownPath = (to: unknown): string =>
  typeof to === 'string' && /^\/(?![/\\])[\w\-./?=&%~+:@,]*$/.test(to) && to.length <= 500 ? to : '/'
