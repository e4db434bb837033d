import { connect as connectPlain } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Kafka, logLevel, type Admin, type KafkaConfig, type LogEntry } from 'kafkajs'
import '../kafkajs/metadata-request.js'
import '../kafkajs/fetch-request.js'
import '../kafkajs/produce-request.js'
import '../kafkajs/broken-connections.js'
import '../kafkajs/idle-timer.js'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Takes one line. Lines name topics, partitions, offsets and errors: never a key, a header or a value of an event. */
export type Log = (level: LogLevel, line: string) => void

/** Where the cluster is, and how to be let in. */
export interface ClusterOptions {
  /** Bootstrap addresses, `host:port`. */
  brokers: string[]
  ssl?: NonNullable<KafkaConfig['ssl']>
  sasl?: NonNullable<KafkaConfig['sasl']>
}

/** Bootstrap addresses alone, or with what a secured cluster asks for. */
export type Cluster = string[] | ClusterOptions

/** Half of kafkajs' own: for this long a broker that vanished delays its clients. */
const REQUEST_TIMEOUT_MS = 15_000

/** A kafkajs client with our sockets, our log and our patience. */
export function openKafka(cluster: Cluster, clientId: string, log: Log, o: { requestTimeoutMs?: number } = {}): Kafka {
  const { brokers, ssl, sasl } = Array.isArray(cluster) ? { brokers: cluster } : (cluster as ClusterOptions)
  return new Kafka({
    clientId,
    brokers,
    ...(ssl === undefined ? {} : { ssl }),
    // kafkajs writes a function into what it is given (createSaslAuthenticationProvider); ours may go to another
    // thread.
    ...(sasl === undefined ? {} : { sasl: { ...sasl } }),
    connectionTimeout: 5_000,
    requestTimeout: o.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    // Short, because the batch consumer, which needs patience, has its own, which can be interrupted.
    retry: { retries: 5, initialRetryTime: 100, maxRetryTime: 2_000 },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => logEntry(entry, log),
    socketFactory: ({ host, port, ssl, onConnect }) => {
      const socket = ssl ? connectTls({ host, port, ...ssl }, onConnect) : connectPlain({ host, port }, onConnect)
      // kafkajs leaves Nagle's algorithm on, which holds small requests back for the acknowledgement of the last one.
      socket.setNoDelay(true).setKeepAlive(true, 60_000)
      // It also lets go of a socket again at every failure, and each time leaves a listener on one that never
      // connected.
      return socket.setMaxListeners(0)
    },
  })
}

/** Runs `work` with an administration client of its own. */
export async function withAdmin<T>(
  cluster: Cluster,
  work: (admin: Admin) => Promise<T>,
  log: Log = () => undefined,
  o: { requestTimeoutMs?: number } = {},
): Promise<T> {
  const admin = openKafka(cluster, 'claims-audit-admin', log, o).admin()
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.disconnect()
  }
}

/** What kafkajs tells beside the message that is safe and useful in one line. Stacks and payloads are not. */
const TOLD = ['groupId', 'topic', 'partition', 'broker', 'error', 'retryCount', 'retryTime'] as const

function logEntry({ level, log: content }: LogEntry, log: Log): void {
  const details = TOLD.flatMap((name) => (content[name] === undefined ? [] : [`${name}=${String(content[name])}`]))
  log(
    isAnswer(content.message) ? 'debug' : levelOf(level),
    ['kafkajs:', content.message, ...details].join(' ').replaceAll('\n', ' '),
  )
}

/**
 * A broker's answer that kafkajs tries again by itself, as while a coordinator loads; what fails for good it says in
 * another line.
 */
const isAnswer = (message: string): boolean => message.startsWith('Response ')

function levelOf(level: logLevel): LogLevel {
  if (level === logLevel.ERROR) return 'error'
  if (level === logLevel.WARN) return 'warn'
  // What kafkajs calls information (joins, starts, stops) is detail to us.
  return 'debug'
}
