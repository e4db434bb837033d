import { createServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { STATUS_CODES } from 'node:http'
import { once } from 'node:events'
import type { Health } from './health.js'
import { refusal } from './http-guard.js'
import { SettingError } from '@claims-audit/settings'
import type { Address } from '@claims-audit/settings'

interface Options {
  health: Health
  /** False: health and metrics have a port of their own. */
  answersHealth: boolean
  /** False: anyone who reaches it. Then nothing is asked of a request before the service itself does. */
  guarded: boolean
  /** The address that others use, where there is one beside loopback. */
  publicUrl: string | undefined
  /** A program may send JSON under any content type. */
  anyType: boolean
  /** How long a request may take to arrive. */
  requestMs: number
}

/** Node looks for late requests so often. */
const LATE_EVERY_MS = 30_000
/** Node's own. */
const HEADERS_MS = 60_000

/** A service's own port. It listens from the first moment on: health is answered while the service is not there yet. */
export class FrontDoor {
  private inside: RequestListener | undefined
  private readonly server: Server

  constructor(private readonly o: Options) {
    const { requestMs } = o
    const patience = {
      requestTimeout: requestMs,
      headersTimeout: Math.min(requestMs, HEADERS_MS),
      connectionsCheckingInterval: Math.min(requestMs, LATE_EVERY_MS),
    }
    this.server = createServer(patience, (request, response) => this.receive(request, response))
  }

  /** `setting` is the variable that a port which is taken is blamed on. */
  async listen(at: Address, setting: string): Promise<void> {
    await listen(this.server, at, setting)
  }

  /** From now on requests go to the service. */
  open(inside: RequestListener): void {
    this.inside = inside
  }

  get address(): string {
    const { address, family, port } = this.server.address() as AddressInfo
    return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`
  }

  /** Lets what is being answered end, for a while. */
  async close(): Promise<void> {
    await close(this.server)
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const refused = this.o.guarded ? refusal(request, this.o) : undefined
    if (refused !== undefined) return sendProblem(response, refused.status, refused.detail)
    if (this.o.answersHealth && this.o.health.takes(request, response)) return
    if (this.inside === undefined) return sendProblem(response, 503, 'The service is starting', { 'retry-after': '5' })
    this.inside(request, response)
  }
}

/** Health and metrics on a port of their own; gives what closes it. */
export async function serveHealth(health: Health, at: Address): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    if (!health.takes(request, response)) sendProblem(response, 404)
  })
  await listen(server, at, 'HEALTH_PORT')
  return () => close(server)
}

async function listen(server: Server, { host, port }: Address, setting: string): Promise<void> {
  server.listen(port, host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new SettingError(`${setting}: cannot listen on ${host}:${port} (${error.code})`)
  })
}

/** A stream of progress may be open for as long as its run takes. */
const LAST_ANSWERS_MS = 5_000

async function close(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS)
  await new Promise<void>((resolve) => server.close(() => resolve()))
  clearTimeout(cut)
}

/** RFC 9457. */
function sendProblem(
  response: ServerResponse,
  status: number,
  detail?: string,
  headers: Record<string, string> = {},
): void {
  const body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    ...(detail !== undefined && { detail }),
  })
  // What is left of a refused body is not read: the connection ends with the answer.
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'x-content-type-options': 'nosniff',
    connection: 'close',
    ...headers,
  })
  response.end(body)
}
