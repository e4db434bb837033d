import { Catch, HttpException } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import { STATUS_CODES } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { isTransient, kindOf } from '@claims-audit/event-log'
import type { Logger } from 'pino'

/** RFC 9457. `errors` name fields by JSON pointer, never by value. */
export interface ProblemDetails {
  detail?: string
  /** Why an act was refused, and what holds now: extension members (section 3.2). */
  code?: string
  now?: object
  errors?: { pointer: string | null; code: string; keyword: string | null }[]
}

/** Thrown by a controller: answered as application/problem+json. */
export class Problem extends HttpException {
  constructor(
    status: number,
    details: ProblemDetails = {},
    /** Sent with the answer, as `www-authenticate` is. */
    readonly headers: Record<string, string> = {},
  ) {
    super({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, ...details }, status)
  }
}

interface Answer {
  headersSent: boolean
  status(code: number): Answer
  type(type: string): Answer
  set(headers: Record<string, string>): Answer
  send(body: string): unknown
  destroy(): void
}

/**
 * Every error of an HTTP surface as a problem document. What we did not expect is logged by name and answered without
 * its text.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const answer = http.getResponse<Answer>()
    if (hasGone(http.getRequest<IncomingMessage>())) {
      this.log.debug('the client went away before its answer')
      return answer.destroy()
    }
    const problem = asProblem(error)
    if (problem.getStatus() >= 500) this.log.error(kindOf(error))
    // Half an answer is out: only cutting it short tells the reader that the rest will not come.
    if (answer.headersSent) return answer.destroy()
    answer.set({ ...(problem.getStatus() === 503 && { 'retry-after': RETRY_AFTER_S }), ...problem.headers })
    answer.status(problem.getStatus()).type('application/problem+json').send(JSON.stringify(problem.getResponse()))
  }
}

/** The client is gone. */
const hasGone = ({ socket }: IncomingMessage): boolean => socket.destroyed

/** RFC 9110, section 10.2.3. */
const RETRY_AFTER_S = '10'

const NOT_NOW = 'The database or the event log cannot be reached, or takes too long; try again later'

function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HttpException) return new Problem(error.getStatus(), { detail: detailOf(error) })
  // body-parser's errors carry the status that HTTP has for them (413, 400).
  const { status, type } = error as { status?: unknown; type?: unknown }
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Problem(status, { ...(typeof type === 'string' && { detail: type }) })
  return isTransient(error) ? new Problem(503, { detail: NOT_NOW }) : new Problem(500)
}

/** Nest's own, whose text may cite what was sent. */
const detailOf = (error: HttpException): string =>
  error.getStatus() === 400 ? 'The body or the address of the request cannot be read' : error.message
