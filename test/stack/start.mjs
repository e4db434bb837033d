import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dockerAnswers, openStack } from '@claims-audit/stack'

/**
 * Jest's globalSetup for the tests that need Kafka and Postgres: what KAFKA_BROKERS and DATABASE_URL name, else
 * containers where a Docker engine answers, else our own processes in a temporary folder. The workers find both by the
 * same two variables. Runs once, however many projects name it.
 */
export default async function start() {
  globalThis.claimsAuditTestStack ??= openTestStack()
  const stack = await globalThis.claimsAuditTestStack
  process.env.KAFKA_BROKERS = stack.brokers.join(',')
  process.env.DATABASE_URL = stack.databaseUrl
}

async function openTestStack() {
  const given = process.env.KAFKA_BROKERS && process.env.DATABASE_URL
  if (!given && (await dockerAnswers())) {
    const { openContainers } = await import('./testcontainers.mjs')
    return openContainers()
  }
  const dataDir = join(tmpdir(), `claims-audit-test-${randomUUID()}`)
  const log = (line) => process.stderr.write(`${line}\n`)
  return openStack({ dataDir, log, keepData: false, durable: false })
}
