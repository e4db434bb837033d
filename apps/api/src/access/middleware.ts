import type { NestExpressApplication } from '@nestjs/platform-express'
import express from 'express'
import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from '@claims-audit/service'
import { cookieName, secretIn, shortOf } from './sessions.js'

export interface MiddlewareOptions {
  isSecure: boolean
  requestsPerMinute: number
  signInsPerMinute: number
}

/** The largest body of any other route: none takes documents. */
const MOST_JSON = '64kb'
/** A claim to be tried comes with its documents, as at the intake. */
const MOST_CLAIM = '4mb'
/** A logout token. */
const MOST_FORM = '16kb'

/** What a request passes before its route: limits of how often and how much. */
export function useMiddleware(app: NestExpressApplication, o: MiddlewareOptions): void {
  const address = ({ ip = '' }: Request): string => ipKeyGenerator(ip)
  app.use(['/auth/sign-in', '/auth/callback', '/auth/backchannel-logout'], limitOf(o.signInsPerMinute, address))
  app.use(
    ['/v1', '/auth'],
    limitOf(o.requestsPerMinute, (request) => {
      const secret = secretIn(request, cookieName(o.isSecure)) ?? request.headers.authorization
      return secret === undefined ? address(request) : shortOf(secret)
    }),
  )
  app.use(/^\/v1\/claims:try$/, express.json({ limit: MOST_CLAIM }))
  app.use(['/v1', '/auth'], express.json({ limit: MOST_JSON }))
  app.use('/auth/backchannel-logout', express.urlencoded({ extended: false, limit: MOST_FORM, parameterLimit: 5 }))
}

/** RFC 6585, 4. Each process counts for itself. */
const limitOf = (limit: number, keyGenerator: (request: Request) => string): RequestHandler =>
  rateLimit({
    limit,
    windowMs: 60_000,
    keyGenerator,
    standardHeaders: false,
    legacyHeaders: false,
    handler: (request, _response, next) => {
      const { resetTime } = (request as unknown as { rateLimit: { resetTime?: Date } }).rateLimit
      const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1_000))
      next(new Problem(429, { detail: 'Too many requests; try again later' }, { 'retry-after': String(seconds) }))
    },
  })
