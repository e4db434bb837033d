import type { NestExpressApplication } from '@nestjs/platform-express'
import express from 'express'
import type { NextFunction, Request, Response } from 'express'
import { limitRequests } from '@claims-audit/service'
import { linkNextPage } from '../next-page.js'
import { cookieName, secretIn } from './sessions.js'

export interface MiddlewareOptions {
  isSecure: boolean
  requestsPerMinute: number
  signInsPerMinute: number
}

/** The largest body of any other route: it takes no documents. */
const MOST_JSON = '64kb'
/** A claim to be tried, or sent in place of a quarantined one, comes with its documents, as at the intake. */
const MOST_CLAIM = '4mb'
/** A logout token. */
const MOST_FORM = '16kb'

/** What a request passes before its route: limits of how often and how much. */
export function useMiddleware(app: NestExpressApplication, o: MiddlewareOptions): void {
  // Answers are of patients, or of who is signed in: no cache keeps them (OpenID Connect Back-Channel Logout 1.0, 2.8,
  // asks for it too).
  app.use(['/v1', '/auth'], (_request: Request, response: Response, next: NextFunction) => {
    response.set('cache-control', 'no-store')
    next()
  })
  app.use('/v1', linkNextPage)
  app.use(['/auth/sign-in', '/auth/callback', '/auth/backchannel-logout'], limitRequests(o.signInsPerMinute))
  app.use(
    ['/v1', '/auth'],
    limitRequests(
      o.requestsPerMinute,
      (request) => secretIn(request, cookieName(o.isSecure)) ?? request.headers.authorization,
    ),
  )
  // Any JSON is read: what is no object the schema of the route refuses, by its place.
  app.use(/^\/v1\/(claims:try|quarantine\/[^/:]+)$/, express.json({ limit: MOST_CLAIM, strict: false }))
  app.use(['/v1', '/auth'], express.json({ limit: MOST_JSON, strict: false }))
  app.use('/auth/backchannel-logout', express.urlencoded({ extended: false, limit: MOST_FORM, parameterLimit: 5 }))
}
