import { Problem } from '@claims-audit/service'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { NextFunction, Request, Response } from 'express'
import { mostHeld } from './bytes-of.js'

export interface AdmissionOptions {
  mostBytes: number
  /** How long nothing may be heard of a client whose answer is not out. */
  silenceMs: number
}

/**
 * Lets bodies in until those that are held, or that may still come, have so many bytes in all; then 503 with
 * Retry-After, before a byte is read. A client that does not read its answer is cut off, so that none holds memory for
 * ever.
 */
export class Admission {
  /** Of the requests that are read and answered now. */
  bytes = 0

  constructor(private readonly options: AdmissionOptions) {}

  guard(app: NestExpressApplication): void {
    app.use((request: Request, response: Response, next: NextFunction) => {
      const bytes = reservedFor(request)
      if (this.bytes > 0 && this.bytes + bytes > this.options.mostBytes) throw new Problem(503, { detail: FULL })
      this.bytes += bytes
      response.once('close', () => (this.bytes -= bytes))
      // What does not arrive in time is the server's to end.
      response.setTimeout(this.options.silenceMs, () => request.complete && request.destroy())
      next()
    })
  }
}

const FULL = 'Too much is being taken in; send it again later'

/** What it says that it will send, and what it may send where it does not say, or unpacks to more. */
function reservedFor({ path, headers }: Request): number {
  const most = mostHeld(path) ?? 0
  const said = Number(headers['content-length'] ?? Number.NaN)
  return Number.isNaN(said) || headers['content-encoding'] !== undefined ? most : Math.min(said, most)
}
