import { randomUUID } from 'node:crypto'
import { Inject, Injectable, Logger } from '@nestjs/common'
import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { may } from '@claims-audit/access'
import type { Caller, Right } from '@claims-audit/access'
import { asTenant, isBindable, logAccess } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { Response } from 'express'
import { IDENTIFY } from '../tokens.js'
import { Identify } from './identify.js'
import { callerOf } from './identity.js'
import type { Identity } from './identity.js'
import { NEEDS, OPEN, SIGNED_IN } from './needs.js'
import type { AskedBy, Need } from './needs.js'
import { shortOf } from './sessions.js'
import { logUnlogged } from './unlogged.js'

const log = new Logger('access')

/**
 * Lets no one through to a route but who has the right that it needs. It comes before every route; one without `@Needs`
 * is closed. From here on a request says who asks, for which tenant.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(@Inject(IDENTIFY) private readonly identify: Identify) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp()
    const request = http.getRequest<AskedBy>()
    const id = randomUUID()
    http.getResponse<Response>().setHeader('x-request-id', id)
    const need = Reflect.getMetadata(NEEDS, context.getHandler()) as Need | undefined
    if (need === OPEN) return true
    const identity = await this.identify.who(request)
    request.identity = identity
    if (need === SIGNED_IN) return true
    const via = { session: identity.secret === null ? null : shortOf(identity.secret), request: id }
    try {
      request.caller = callerOf(identity, askedOf(request), via)
      if (need === undefined || !may(request.caller, need))
        throw new Problem(403, { detail: need === undefined ? 'This route is closed' : `This needs the right ${need}` })
      this.logAfter(http.getResponse<Response>(), request.caller, need)
    } catch (error) {
      await this.logDenied(identity, via)
      throw error
    }
    return true
  }

  /** Not in an interceptor: behind one, a stream that cannot begin has begun already (Nest flattens it). */
  private logAfter(response: Response, caller: Caller, need: Right): void {
    response.once('close', () => {
      const { ledger } = this.identify.o
      logUnlogged(ledger, caller, need, response.statusCode).catch((error: Error) =>
        log.error(`an access was not noted (${error.name})`),
      )
    })
  }

  /** In the log of the caller's own tenant: it is there that someone asks what its people try. */
  private async logDenied(identity: Identity, via: { session: string | null; request: string }): Promise<void> {
    const { person, name, roles, tenant, tenants } = identity
    const caller = { person, name, roles, tenant: tenant ?? tenants?.[0] ?? '', facilities: null, via }
    await asTenant(this.identify.o.ledger, caller, (runner) => logAccess(runner, caller, { act: 'denied' }))
  }
}

function askedOf({ params, query }: AskedBy): { path: string | undefined; query: string | undefined } {
  const text = (value: unknown): string | undefined => (isBindable.text(value) ? value : undefined)
  return { path: text(params['tenant']), query: text(query['tenant']) }
}
