import { freePort, kafkaAnswers } from '@claims-audit/stack'
import { GenericContainer, Wait } from 'testcontainers'

const KAFKA_IMAGE = process.env.CLAIMS_AUDIT_KAFKA_IMAGE ?? 'apache/kafka:4.1.0'
const POSTGRES_IMAGE = process.env.CLAIMS_AUDIT_POSTGRES_IMAGE ?? 'postgres:18'

/**
 * Kafka and Postgres in containers of their own. What is given by environment is used instead.
 * @returns {Promise<import('@claims-audit/stack').Stack>}
 */
export async function openContainers() {
  const parts = await Promise.allSettled([kafka(), postgres()])
  const stop = () => Promise.all(parts.map((part) => part.value?.container?.stop())).then(() => undefined)
  const failed = parts.find((part) => part.status === 'rejected')
  if (failed) {
    await stop()
    throw failed.reason
  }
  const [{ value: broker }, { value: database }] = parts
  return {
    brokers: broker.brokers,
    databaseUrl: database.url,
    source: {
      kafka: broker.container ? 'testcontainers' : 'given',
      postgres: database.container ? 'testcontainers' : 'given',
    },
    stop,
  }
}

/** A client is sent on to the address that the broker advertises, so the port on the host is chosen before it starts. */
async function kafka() {
  if (process.env.KAFKA_BROKERS) return { brokers: process.env.KAFKA_BROKERS.split(',') }
  const port = await freePort()
  const container = await new GenericContainer(KAFKA_IMAGE)
    .withExposedPorts({ container: port, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://127.0.0.1:29093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@127.0.0.1:29093',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '8',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_MESSAGE_MAX_BYTES: String(9 << 20),
      KAFKA_REPLICA_FETCH_MAX_BYTES: String(9 << 20),
      KAFKA_HEAP_OPTS: '-Xmx512m',
    })
    // Waiting for its port instead runs three commands in the container ten times a second, which slows the start down.
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(120_000)
    .start()
  try {
    await serves(container.getHost(), port)
  } catch (error) {
    await container.stop()
    throw error
  }
  return { container, brokers: [`127.0.0.1:${port}`] }
}

async function serves(host, port) {
  for (const deadline = Date.now() + 60_000; !(await kafkaAnswers(host, port));) {
    if (Date.now() > deadline) throw new Error(`Kafka in ${KAFKA_IMAGE} does not answer at ${host}:${port}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function postgres() {
  if (process.env.DATABASE_URL) return { url: process.env.DATABASE_URL }
  const container = await new GenericContainer(POSTGRES_IMAGE)
    .withExposedPorts(5432)
    .withEnvironment({ POSTGRES_USER: 'claims_audit', POSTGRES_PASSWORD: 'claims_audit', POSTGRES_DB: 'claims_audit' })
    .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'fsync=off', '-c', 'synchronous_commit=off'])
    // The image starts its server twice: first, without a port, to make the database.
    .withWaitStrategy(Wait.forLogMessage(/database system is ready to accept connections/, 2))
    .withStartupTimeout(120_000)
    .start()
  const at = `${container.getHost()}:${container.getMappedPort(5432)}`
  return { container, url: `postgres://claims_audit:claims_audit@${at}/claims_audit` }
}
