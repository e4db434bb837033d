import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { servicesOf } from '@claims-audit/contracts'
import type { Mode, ServiceName } from '@claims-audit/contracts'
import type { ClusterOptions } from '@claims-audit/event-log'
import { documentsApart, setting } from '@claims-audit/settings'
import type { Ports } from './ports.js'

export interface PipelineOptions {
  /** How it lets the services in, they read from the same settings. */
  brokers: ClusterOptions['brokers']
  databaseUrl: string
  /** The api's own login, which sees the rows of one tenant at a time. */
  apiDatabaseUrl: string
  /** Where demo people sign in; undefined: an identity provider of the user's has real ones. */
  demo: { port: number } | undefined
  /** What the stages sign with; undefined: they do not. */
  signingKey: string | undefined
  /** Where the two doors listen; the other services take any port, for their health. */
  ports: Ports
  mode: Mode
  /** A service starts again when a module of it changes. */
  watch: boolean
  log: (line: string) => void
}

/** The services, running. */
export interface Pipeline {
  /** Resolves when a service ended that should not have. */
  failed: Promise<void>
  /** Never resolves; for who waits until told otherwise. */
  forever: Promise<never>
  /** Drains upstream first, so that what is on its way still arrives. */
  stop(): Promise<void>
  processes: Map<string, ChildProcess>
}

/** How long a service may take to drain before it is ended. */
const DRAIN_MS = 30_000

/**
 * Starts every service as a process of its own and waits until all listen. Rejects, with the others stopped, when one
 * cannot.
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const wanted = servicesOf(options.mode, { documentsApart: documentsApart() }).filter(
    (name) => name !== 'folder' || setting('FOLDER') !== undefined,
  )
  const names: Started[] = [...(options.demo === undefined ? [] : [DEMO]), ...wanted]
  const processes = new Map(names.map((name) => [name, start(name, options)]))
  const failed = Promise.race([...processes].map(([name, child]) => unexpectedEnd(name, child, options.log)))
  const stop = (): Promise<void> => stopAll([...names].reverse(), processes, options.log)
  const listening = Promise.all([...processes].map(([name, child]) => listens(name, child, options.log)))
  const up = await Promise.race([listening.then(() => true), failed.then(() => false)])
  if (!up) {
    await stop()
    throw new Error('a service could not start; its reason is above')
  }
  return { failed, forever: new Promise<never>(() => undefined), stop, processes }
}

/** The identity provider of demo people: no part of the pipeline, and only on this machine. */
const DEMO = 'demo-people' as const
type Started = ServiceName | typeof DEMO

/** Secrets that were read from files are passed on as they are; one port cannot be that of every service. */
const NOT_PASSED_ON = {
  DATABASE_URL_FILE: undefined,
  SIGNING_KEY_FILE: undefined,
  HEALTH_PORT: undefined,
  HEALTH_HOST: undefined,
  DEMO_ISSUER: undefined,
}

function start(
  name: Started,
  { brokers, databaseUrl, apiDatabaseUrl, demo, signingKey, ports, mode, watch }: PipelineOptions,
): ChildProcess {
  const main = fileURLToPath(new URL(`../../${name}/dist/main.js`, import.meta.url))
  const port = { intake: ports.intake, api: ports.api, [DEMO]: demo?.port }[name as string] ?? 0
  const options = ['--enable-source-maps', ...(watch ? ['--watch', '--watch-preserve-output'] : [])]
  return spawn(process.execPath, [...options, main], {
    // A group of its own: a Ctrl-C in the terminal reaches the supervisor, which drains in order.
    detached: true,
    // The channel closes when the supervisor dies, however it dies; the service then drains by itself.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      ...NOT_PASSED_ON,
      NODE_OPTIONS: '',
      KAFKA_BROKERS: brokers.join(','),
      DATABASE_URL: name === 'api' ? apiDatabaseUrl : databaseUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      INTAKE_URL: `http://127.0.0.1:${ports.intake}`,
      ...(signingKey !== undefined && { SIGNING_KEY: signingKey }),
      PIPELINE: mode,
      ...(name === DEMO && { API_PORT: String(ports.api) }),
      ...(name === 'api' && demo !== undefined && { DEMO_ISSUER: `http://127.0.0.1:${demo.port}` }),
    },
  })
}

/** Passes its lines on, and resolves when it says that it listens. */
function listens(name: string, child: ChildProcess, log: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const prefix = `[${name}]`.padEnd(18)
    const show = (line: string): void => {
      const { level, text } = readable(line)
      if (text.startsWith('listening on')) resolve()
      log(`${prefix}${level === 'info' ? '' : `${level}: `}${text}`)
    }
    for (const stream of [child.stdout, child.stderr])
      if (stream !== null) createInterface({ input: stream }).on('line', show)
  })
}

/** A service logs JSON lines; what else comes (a stack of the runtime's) is shown as it is. */
function readable(line: string): { level: string; text: string } {
  try {
    const { level, msg } = JSON.parse(line) as { level?: string; msg?: string }
    return { level: level ?? 'info', text: msg ?? line }
  } catch {
    return { level: 'info', text: line }
  }
}

const stopping = new WeakSet<ChildProcess>()

function unexpectedEnd(name: string, child: ChildProcess, log: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      if (stopping.has(child)) return
      log(`${name} ended by itself (${signal ?? `exit ${code}`}); stopping the others`)
      resolve()
    })
  })
}

async function stopAll(
  names: string[],
  processes: Map<string, ChildProcess>,
  log: (line: string) => void,
): Promise<void> {
  for (const name of names) {
    const child = processes.get(name)
    if (child !== undefined) await stopOne(name, child, log)
  }
}

async function stopOne(name: string, child: ChildProcess, log: (line: string) => void): Promise<void> {
  stopping.add(child)
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const late = setTimeout(() => {
    log(`${name} did not drain within ${DRAIN_MS / 1_000} s and is ended; what it had not committed comes again`)
    child.kill('SIGKILL')
  }, DRAIN_MS)
  child.kill('SIGTERM')
  await ended
  clearTimeout(late)
}
