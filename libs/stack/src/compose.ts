import { freePort } from './free-port.js'
import { CommandFailed, output } from './run.js'
import { StackUnavailable } from './stack-unavailable.js'

const KAFKA_PORT = 9092
const POSTGRES_PORT = 5432

export interface ComposeStack {
  brokers: string[]
  databaseUrl: string
  stop(): Promise<void>
}

/**
 * Brings up the services named in deploy/compose.yaml and waits until they are healthy. Compose keeps running containers
 * as they are when nothing in their definition changed, so ports are asked from containers that already run.
 */
export async function startCompose(o: {
  file: string
  services: ('kafka' | 'postgres')[]
  ports: { kafka?: number; postgres?: number }
  env: NodeJS.ProcessEnv
  keepData: boolean
  log: (line: string) => void
}): Promise<ComposeStack> {
  const compose = (args: string[], env = o.env): Promise<string> =>
    output('docker', ['compose', '--project-name', 'claims-audit', '-f', o.file, ...args], { env })
  const kafka = await portOf('kafka', o.ports.kafka ?? KAFKA_PORT, compose)
  const postgres = await portOf('postgres', o.ports.postgres ?? POSTGRES_PORT, compose)
  const env = { ...o.env, KAFKA_PORT: String(kafka), POSTGRES_PORT: String(postgres) }
  o.log(`Starting ${o.services.join(' and ')} with Docker compose (the first time fetches images) ...`)
  await compose(['up', '-d', '--wait', ...o.services], env).catch((error) => {
    throw new StackUnavailable(
      `Docker compose could not start ${o.services.join(' and ')}: set KAFKA_BROKERS and DATABASE_URL to use others. It said:\n${error instanceof CommandFailed ? error.output : error}`,
    )
  })
  const password = o.env['POSTGRES_PASSWORD'] ?? 'claims_audit'
  return {
    brokers: [`127.0.0.1:${kafka}`],
    databaseUrl: `postgres://claims_audit:${encodeURIComponent(password)}@127.0.0.1:${postgres}/claims_audit`,
    async stop() {
      await compose(['down', ...(o.keepData ? [] : ['--volumes'])], env)
    },
  }
}

type Compose = (args: string[]) => Promise<string>

/** The port of a service that runs already, else the preferred one when free, else any. */
async function portOf(service: string, preferred: number, compose: Compose): Promise<number> {
  const inside = service === 'kafka' ? preferred : POSTGRES_PORT
  const published = await compose(['port', service, String(inside)]).catch(() => '')
  const running = /:(\d+)\s*$/.exec(published)?.[1]
  return running === undefined ? freePort(preferred) : Number(running)
}
