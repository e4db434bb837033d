import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startCompose } from './compose.js'
import { takeDataFolder } from './data-folder.js'
import { composeExists, dockerAnswers } from './docker.js'
import { startEmbeddedPostgres } from './embedded-postgres.js'
import { startKafkaFromJars } from './kafka-from-jars.js'
import { findJava, kafkaJars } from './kafka-jars.js'

/** A Kafka and a Postgres to work with, and where each came from. */
export interface Stack {
  /** Bootstrap addresses, `host:port`. */
  brokers: string[]
  /** `postgres://user:password@host:port/claims_audit`, or what was given. */
  databaseUrl: string
  source: {
    kafka: 'given' | 'compose' | 'jars' | 'testcontainers'
    postgres: 'given' | 'compose' | 'embedded' | 'testcontainers'
  }
  /**
   * Resolves, with its name, when a server that was started here ended by itself. Servers given, or in containers, are
   * not ours to watch.
   */
  failed: Promise<string>
  /** Stops what was started here, and only that. Safe to call twice. */
  stop(): Promise<void>
}

export interface StackOptions {
  /** Where the servers keep their data, logs and process ids. Taken by one process at a time. */
  dataDir: string
  /** Used when free; otherwise, and by default, ports that the system picks. */
  ports?: { kafka?: number; postgres?: number }
  /** Gets a progress line before each thing that may take more than a second. */
  log: (line: string) => void
  /** Servers that are used as they are. By default those that `KAFKA_BROKERS` and `DATABASE_URL` name. */
  given?: { brokers: string[] | undefined; databaseUrl: string | undefined }
  env?: NodeJS.ProcessEnv
  /** False: stop() also deletes what the servers stored. */
  keepData: boolean
  /** False: Postgres may lose what it confirmed when the machine crashes. For tests. Default true. */
  durable?: boolean
  /** False: Docker is not asked for, even where an engine answers. Default true. */
  docker?: boolean
}

/** The folder of the checkout: `libs/stack/{src,dist}` is three levels below. */
const ROOT = resolve(import.meta.dirname, '../../..')
const COMPOSE_FILE = join(ROOT, 'deploy/compose.yaml')

/** One half of the stack. */
interface Part<Source, Address> {
  source: Source
  address: Address
  exited?: Promise<void>
  stop(): Promise<void>
}
type KafkaPart = Part<Stack['source']['kafka'], string[]>
type PostgresPart = Part<Stack['source']['postgres'], string>

/**
 * Finds or starts Kafka and Postgres: what `KAFKA_BROKERS` and `DATABASE_URL` name, each on its own; else Docker
 * compose where an engine answers; else Kafka's jars on Java, and Postgres' binaries from npm. Throws StackUnavailable
 * with one line when neither way is open; nothing is left running then.
 */
export async function openStack(o: StackOptions): Promise<Stack> {
  const env = o.env ?? process.env
  const named = o.given ?? { brokers: listed(env['KAFKA_BROKERS']), databaseUrl: env['DATABASE_URL'] }
  const given = { kafka: givenKafka(named.brokers), postgres: givenPostgres(named.databaseUrl) }
  if (given.kafka && given.postgres) return joined(given.kafka, given.postgres)
  if (o.docker !== false && (await dockerAnswers(env))) {
    if (await composeExists(env)) return withCompose(o, env, given)
    o.log('A Docker engine answers, but its client has no compose plugin: starting our own processes instead.')
  }
  return withoutDocker(o, env, given)
}

interface Given {
  kafka: KafkaPart | undefined
  postgres: PostgresPart | undefined
}

const nothingToStop = async (): Promise<void> => undefined

const listed = (brokers = ''): string[] =>
  brokers
    .split(',')
    .map((broker) => broker.trim())
    .filter(Boolean)

function givenKafka(brokers: string[] = []): KafkaPart | undefined {
  return brokers.length === 0 ? undefined : { source: 'given', address: brokers, stop: nothingToStop }
}

function givenPostgres(url: string | undefined): PostgresPart | undefined {
  return url ? { source: 'given', address: url, stop: nothingToStop } : undefined
}

function joined(kafka: KafkaPart, postgres: PostgresPart, afterwards = nothingToStop): Stack {
  let stopping: Promise<void> | undefined
  const failed = new Promise<string>((resolve) => {
    const tell = (name: string) => (): void => void (stopping === undefined && resolve(name))
    void kafka.exited?.then(tell('Kafka'))
    void postgres.exited?.then(tell('Postgres'))
  })
  return {
    brokers: kafka.address,
    databaseUrl: postgres.address,
    source: { kafka: kafka.source, postgres: postgres.source },
    failed,
    stop: () => (stopping ??= Promise.all([kafka.stop(), postgres.stop()]).then(afterwards)),
  }
}

async function withCompose(o: StackOptions, env: NodeJS.ProcessEnv, given: Given): Promise<Stack> {
  const services = (['kafka', 'postgres'] as const).filter((service) => !given[service])
  const up = await startCompose({
    file: COMPOSE_FILE,
    services,
    ports: o.ports ?? {},
    env,
    keepData: o.keepData,
    log: o.log,
  })
  return joined(
    given.kafka ?? { source: 'compose', address: up.brokers, stop: nothingToStop },
    given.postgres ?? { source: 'compose', address: up.databaseUrl, stop: nothingToStop },
    up.stop,
  )
}

async function withoutDocker(o: StackOptions, env: NodeJS.ProcessEnv, given: Given): Promise<Stack> {
  const folder = await takeDataFolder(resolve(o.dataDir))
  const afterwards = async (): Promise<void> => {
    if (!o.keepData) await rm(folder.path, { recursive: true, force: true })
    else await folder.release()
  }
  const parts = await Promise.allSettled([
    given.kafka ?? kafkaPart(o, env, folder.path),
    given.postgres ?? postgresPart(o, folder.path),
  ])
  const [kafka, postgres] = parts
  if (kafka.status === 'fulfilled' && postgres.status === 'fulfilled')
    return joined(kafka.value, postgres.value, afterwards)
  await Promise.all(parts.map((part) => (part.status === 'fulfilled' ? part.value.stop() : undefined)))
  await afterwards()
  throw kafka.status === 'rejected' ? kafka.reason : (postgres as PromiseRejectedResult).reason
}

async function kafkaPart(o: StackOptions, env: NodeJS.ProcessEnv, dataDir: string): Promise<KafkaPart> {
  const java = await findJava(env)
  const deploy = join(ROOT, 'deploy/kafka')
  const jars = await kafkaJars({ pom: join(deploy, 'pom.xml'), cacheDir: join(ROOT, '.local/kafka'), env, log: o.log })
  const kafka = await startKafkaFromJars({
    java,
    jars,
    log4j: join(deploy, 'log4j2.properties'),
    folder: join(dataDir, 'kafka'),
    ...(o.ports?.kafka === undefined ? {} : { port: o.ports.kafka }),
    env,
    log: o.log,
  })
  return { source: 'jars', address: kafka.brokers, exited: kafka.exited, stop: kafka.stop }
}

async function postgresPart(o: StackOptions, dataDir: string): Promise<PostgresPart> {
  const postgres = await startEmbeddedPostgres({
    folder: join(dataDir, 'postgres'),
    ...(o.ports?.postgres === undefined ? {} : { port: o.ports.postgres }),
    durable: o.durable ?? true,
    keepData: o.keepData,
    log: o.log,
  })
  return { source: 'embedded', address: postgres.databaseUrl, exited: postgres.exited, stop: postgres.stop }
}
