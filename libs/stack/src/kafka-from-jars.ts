import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from './free-port.js'
import { kafkaAnswers } from './kafka-answers.js'
import { stopLeftover } from './processes.js'
import { CommandFailed, output } from './run.js'
import { startServer, type ServerProcess } from './server-process.js'
import { StackUnavailable } from './stack-unavailable.js'

export interface KafkaFromJars {
  brokers: string[]
  /** Resolves when it has ended, asked to or not. */
  exited: Promise<void>
  stop(): Promise<void>
}

interface Options {
  java: string
  jars: string
  log4j: string
  /** Holds `server.properties`, `kafka.log`, `kafka.pid` and the log itself in `data/`. */
  folder: string
  port?: number
  /** Where clients are told to go, when something stands between them and the broker. By default its own port. */
  advertisedPort?: number
  /**
   * Lines of server.properties that say more, or otherwise, and arguments of its format command: for a broker that is
   * secured.
   */
  more?: { properties: string; format: string[] }
  /** Where it is one of several. By default it is alone. */
  member?: ClusterMember
  env: NodeJS.ProcessEnv
  log: (line: string) => void
}

/** One broker of a cluster whose members all run on this machine. */
export interface ClusterMember {
  /** The same for all of them. */
  clusterId: string
  /** From 1, in the order of `controllerPorts`. */
  nodeId: number
  controllerPorts: number[]
}

const START_LIMIT_MS = 90_000

/**
 * One Kafka, broker and controller in one (KRaft), on loopback, from its own jars. What it stores stays in the folder.
 */
export async function startKafkaFromJars(o: Options): Promise<KafkaFromJars> {
  await mkdir(o.folder, { recursive: true })
  // Events hold what is protected about patients, and the broker's own umask lets every account read them.
  await chmod(o.folder, 0o700)
  await stopLeftoverKafka(o)
  // A port that was free may be taken by the time the broker binds it: then with other ports.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? o.port : undefined)
    const server = await startOn(port, o)
    if (await answersBeforeItEnds(server, port))
      return { brokers: [`127.0.0.1:${port}`], exited: server.exited, stop: () => stop(server, o.folder) }
    const tail = await server.logTail()
    await stop(server, o.folder)
    if (attempt === 3 || !/BindException|Address already in use/.test(tail)) {
      throw new StackUnavailable(`Kafka did not start; the end of ${join(o.folder, 'kafka.log')}:\n${tail}`)
    }
  }
}

async function startOn(port: number, o: Options): Promise<ServerProcess> {
  const properties = join(o.folder, 'server.properties')
  const member = o.member ?? { clusterId: clusterId(), nodeId: 1, controllerPorts: [await freePort()] }
  const settings = serverProperties({
    port,
    advertisedPort: o.advertisedPort ?? port,
    member,
    dataDir: join(o.folder, 'data'),
  })
  await writeFile(properties, `${settings}${o.more?.properties ?? ''}`)
  await formatOnce(properties, member.clusterId, o)
  o.log('Starting Kafka from its jars ...')
  return startServer({
    command: o.java,
    args: [...javaArgs(o), 'kafka.Kafka', properties],
    stopSignal: 'TERM',
    logFile: join(o.folder, 'kafka.log'),
    pidFile: join(o.folder, 'kafka.pid'),
    env: o.env,
  })
}

function javaArgs(o: Options): string[] {
  return [
    '-Xmx512m',
    // A broker of a laptop or a test lives for minutes: compiling twice over and collecting beside the work took it
    // more than half as much again.
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${o.log4j}`,
    '-cp',
    join(o.jars, '*'),
  ]
}

/**
 * Settings for one node. The ports of one that is alone may differ at every start: neither is stored in what it keeps.
 * Three or more keep three copies, and acknowledge what two have.
 */
export function serverProperties(o: {
  port: number
  advertisedPort: number
  member: ClusterMember
  dataDir: string
}): string {
  const { nodeId, controllerPorts } = o.member
  const copies = Math.min(3, controllerPorts.length)
  const needed = Math.max(1, copies - 1)
  const voters = controllerPorts.map((port, at) => `${at + 1}@127.0.0.1:${port}`).join(',')
  // A quarantined event is up to 8 MB, and its headers come on top.
  const largestBatch = 9 << 20
  return `process.roles=broker,controller
node.id=${nodeId}
controller.quorum.voters=${voters}
listeners=PLAINTEXT://127.0.0.1:${o.port},CONTROLLER://127.0.0.1:${controllerPorts[nodeId - 1]}
advertised.listeners=PLAINTEXT://127.0.0.1:${o.advertisedPort}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs=${o.dataDir}
auto.create.topics.enable=false
offsets.topic.replication.factor=${copies}
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${needed}
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=${copies}
share.coordinator.state.topic.min.isr=${needed}
group.initial.rebalance.delay.ms=0
min.insync.replicas=${needed}
message.max.bytes=${largestBatch}
replica.fetch.max.bytes=${largestBatch}
`
}

async function formatOnce(properties: string, clusterId: string, o: Options): Promise<void> {
  const formatted = await stat(join(o.folder, 'data', 'meta.properties')).catch(() => undefined)
  if (formatted) return
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties, ...(o.more?.format ?? [])]
  await output(o.java, [...javaArgs(o), ...format], { env: o.env }).catch((error) => {
    throw new StackUnavailable(
      `Kafka could not format ${o.folder}: ${error instanceof CommandFailed ? error.output : error}`,
    )
  })
}

/** 16 random bytes in URL-safe base64. One that begins with a dash would be read as an option. */
export function clusterId(): string {
  return randomBytes(16).toString('base64url').replace(/^-/, 'A')
}

async function answersBeforeItEnds(server: ServerProcess, port: number): Promise<boolean> {
  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline && !server.ended();) {
    if (await kafkaAnswers('127.0.0.1', port)) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

async function stop(server: ServerProcess, folder: string): Promise<void> {
  await server.stop()
  await rm(join(folder, 'kafka.pid'), { force: true })
}

/** After a crash of the supervisor and its keeper a broker may still hold the folder. */
async function stopLeftoverKafka(o: Options): Promise<void> {
  const pidFile = join(o.folder, 'kafka.pid')
  const pid = Number(await readFile(pidFile, 'utf8').catch(() => ''))
  if (pid && (await stopLeftover(pid, join(o.folder, 'server.properties'), 'SIGTERM'))) {
    o.log(`A Kafka from an earlier run was still alive (process ${pid}) and was stopped.`)
  }
  await rm(pidFile, { force: true })
}
