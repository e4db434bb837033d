import type { PoolClient } from 'pg'
import type { QueryRunner } from 'typeorm'
import { isPooled } from './session.js'

const names = new Map<string, string>()

/** One name for a text in this process, of at most 63 characters (PostgreSQL manual, 4.1.1). */
function nameOf(text: string): string {
  const name = names.get(text) ?? `ledger_${names.size}`
  names.set(text, name)
  return name
}

/**
 * Runs a statement that its connection plans once: planning takes longer than a small batch's reading itself. Only for
 * texts that are always the same, for a connection keeps them all. Behind a transaction pooler it is planned each time.
 */
export async function prepared<Row>(runner: QueryRunner, text: string, values: unknown[]): Promise<Row[]> {
  const client = (await runner.connect()) as PoolClient
  const { rows } = await client.query({ ...(!isPooled(runner.connection) && { name: nameOf(text) }), text, values })
  return rows as Row[]
}
