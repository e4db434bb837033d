import 'reflect-metadata'
import type { INestApplication, Type } from '@nestjs/common'
import type { DynamicModule } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { kindOf } from '@claims-audit/event-log'
import type { BatchConsumer } from '@claims-audit/event-log'
import type { Logger } from 'pino'
import { nestLines, openLog } from './log.js'
import { ProblemFilter } from './problem.js'
import { SettingError, namesLoopback } from './settings.js'
import { startTracing } from './tracing.js'

/** What makes one process differ from another. */
export interface Service {
  module: Type | DynamicModule
  at: { host: string; port: number }
  /** Without access control: only what was sent to this machine by name is answered. */
  loopbackOnly?: true
  /** The stage's consumer, if it has one: it starts listening last and drains first. */
  consumer?: BatchConsumer
  /** Whether it can do its work now; throws where not. For /health/ready. */
  ready?: () => Promise<unknown>
  /** Given the HTTP application before it listens. */
  prepare?: (app: INestApplication) => void
  /** Runs after the consumer has drained and HTTP has closed: pools, producers. */
  close?: () => Promise<unknown>
}

/** How long a consumer with lag may stand still before /health/live says so. */
const SILENCE_MS = Number(process.env['PROGRESS_TIMEOUT_MS'] ?? 60_000)

/**
 * Runs one service until SIGTERM or SIGINT: logs, traces, health, then the service's own module. A setting that is wrong ends the process with one
 * line and status 2; any other failure at the start with status 1.
 */
export async function runService(name: string, open: (log: Logger) => Service | Promise<Service>): Promise<void> {
  const log = openLogOrEnd(name)
  const stopTracing = await startTracing(name)
  try {
    const service = await open(log)
    const app = await start(service, log)
    onceTold(async (signal) => {
      log.info(`${signal}: draining`)
      await app.close()
      await service.close?.()
      await stopTracing()
      log.info('stopped')
    }, log)
    log.info(`listening on ${(await app.getUrl()).replace(/^https?:\/\//, '')}`)
  } catch (error) {
    log.fatal((error as Error).message)
    process.exit(error instanceof SettingError ? 2 : 1)
  }
}

/** Without a log there is only stderr to say why. */
function openLogOrEnd(name: string): Logger {
  try {
    return openLog(name)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exit(2)
  }
}

async function start(service: Service, log: Logger): Promise<INestApplication> {
  const app = await NestFactory.create(service.module, { logger: nestLines(log), bodyParser: false, abortOnError: false })
  app.useGlobalFilters(new ProblemFilter(log))
  if (service.loopbackOnly === true) app.use(refuseForeign)
  app.getHttpAdapter().get('/health/live', (_request: unknown, answer: Answer) => live(service, answer))
  app.getHttpAdapter().get('/health/ready', (_request: unknown, answer: Answer) => void ready(service, answer))
  service.prepare?.(app)
  if (service.consumer !== undefined) app.connectMicroservice({ strategy: service.consumer }, { inheritAppConfig: false })
  await app.startAllMicroservices()
  await app.listen(service.at.port, service.at.host)
  return app
}

function refuseForeign(request: { headers: { host?: string; origin?: string } }, answer: Answer, next: () => void): void {
  const { host = '', origin } = request.headers
  if (namesLoopback(host) && (origin === undefined || namesLoopback(origin))) next()
  else answer.status(403).json({ type: 'about:blank', title: 'Forbidden', status: 403, detail: 'This service has no access control yet and answers requests to loopback only' })
}

interface Answer {
  status(code: number): { json(body: unknown): void }
}

function live({ consumer }: Service, answer: Answer): void {
  const { healthy, reason } = consumer?.check(SILENCE_MS) ?? { healthy: true, reason: 'up' }
  answer.status(healthy ? 200 : 503).json({ status: healthy ? 'up' : 'down', reason, ...consumer?.progress() })
}

async function ready(service: Service, answer: Answer): Promise<void> {
  const { healthy, reason } = service.consumer?.readiness() ?? { healthy: true, reason: 'ready' }
  if (!healthy) return answer.status(503).json({ status: 'not ready', reason })
  try {
    await service.ready?.()
    answer.status(200).json({ status: 'ready' })
  } catch (error) {
    answer.status(503).json({ status: 'not ready', reason: kindOf(error) })
  }
}

/** The first signal drains; a second one is not waited for. */
function onceTold(stop: (signal: string) => Promise<void>, log: Logger): void {
  let stopping = false
  const told = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop(signal).then(
      () => process.exit(0),
      (error: Error) => {
        log.error(`${error.name}: ${error.message}`)
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', told)
  process.on('SIGINT', told)
  // Under a supervisor: its channel closes when it is gone, and nobody would stop us then.
  process.on('disconnect', () => told('supervisor gone'))
}
