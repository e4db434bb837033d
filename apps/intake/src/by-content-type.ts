import type { NestExpressApplication } from '@nestjs/platform-express'
import type { NextFunction, Request, Response } from 'express'
import { CLOUD_EVENTS } from './bytes-of.js'
import { mediaTypeOf } from './media-type.js'

const CLAIMS = '/v1/claims'

/** Of what is no single claim of ours. */
const ROUTES: Record<string, string> = {
  'application/edi-x12': '/x12/837',
  'application/fhir+json': '/fhir/Claim',
  [CLOUD_EVENTS]: '/v1/claims:batch',
}

/**
 * Claims of all formats come in at one address: each request goes on to the route of its content type, which has an
 * address of its own as well.
 */
export function routeByContentType(app: NestExpressApplication): void {
  app.use((request: Request, _response: Response, next: NextFunction) => {
    const route = ROUTES[mediaTypeOf(request.headers['content-type'])]
    if (request.method === 'POST' && request.path === CLAIMS && route !== undefined)
      request.url = route + request.url.slice(CLAIMS.length)
    next()
  })
}
