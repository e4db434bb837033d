import type { IncomingMessage, ServerResponse } from 'node:http'
import { kindOf } from '@claims-audit/event-log'
import type { BatchConsumer, ProgressCheck } from '@claims-audit/event-log'
import type { Registry } from 'prom-client'

/** What health says of a service, from its first moment to its last. */
export interface HealthSource {
  consumer?: BatchConsumer
  /** Whether it can do its work now; throws where not. */
  ready?: () => Promise<unknown>
}

const PATHS = ['/health/live', '/health/ready', '/metrics'] as const

/** Answers probes and scrapes: live while it waits for what it needs, ready once it can do its work. */
export class Health {
  private source: HealthSource | undefined
  private isDraining = false

  constructor(private readonly o: { silenceMs: number; metrics: Registry }) {}

  started(source: HealthSource): void {
    this.source = source
  }

  draining(): void {
    this.isDraining = true
  }

  /** Whether the request was for health; it is then answered. */
  takes(request: IncomingMessage, response: ServerResponse): boolean {
    const path = PATHS.find((each) => each === request.url?.split('?')[0])
    if (path === undefined) return false
    void this.answer(path, response)
    return true
  }

  private async answer(path: (typeof PATHS)[number], response: ServerResponse): Promise<void> {
    response.setHeader('x-content-type-options', 'nosniff')
    if (path === '/metrics') return this.scrape(response)
    const { healthy, ...body } = path === '/health/live' ? this.live() : await this.ready()
    response
      .writeHead(healthy ? 200 : 503, { 'content-type': 'application/json; charset=utf-8' })
      .end(JSON.stringify(body))
  }

  private live(): ProgressCheck & { status: string } {
    const consumer = this.source?.consumer
    const { healthy, reason } = this.isStarting() ? STARTING : (consumer?.check(this.o.silenceMs) ?? UP)
    return { healthy, status: healthy ? 'up' : 'down', reason, ...(this.source && consumer?.progress()) }
  }

  private async ready(): Promise<ProgressCheck & { status: string }> {
    const { healthy, reason } = await this.readiness()
    return { healthy, status: healthy ? 'ready' : 'not ready', reason }
  }

  private async readiness(): Promise<ProgressCheck> {
    if (this.isDraining) return { healthy: false, reason: 'draining' }
    if (this.source === undefined) return { healthy: false, reason: 'starting' }
    const member = this.source.consumer?.readiness() ?? READY
    if (!member.healthy) return member
    return Promise.resolve(this.source.ready?.()).then(
      () => READY,
      (error) => ({ healthy: false, reason: kindOf(error) }),
    )
  }

  /** A drain takes as long as it takes, and ends by itself. */
  private isStarting(): boolean {
    return this.source === undefined || this.isDraining
  }

  private async scrape(response: ServerResponse): Promise<void> {
    const { metrics } = this.o
    const [status, text] = await metrics.metrics().then(
      (text) => [200, text] as const,
      (error) => [500, kindOf(error)] as const,
    )
    response.writeHead(status, { 'content-type': status === 200 ? metrics.contentType : 'text/plain' }).end(text)
  }
}

const UP: ProgressCheck = { healthy: true, reason: 'up' }
const STARTING: ProgressCheck = { healthy: true, reason: 'starting or draining' }
const READY: ProgressCheck = { healthy: true, reason: 'ready' }
