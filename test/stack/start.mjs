import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dockerAnswers, openStack } from '@claims-audit/stack'

/**
 * Jest's globalSetup for the tests that need Kafka and Postgres: what KAFKA_BROKERS and DATABASE_URL name, else
 * containers where a Docker engine answers, else our own processes in a temporary folder. Integration tests share one
 * of each. A running pipeline has the log to itself, so each worker of the others has its own (of-worker.mjs). Runs
 * once, however many projects name it.
 */
export default async function start({ maxWorkers }, { displayName: { name } }) {
  const count = name === 'int' || isGiven() ? 1 : maxWorkers
  globalThis.claimsAuditTestStacks ??= Promise.all(Array.from({ length: count }, openTestStack))
  const stacks = await globalThis.claimsAuditTestStacks
  process.env.CLAIMS_AUDIT_TEST_STACKS = JSON.stringify(
    stacks.map(({ brokers, databaseUrl }) => ({ KAFKA_BROKERS: brokers.join(','), DATABASE_URL: databaseUrl })),
  )
}

const isGiven = () => Boolean(process.env.KAFKA_BROKERS && process.env.DATABASE_URL)

async function openTestStack() {
  const containers = !isGiven() && (await dockerAnswers()) && (await containersOrNothing())
  if (containers) return containers
  const dataDir = join(tmpdir(), `claims-audit-test-${randomUUID()}`)
  return openStack({ dataDir, log, keepData: false, durable: false, docker: false })
}

/** An engine that cannot pull the images is no reason to run no tests; unless somebody asked for certain images. */
async function containersOrNothing() {
  const { openContainers } = await import('./testcontainers.mjs')
  return openContainers().catch((error) => {
    if (process.env.CLAIMS_AUDIT_KAFKA_IMAGE || process.env.CLAIMS_AUDIT_POSTGRES_IMAGE) throw error
    log(
      `Docker answers, but no containers could be started (${error.message.trim()}): starting our own processes instead.`,
    )
  })
}

function log(line) {
  process.stderr.write(`${line}\n`)
}
