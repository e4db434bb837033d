import { createHash } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { Problem } from '../problem.js'

/** Who is counted: an address, or whatever a request shows of its caller. */
type KeyOf = (request: Request) => string | undefined

/** So many requests a minute, then a 429 with Retry-After (RFC 6585, 4). Each process counts for itself. */
export const limitRequests = (limit: number, keyOf: KeyOf = () => undefined): RequestHandler =>
  rateLimit({
    limit,
    windowMs: 60_000,
    keyGenerator: (request) => {
      const shown = keyOf(request)
      return shown === undefined ? ipKeyGenerator(request.ip ?? '') : createHash('sha256').update(shown).digest('hex')
    },
    standardHeaders: false,
    legacyHeaders: false,
    handler: (request, _response, next) => {
      const { resetTime } = (request as unknown as { rateLimit: { resetTime?: Date } }).rateLimit
      const seconds = Math.max(1, Math.ceil(((resetTime?.getTime() ?? 0) - Date.now()) / 1_000))
      next(new Problem(429, { detail: 'Too many requests; try again later' }, { 'retry-after': String(seconds) }))
    },
  })
