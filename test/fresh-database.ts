import { randomUUID } from 'node:crypto'
import pg from 'pg'
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

/** The same with the ledger's tables, empty. */
export async function freshLedger(beside: string, purpose: string): Promise<string> {
  const databaseUrl = await freshDatabase(beside, purpose)
  const ledger = await openLedger({ databaseUrl, poolSize: 2 })
  await migrate(ledger)
  await ledger.destroy()
  return databaseUrl
}
