import { columns } from './table.js'
import type { Table } from './table.js'

/** The version that a content of a claim was given where it came in. */
export interface ClaimVersion {
  tenant: string
  claimId: string
  version: number
  /** `sha256:` and hex. */
  digest: string
  /** The number that the payer gave to the claim, where the claim says one. */
  payer: { id: string; claimNumber: string } | undefined
}

const PREFIX = 'sha256:'

export const CLAIM_VERSION: Table<ClaimVersion> = {
  name: 'claim_version',
  // The highest version has no next one: it is given again, and the ledger tells a conflict.
  repeats: true,
  columns: columns<ClaimVersion>({
    tenant: ['text', ({ tenant }) => tenant],
    claim_id: ['text', ({ claimId }) => claimId],
    version: ['int', ({ version }) => version],
    digest: ['bytea', ({ digest }) => Buffer.from(digest.slice(PREFIX.length), 'hex')],
    payer_id: ['text', ({ payer }) => payer?.id ?? null],
    payer_claim_number: ['text', ({ payer }) => payer?.claimNumber ?? null],
  }),
}
