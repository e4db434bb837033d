import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import {
  clusterId,
  findJava,
  freePort,
  kafkaJars,
  startEmbeddedPostgres,
  startKafkaFromJars,
} from '@claims-audit/stack'
import { TcpProxy } from './tcp-proxy.ts'

const ROOT = resolve(import.meta.dirname, '../..')

interface Running {
  exited: Promise<void>
  stop(): Promise<void>
}

/** A server that can be stopped, killed and started again where clients know it: behind a proxy whose port stays. */
export class Server {
  readonly proxy: TcpProxy
  private readonly launch: () => Promise<Running & { port: number }>
  private readonly pidFile: string
  private running: Running | undefined

  private constructor(proxy: TcpProxy, launch: () => Promise<Running & { port: number }>, pidFile: string) {
    this.proxy = proxy
    this.launch = launch
    this.pidFile = pidFile
  }

  static async start(
    pidFile: string,
    launch: (advertisedPort: number) => Promise<Running & { port: number }>,
  ): Promise<Server> {
    const proxy = await TcpProxy.open(0)
    const server = new Server(proxy, () => launch(proxy.port), pidFile)
    await server.start()
    return server
  }

  async start(): Promise<void> {
    const running = await this.launch()
    this.proxy.target = running.port
    this.running = running
  }

  /** As an operator does it: it ends in order, what it has is kept. */
  async stop(): Promise<void> {
    await this.running?.stop()
  }

  /** As a crash does it. */
  async kill(): Promise<void> {
    const pid = Number((await readFile(this.pidFile, 'utf8')).split('\n')[0])
    process.kill(pid, 'SIGKILL')
    await this.running?.exited
    // The server is gone; what is left is the shell that keeps it.
    await this.running?.stop()
  }

  /** Resolves when it has ended, for whatever reason. */
  get exited(): Promise<void> {
    return this.running?.exited ?? Promise.resolve()
  }

  async close(): Promise<void> {
    await this.stop()
    await this.proxy.close()
  }
}

export interface Servers {
  /** One, or as many as were asked for. */
  brokers: Server[]
  postgres: Server
  /** Bootstrap addresses. */
  addresses: string[]
  databaseUrl: string
  folder: string
  close(): Promise<void>
}

/** Kafka and Postgres in a folder, each server behind a proxy. Postgres keeps its promises to the disk. */
export async function startServers(
  folder: string,
  o: { brokers: number; log: (line: string) => void },
): Promise<Servers> {
  const brokers = await startBrokers(folder, o)
  const port = await freePort()
  let databaseUrl = ''
  const postgres = await Server.start(join(folder, 'postgres/data/postmaster.pid'), async () => {
    const started = await startEmbeddedPostgres({
      folder: join(folder, 'postgres'),
      port,
      durable: true,
      keepData: true,
      log: () => undefined,
    })
    databaseUrl = started.databaseUrl
    return { ...started, port: portOf(started.databaseUrl) }
  })
  const url = new URL(databaseUrl)
  url.port = String(postgres.proxy.port)
  const close = async (): Promise<void> =>
    void (await Promise.allSettled([...brokers, postgres].map((server) => server.close())))
  return {
    brokers,
    postgres,
    addresses: brokers.map(({ proxy }) => `127.0.0.1:${proxy.port}`),
    databaseUrl: url.href,
    folder,
    close,
  }
}

/** All at once: a cluster answers only when most of it is there. */
async function startBrokers(folder: string, o: { brokers: number; log: (line: string) => void }): Promise<Server[]> {
  const env = process.env
  const java = await findJava(env)
  const deploy = join(ROOT, 'deploy/kafka')
  const jars = await kafkaJars({ pom: join(deploy, 'pom.xml'), cacheDir: join(ROOT, '.local/kafka'), env, log: o.log })
  const each = Array.from({ length: o.brokers }, (_, at) => at + 1)
  const [ports, controllerPorts] = await Promise.all([freePorts(o.brokers), freePorts(o.brokers)])
  const cluster = clusterId()
  return Promise.all(
    each.map((nodeId) => {
      const place = join(folder, `kafka-${nodeId}`)
      return Server.start(join(place, 'kafka.pid'), async (advertisedPort) => {
        const started = await startKafkaFromJars({
          java,
          jars,
          log4j: join(deploy, 'log4j2.properties'),
          folder: place,
          port: ports[nodeId - 1] as number,
          advertisedPort,
          member: { clusterId: cluster, nodeId, controllerPorts },
          env,
          log: () => undefined,
        })
        return { ...started, port: portOf(`kafka://${started.brokers[0]}`) }
      })
    }),
  )
}

const freePorts = (count: number): Promise<number[]> => Promise.all(Array.from({ length: count }, () => freePort()))

const portOf = (url: string): number => Number(new URL(url).port)
