import type { DataSource } from 'typeorm'
import { isHeldSql } from '../retention/legal-holds.js'

/**
 * What waits: documents that no claim was composed with, claims that are to be composed, composed claims that are to be
 * published.
 */
export interface WaitingStays {
  parkedDocuments: number
  oldestParkedSeconds: number
  claims: number
  events: number
}

export async function waitingStays(ledger: DataSource): Promise<WaitingStays> {
  const [row] = (await ledger.query(
    `select (select count(*)::int from stay_document where not joined) as "parkedDocuments",
       (select coalesce(extract(epoch from now() - min(received_at)), 0)::float8 from stay_document where not joined) as "oldestParkedSeconds",
       (select count(*)::int from stay where due_at is not null) as claims,
       (select count(*)::int from stay_event) as events`,
  )) as WaitingStays[]
  return row as WaitingStays
}

/**
 * Removes claims of which nothing was published since then, and documents of before then that are of no claim that is
 * kept; how many of each. What is under a legal hold stays, with the documents that name it.
 */
export async function removeOldStays(ledger: DataSource, before: Date): Promise<{ claims: number; documents: number }> {
  const [, claims] = (await ledger.query(
    `delete from stay where touched_at < $1 and due_at is null and not ${isHeldSql('stay.tenant', 'stay.claim_id')}`,
    [before],
  )) as Deleted
  const [, documents] = (await ledger.query(
    `delete from stay_document d where received_at < $1 and not exists (select from stay s where s.tenant = d.tenant
       and (s.claim_id = d.for_claim or s.account in (d.account, d.visit) or s.record_number = d.record_number))
       and not ${isHeldSql('d.tenant', 'd.for_claim')}`,
    [before],
  )) as Deleted
  return { claims, documents }
}

type Deleted = [rows: unknown, count: number]
