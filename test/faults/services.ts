import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { WriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { join, resolve } from 'node:path'
import { FIRST_STAGES, MODES, STAGES, stageServicesOf } from '@claims-audit/contracts'
import type { ServiceName as Service } from '@claims-audit/contracts'

const ROOT = resolve(import.meta.dirname, '../..')

/** How the pipeline runs: a stage a process, all of it in one, or two processes of each stage. */
export const WAYS = [...MODES, 'instances'] as const
export type Mode = (typeof WAYS)[number]

export type StageName = Exclude<Service, 'api' | 'replay' | 'intake' | 'folder'>
export type ServiceName = StageName | 'intake' | 'api' | 'folder'

const stagesOf = (mode: Mode): StageName[] => {
  const pipeline = mode === 'instances' ? 'chained' : mode
  return stageServicesOf(pipeline) as StageName[]
}

export interface ServiceOptions {
  brokers: string[]
  databaseUrl: string
  /** What all of them say, one after the other. */
  logFile: string
  intakePort: number
  mode: Mode
  /** What the stages sign with; undefined: they do not. */
  signingKey: string | undefined
}

/**
 * One process, started again whenever it ends or its liveness probe says that it stands still, as a supervisor does it.
 */
export class Instance {
  readonly name: ServiceName
  /** How often the probe ended it. */
  unhealthy = 0
  private readonly options: ServiceOptions
  private readonly log: WriteStream
  private readonly more: Record<string, string>
  private readonly checkout: string
  private process: ChildProcess | undefined
  private wanted = true
  /** Where it listens; undefined until it does. */
  address: string | undefined
  private failedProbes = 0
  private heard: Promise<void> = Promise.resolve()

  constructor(
    name: ServiceName,
    options: ServiceOptions,
    log: WriteStream,
    more: Record<string, string>,
    checkout: string,
  ) {
    this.name = name
    this.options = options
    this.log = log
    this.more = more
    this.checkout = checkout
    this.launch()
  }

  /** Resolves when it listens. */
  get listening(): Promise<void> {
    return this.heard
  }

  /** Asks for /health/live, and ends what is not well. */
  async probe(): Promise<void> {
    if (this.address === undefined || !this.wanted) return
    const asked = this.process
    const well = await fetch(`${this.address}/health/live`, { signal: AbortSignal.timeout(PROBE_MS) }).then(
      (answer) => answer.ok,
      () => false,
    )
    // What a process did not answer that has ended since says nothing of the next.
    if (this.process !== asked) return
    this.failedProbes = well ? 0 : this.failedProbes + 1
    if (this.failedProbes < FAILED_PROBES) return
    this.failedProbes = 0
    this.unhealthy += 1
    this.log.write(`${this.name} ${this.process?.pid} is not healthy and is ended\n`)
    this.kill('SIGKILL')
  }

  /** What /health/ready says. */
  async readiness(): Promise<{ status: number; reason: string }> {
    const answer = await fetch(`${this.address}/health/ready`, {
      signal: AbortSignal.timeout(PROBE_MS),
    })
    const { reason } = (await answer.json()) as { reason?: string }
    return { status: answer.status, reason: reason ?? '' }
  }

  kill(signal: NodeJS.Signals): void {
    this.process?.kill(signal)
  }

  /** As a crash does it; resolves when it is gone. It is started again. */
  async crash(): Promise<void> {
    const child = this.process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }

  /** For good: it drains, and is not started again. */
  async stop(): Promise<void> {
    this.wanted = false
    const child = this.process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }

  private launch(): void {
    const { brokers, databaseUrl, intakePort } = this.options
    const main = join(this.checkout, `apps/${this.name}/dist/main.js`)
    const port = this.name === 'intake' ? intakePort : 0
    const child = spawn(process.execPath, [main], {
      // The channel closes when we are gone, however we went; the service then drains by itself.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        KAFKA_BROKERS: brokers.join(','),
        DATABASE_URL: databaseUrl,
        HOST: '127.0.0.1',
        PORT: String(port),
        ...settingsOf(this.options),
        ...this.more,
      },
    })
    this.process = child
    this.address = undefined
    this.failedProbes = 0
    this.heard = new Promise((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        createInterface({ input: stream as NodeJS.ReadableStream }).on('line', (line) => {
          this.log.write(`${this.name} ${child.pid} ${line}\n`)
          const address = /"listening on ([^"]+)"/.exec(line)?.[1]
          if (address === undefined) return
          this.address = `http://${address}`
          resolve()
        })
      }
    })
    child.once('exit', () => {
      if (this.wanted) setTimeout(() => this.wanted && this.launch(), RESTART_MS)
    })
  }
}

function settingsOf({ mode, signingKey }: ServiceOptions): Record<string, string> {
  return {
    ...(mode === 'fused' && { PIPELINE: 'fused' }),
    ...(signingKey !== undefined && { SIGNING_KEY: signingKey }),
  }
}

/** As long as a supervisor waits before it starts a service again. */
const RESTART_MS = 200
/** A probe's period and patience, and how many in a row must fail. */
const PROBE_MS = 5_000
const FAILED_PROBES = 2

/** The services of the pipeline, any number of each. */
export class Services {
  private readonly instances: Instance[] = []
  private readonly options: ServiceOptions
  private readonly log: WriteStream
  private readonly probing: NodeJS.Timeout
  private removed = 0

  constructor(options: ServiceOptions) {
    this.options = options
    this.log = createWriteStream(options.logFile, { flags: 'a' })
    this.probing = setInterval(() => void Promise.all(this.instances.map((instance) => instance.probe())), PROBE_MS)
  }

  /** How often a probe ended one of them, ever. */
  get unhealthy(): number {
    return this.instances.reduce((sum, instance) => sum + instance.unhealthy, this.removed)
  }

  /** What there is in this mode, beside the intake. */
  get stages(): readonly StageName[] {
    return stagesOf(this.options.mode)
  }

  /** Who reads claims.submitted first. */
  get firstStage(): StageName {
    const mode: string = this.options.mode === 'instances' ? 'chained' : this.options.mode
    const first = FIRST_STAGES.find((name) => STAGES[name].modes.some((each) => each === mode)) as keyof typeof STAGES
    return STAGES[first].service as StageName
  }

  /** One more of it, of this checkout or of another one that is built. */
  add(name: ServiceName, more: Record<string, string> = {}, checkout = ROOT): Instance {
    const instance = new Instance(name, this.options, this.log, more, checkout)
    this.instances.push(instance)
    return instance
  }

  /** What the pipeline needs, once all listen. */
  async startAll(): Promise<void> {
    this.addAll()
    await Promise.all(this.instances.map((instance) => instance.listening))
  }

  addAll(): void {
    const copies = this.options.mode === 'instances' ? 2 : 1
    for (const name of this.stages) for (let copy = 0; copy < copies; copy += 1) this.add(name)
    this.add('intake')
  }

  async removeAll(): Promise<void> {
    await Promise.all(this.all().map((instance) => this.remove(instance)))
  }

  of(name: ServiceName): Instance[] {
    return this.instances.filter((instance) => instance.name === name)
  }

  all(): Instance[] {
    return [...this.instances]
  }

  /** Takes one away. */
  async remove(instance: Instance): Promise<void> {
    this.instances.splice(this.instances.indexOf(instance), 1)
    this.removed += instance.unhealthy
    await instance.stop()
  }

  async close(): Promise<void> {
    clearInterval(this.probing)
    await Promise.all(this.instances.map((instance) => instance.stop()))
    this.log.end()
  }
}
