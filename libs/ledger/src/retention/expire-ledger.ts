import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import { assertMoved } from '../forms/ledger-form.js'
import { retentions } from './expirable.js'
import { expireDocuments } from './expire-documents.js'
import { expireResults } from './expire-results.js'

/** What a run of `ledger expire` removed, or would remove. */
export interface Expired {
  tenants: {
    tenant: string
    /** Claims whose results went. */
    results: number
    /** Archived events that lost what they said. */
    documents: number
  }[]
  /** Archived events that are old enough and name no claim: whose they are is not known, so they stay. */
  unnamed: number
}

/**
 * Removes what tenants no longer keep, by what each has set, but for claims under a legal hold. The access log tells of
 * each claim. Only the tables' owner can do it.
 */
export async function expireLedger(
  ledger: DataSource,
  { by, ...o }: { laneOf: (key: string) => number; by: string; dryRun: boolean },
): Promise<Expired> {
  await assertMoved(ledger)
  const kept = await ledger.transaction(({ queryRunner }) => retentions(queryRunner as QueryRunner))
  const note = (runner: QueryRunner, tenant: string, claims: string[]): Promise<void> =>
    logAccess(runner, { tenant, person: by, roles: [] }, { act: 'expire', claims, rows: claims.length })
  const results = new Map<string, number>()
  const days = new Map<string, number>()
  for (const [tenant, { resultDays, documentDays }] of kept) {
    if (documentDays !== null) days.set(tenant, documentDays)
    if (resultDays === null) continue
    const ofTenant = (runner: QueryRunner, claims: string[]): Promise<void> => note(runner, tenant, claims)
    results.set(tenant, await expireResults(ledger, { ...o, tenant, days: resultDays, note: ofTenant }))
  }
  const documents = await expireDocuments(ledger, { days, note, dryRun: o.dryRun })
  const tenants = [...kept.keys()].map((tenant) => ({
    tenant,
    results: results.get(tenant) ?? 0,
    documents: documents.events.get(tenant) ?? 0,
  }))
  return { tenants, unnamed: documents.unnamed }
}
