import 'reflect-metadata'
import type { DynamicModule, INestApplication, Type } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { SERVICES } from '@claims-audit/contracts'
import type { ServiceName } from '@claims-audit/contracts'
import type { BatchConsumer } from '@claims-audit/event-log'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { FrontDoor, serveHealth } from './front-door.js'
import { Health } from './health.js'
import { responseHeaders } from './http-guard.js'
import { nestLines, openLog } from './log.js'
import { Metrics } from './metrics.js'
import { ProblemFilter } from './problem.js'
import { SettingError, healthAt, listenAt, loopbackOnly, publicUrl, setting } from '@claims-audit/settings'
import { StopSignals } from './stop-signals.js'
import { startTracing } from './tracing.js'

/** Who may ask a service over HTTP. */
export interface Access {
  /**
   * A door for people and upstreams: only what was sent to it by name is answered, and on loopback unless they sign in.
   */
  guarded?: true
  /** A program may send JSON under any content type; a page may not. */
  anyType?: true
}

/** What makes one process differ from another. */
export interface Service {
  module: Type | DynamicModule
  /** The stage's consumer, if it has one: it starts listening last and drains first. */
  consumer?: BatchConsumer
  /** Whether it can do its work now; throws where not. For /health/ready. */
  ready?: () => Promise<unknown>
  /** Given the HTTP application before it answers. */
  prepare?: (app: NestExpressApplication) => void | Promise<void>
  /** Runs after the consumer has drained and HTTP has closed: pools, producers. */
  close?: () => Promise<unknown>
}

/** What a service is given to open with. */
export interface Opening {
  log: Logger
  metrics: Metrics
}

/**
 * Runs one service until SIGTERM or SIGINT. It hears signals and answers /health/live from the beginning, then opens
 * what the service needs, however long that takes. A setting that is wrong ends the process with one line and status 2;
 * any other failure at the start with status 1.
 */
export async function runService(
  name: ServiceName,
  open: (opening: Opening) => Service | Promise<Service>,
  access: Access = {},
): Promise<void> {
  const log = openLogOrEnd(name)
  const signals = new StopSignals(log)
  try {
    const metrics = new Metrics(name)
    const health = new Health({ silenceMs: setting('PROGRESS_TIMEOUT_MS'), metrics: metrics.registry })
    const stopTracing = await startTracing(name)
    const doors = await openDoors(name, access, health)
    const opened = await open({ log, metrics })
    metrics.watchConsumer(opened.consumer)
    const app = await createApp(opened, log)
    signals.drainBy(async () => {
      health.draining()
      await Promise.all([doors.front.close(), app.close()])
      await opened.close?.()
      await stopTracing()
      await doors.closeHealth()
      log.info('stopped')
    })
    await start(app, doors.front)
    health.started(opened)
    log.info(`listening on ${doors.front.address}`)
  } catch (error) {
    // What was being opened is cut off by the stop.
    if (signals.areGiven) return
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

interface Doors {
  front: FrontDoor
  closeHealth: () => Promise<void>
}

async function openDoors(name: ServiceName, access: Access, health: Health): Promise<Doors> {
  const [wanted, apart] = [listenAt(SERVICES[name].port), healthAt()]
  const at = access.guarded === true ? loopbackOnly(wanted) : wanted
  const front = new FrontDoor({
    health,
    answersHealth: apart === undefined,
    guarded: access.guarded === true,
    publicUrl: publicUrl(),
    anyType: access.anyType === true,
    requestMs: setting('REQUEST_TIMEOUT_MS'),
  })
  const closeHealth = apart === undefined ? () => Promise.resolve() : await serveHealth(health, apart)
  await front.listen(at, 'PORT')
  return { front, closeHealth }
}

async function createApp(service: Service, log: Logger): Promise<INestApplication> {
  const options = { logger: nestLines(log), bodyParser: false, abortOnError: false } as const
  const app = await NestFactory.create<NestExpressApplication>(service.module, options)
  app.useGlobalFilters(new ProblemFilter(log))
  app.disable('x-powered-by')
  app.use(responseHeaders({ behindTls: publicUrl()?.startsWith('https:') === true }))
  await service.prepare?.(app)
  if (service.consumer !== undefined)
    app.connectMicroservice({ strategy: service.consumer }, { inheritAppConfig: false })
  return app
}

async function start(app: INestApplication, front: FrontDoor): Promise<void> {
  await app.startAllMicroservices()
  await app.init()
  front.open(app.getHttpAdapter().getInstance() as RequestListener)
}
