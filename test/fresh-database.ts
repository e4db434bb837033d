import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { TOPICS } from '@claims-audit/contracts'
import { logRange } from '@claims-audit/event-log'
import { migrate, openLedger } from '@claims-audit/ledger'

/** Makes an empty database beside the one that an address names, and gives its address. `purpose` begins its name. */
export async function freshDatabase(beside: string, purpose: string): Promise<string> {
  const name = `${purpose}_${randomUUID().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: beside })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  const url = new URL(beside)
  url.pathname = name
  return url.href
}

/**
 * The same with the ledger's tables, empty. Where `brokers` are named, what their topics hold already was published for
 * another ledger: this one begins where they end, and was not restored.
 */
export async function freshLedger(beside: string, purpose: string, brokers?: string[]): Promise<string> {
  const databaseUrl = await freshDatabase(beside, purpose)
  const ledger = await openLedger({ databaseUrl, poolSize: 2 })
  await migrate(ledger)
  if (brokers !== undefined)
    await ledger.query(`insert into ledger_generation (generation, by_whom, ends) values (0, 'test', $1)`, [
      JSON.stringify(await endsOf(brokers)),
    ])
  await ledger.destroy()
  return databaseUrl
}

async function endsOf(brokers: string[]): Promise<Record<string, Record<string, string>>> {
  const ends: Record<string, Record<string, string>> = {}
  for (const topic of [TOPICS.corrections, TOPICS.screened])
    ends[topic] = Object.fromEntries((await logRange(brokers, topic)).map(({ partition, high }) => [partition, high]))
  return ends
}
