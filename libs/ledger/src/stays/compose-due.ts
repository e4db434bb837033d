import type { KeptClaim, KeptDocument, Stay } from '@claims-audit/composition'
import type { DataSource, QueryRunner } from 'typeorm'
import { at, claimsWhere, documentsWhere, nameOf, staysWhere } from './stay-rows.js'
import type { TenantsClaim, TenantsDocument } from './stay-rows.js'

/** What becomes of a claim that is due: the event that goes out, or null where its documents are those of the last. */
export interface Composition {
  documents: string
  joined: readonly KeptDocument[]
  event: { key: string; eventId: string; body: string } | null
}

/**
 * Composes the claim that has been due longest, in one transaction with the event that goes out; false where none is
 * due. `compose` is pure. Any number of processes may call this: each takes another claim.
 */
export async function composeDue(
  ledger: DataSource,
  now: number,
  compose: (tenant: string, claim: KeptClaim, documents: KeptDocument[], others: Stay[]) => Composition,
): Promise<boolean> {
  return ledger.transaction(async ({ queryRunner }) => {
    const runner = queryRunner as QueryRunner
    const [claim] = await claimsWhere(runner, `due_at <= ${at('$1')} order by due_at limit 1 for update skip locked`, [
      now,
    ])
    if (claim === undefined) return false
    const documents = await documentsOf(runner, claim)
    const composition = compose(claim.tenant, claim, documents, await othersOf(runner, claim, documents))
    await settle(runner, claim, composition, now)
    return true
  })
}

/** All that may be of the claim. */
const documentsOf = (
  runner: QueryRunner,
  { tenant, claimId, account, recordNumber }: TenantsClaim,
): Promise<TenantsDocument[]> =>
  documentsWhere(runner, 'tenant = $1 and (for_claim = $2 or account = $3 or visit = $3 or record_number = $4)', [
    ...[tenant, claimId, account, recordNumber],
  ])

const othersOf = (
  runner: QueryRunner,
  { tenant, claimId, recordNumber }: TenantsClaim,
  documents: KeptDocument[],
): Promise<Stay[]> =>
  staysWhere(runner, 'tenant = $1 and claim_id <> $2 and (record_number = $3 or account = any($4))', [
    ...[tenant, claimId, recordNumber],
    documents.flatMap(({ encounter }) => encounter.visitNumber ?? []),
  ])

async function settle(
  runner: QueryRunner,
  { tenant, claimId }: TenantsClaim,
  { documents, joined, event }: Composition,
  now: number,
): Promise<void> {
  const of = [tenant, claimId]
  await runner.query('update stay set changed_at = null, due_at = null where tenant = $1 and claim_id = $2', of)
  if (joined.length > 0)
    await runner.query(
      `update stay_document d set joined = true from unnest($2::text[], $3::text[]) as j(named, document_id)
       where d.tenant = $1 and (d.named, d.document_id) = (j.named, j.document_id) and not d.joined`,
      [tenant, joined.map(nameOf), joined.map(({ document }) => document.id)],
    )
  if (event === null) return
  await runner.query(
    `update stay set revision = revision + 1, documents = $3, touched_at = ${at('$4')} where tenant = $1 and claim_id = $2`,
    [...of, documents, now],
  )
  await runner.query(
    `insert into stay_event (tenant, claim_id, key, event_id, body, composed_at) values ($1, $2, $3, $4, $5, ${at('$6')})`,
    [...of, event.key, event.eventId, event.body, now],
  )
}
