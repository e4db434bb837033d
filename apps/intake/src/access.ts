import { may } from '@claims-audit/access'
import { traceparentIn } from '@claims-audit/event-log'
import { Problem, WrongToken, limitRequests } from '@claims-audit/service'
import type { ServiceToken, Tokens } from '@claims-audit/service'
import type { ForTenant } from '@claims-audit/submission'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { NextFunction, Request, Response } from 'express'

/** Where claims and documents come in; documentation, health and metrics are elsewhere. */
const TAKING_CLAIMS = ['/v1', '/fhir', '/x12']

/** Who sends each request, and for which tenants it may submit. */
const allowed = new WeakMap<object, Pick<ServiceToken, 'client' | 'tenants'>>()

/**
 * Lets services in that may submit, before a byte of a body is read. Where no one signs in, the front door answers this
 * machine alone, and any program of it may submit for any tenant.
 */
export function letServicesIn(app: NestExpressApplication, o: { tokens: Tokens | undefined; perMinute: number }): void {
  const { tokens, perMinute } = o
  if (tokens === undefined) return
  app.use(
    TAKING_CLAIMS,
    limitRequests(perMinute, ({ headers }) => headers.authorization),
  )
  app.use(TAKING_CLAIMS, async (request: Request, _response: Response, next: NextFunction) => {
    const token = /^bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined) throw unknown()
    const { client, tenants, roles } = await tokens.ofService(token).catch((error: unknown) => {
      throw error instanceof WrongToken ? unknown() : error
    })
    if (!may({ roles }, 'claims:submit')) throw new Problem(403, { detail: 'This needs the right claims:submit' })
    allowed.set(request, { client, tenants })
    next()
  })
}

/** The tenants that a request may submit for; null: all. */
export const tenantsOf = (request: object): readonly string[] | null => allowed.get(request)?.tenants ?? null

/** The client that sends a request; any program of this machine where no one signs in. */
export const clientOf = (request: object): string => allowed.get(request)?.client ?? ''

/** Who sends a request, for the tenant that its query names, else the only one that the sender has. */
export function senderOf(request: Request): ForTenant {
  const tenants = tenantsOf(request)
  const { tenant } = request.query
  const only = tenants?.length === 1 ? tenants[0] : undefined
  return { traceparent: traceparentIn(request.headers), tenants, tenant: typeof tenant === 'string' ? tenant : only }
}

/** RFC 6750, 3. */
const unknown = (): Problem =>
  new Problem(401, { detail: 'Send an access token of the identity provider' }, { 'www-authenticate': 'Bearer' })
