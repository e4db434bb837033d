import { contentDigest } from '@claims-audit/claim'
import type { Void } from '@claims-audit/claim'

/** A version of a claim that says the claim is void. It is recorded among the others, and has nothing to audit. */
export interface VoidedVersion {
  tenant: string
  claimId: string
  claimVersion: number
  revision: number
  contentDigest: string
  outcome: 'voided'
}

export const voidedVersionOf = (voided: Void): VoidedVersion => ({
  tenant: voided.tenant,
  claimId: voided.claimId,
  claimVersion: voided.version,
  revision: 0,
  contentDigest: contentDigest(voided),
  outcome: 'voided',
})
