import type { ReceivedDocuments } from '@claims-audit/contracts'
import type { DataSource, QueryRunner } from 'typeorm'
import { documentsWhere } from './stay-rows.js'

/** A document that no claim has been composed with: how it names its stay, and nothing of what it says. */
export interface ParkedDocument {
  tenant: string
  documentId: string
  type: string
  claimId: string | null
  encounter: NonNullable<ReceivedDocuments['encounter']>
  /** ISO 8601. */
  receivedAt: string
}

/** The documents that wait for their claim, the one that has waited longest first. */
export async function parkedDocuments(
  ledger: DataSource,
  { tenant, limit }: { tenant?: string | undefined; limit: number },
): Promise<ParkedDocument[]> {
  const rows = await documentsWhere(
    ledger as unknown as QueryRunner,
    'not joined and ($1::text is null or tenant = $1) order by received_at, tenant, named, document_id limit $2',
    [tenant ?? null, limit],
  )
  return rows.map(({ tenant: of, document, claimId, encounter, receivedAt }) => ({
    ...{ tenant: of, documentId: document.id, type: document.type, claimId, encounter },
    receivedAt: new Date(receivedAt).toISOString(),
  }))
}
