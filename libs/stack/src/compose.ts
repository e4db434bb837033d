import { freePort } from './free-port.js'
import { kafkaAnswers } from './kafka-answers.js'
import { CommandFailed, output } from './run.js'
import { StackUnavailable } from './stack-unavailable.js'

const KAFKA_PORT = 9092
const POSTGRES_PORT = 5432
const KAFKA_LIMIT_MS = 60_000

export interface ComposeStack {
  brokers: string[]
  databaseUrl: string
  stop(): Promise<void>
}

type Service = 'kafka' | 'postgres'

/**
 * Brings up the services named in deploy/compose.yaml and waits until they serve. Compose keeps running containers as
 * they are when nothing in their definition changed, so ports are asked from containers that already run. Those belong
 * to the one who started them, and stay when ours stop.
 */
export async function startCompose(o: {
  file: string
  services: Service[]
  ports: { kafka?: number; postgres?: number }
  env: NodeJS.ProcessEnv
  keepData: boolean
  log: (line: string) => void
}): Promise<ComposeStack> {
  const compose = (args: string[], env = o.env): Promise<string> =>
    output('docker', ['compose', '--project-name', 'claims-audit', '-f', o.file, ...args], { env })
  const running = await runningServices(compose)
  const ours = o.services.filter((service) => !running.includes(service))
  const kafka = await portOf('kafka', o.ports.kafka ?? KAFKA_PORT, compose, o.env)
  const postgres = await portOf('postgres', o.ports.postgres ?? POSTGRES_PORT, compose, o.env)
  const env = { ...o.env, KAFKA_PORT: String(kafka), POSTGRES_PORT: String(postgres) }
  const stop = async (): Promise<void> => {
    const volumes = o.keepData ? [] : ['--volumes']
    if (running.length === 0) await compose(['down', ...volumes], env)
    else if (ours.length > 0) await compose(['rm', '--stop', '--force', ...ours], env)
  }
  o.log(
    ours.length === 0
      ? 'Kafka and Postgres run under Docker compose already: they are used, and stay when this ends.'
      : `Starting ${ours.join(' and ')} with Docker compose (the first time fetches images) ...`,
  )
  try {
    await compose(['up', '-d', '--wait', ...o.services], env)
    if (o.services.includes('kafka')) await serves(kafka)
  } catch (error) {
    const logs = await compose(['logs', '--no-color', '--tail', '15', ...o.services], env).catch(() => '')
    await stop().catch(() => undefined)
    const reason = error instanceof CommandFailed ? error.output : String(error)
    throw new StackUnavailable(
      `Docker compose could not start ${o.services.join(' and ')}: set KAFKA_BROKERS and DATABASE_URL to use others. It said:\n${reason}\n${logs}`.trimEnd(),
    )
  }
  const password = o.env['POSTGRES_PASSWORD'] ?? 'claims_audit'
  return {
    brokers: [`127.0.0.1:${kafka}`],
    databaseUrl: `postgres://claims_audit:${encodeURIComponent(password)}@127.0.0.1:${postgres}/claims_audit`,
    stop,
  }
}

async function runningServices(compose: Compose): Promise<string[]> {
  const names = await compose(['ps', '--services', '--status', 'running']).catch(() => '')
  return names.split('\n').filter((name) => name === 'kafka' || name === 'postgres')
}

/** Healthy means an open port there, and a broker listens before it serves. */
async function serves(port: number): Promise<void> {
  for (const deadline = Date.now() + KAFKA_LIMIT_MS; !(await kafkaAnswers('127.0.0.1', port));) {
    if (Date.now() > deadline) throw new Error(`Kafka does not answer at 127.0.0.1:${port}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

type Compose = (args: string[]) => Promise<string>

/** The port of a service that runs already, else the preferred one when free, else any. */
async function portOf(service: Service, preferred: number, compose: Compose, env: NodeJS.ProcessEnv): Promise<number> {
  const id = /^[0-9a-f]{12,64}$/m.exec(await compose(['ps', '-q', service]).catch(() => ''))?.[0]
  // Asked of the container: Kafka's port inside is the one outside, which only the container knows.
  const published = id === undefined ? '' : await output('docker', ['port', id], { env }).catch(() => '')
  const running = /127\.0\.0\.1:(\d+)\s*$/m.exec(published)?.[1]
  return running === undefined ? freePort(preferred) : Number(running)
}
