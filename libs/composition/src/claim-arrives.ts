import { contentDigest } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import type { IsoDate, SubmittedClaim } from '@claims-audit/contracts'
import { dueAt } from './due-at.js'
import type { Waits } from './due-at.js'

/** By what documents find a claim. */
export interface Stay {
  claimId: string
  /** The account's number; of a claim without one its own name. */
  account: string
  recordNumber: string | null
  from: IsoDate | null
  /** Null: the patient has not left. */
  through: IsoDate | null
}

/** A claim that came. */
export interface ArrivedClaim {
  claim: Claim
  /** As it was sent. */
  submitted: SubmittedClaim
}

/** A claim as it is kept: its newest version, and what was published of it. */
export interface KeptClaim extends Stay {
  submitted: SubmittedClaim
  version: number
  /** The sender's revision, and the digest of what it sent. */
  sentRevision: number
  digest: string
  /** The last that was published of this version, and the digest of its documents; -1 and null before. */
  revision: number
  documents: string | null
  /** Since when it has changed, and when it is composed; null while there is nothing to do. Milliseconds since 1970. */
  changedAt: number | null
  dueAt: number | null
}

/**
 * What a claim that comes does to what is kept of it: the claim to keep, or why it changes nothing. A repeat changes
 * nothing; other content under a version and revision that is known is a conflict, as in the ledger.
 */
export function claimArrives(
  known: KeptClaim | undefined,
  { claim, submitted }: ArrivedClaim,
  now: number,
  waits: Waits,
): KeptClaim | 'repeat' | 'superseded' | 'conflict' {
  const digest = contentDigest(claim)
  const { version, revision: sentRevision } = claim
  const order = known === undefined ? 1 : version - known.version || sentRevision - known.sentRevision
  if (known !== undefined && order < 0) return 'superseded'
  if (known !== undefined && order === 0) return digest === known.digest ? 'repeat' : 'conflict'
  const isSameVersion = known?.version === version
  const published = isSameVersion ? { revision: known.revision, documents: null } : { revision: -1, documents: null }
  const changedAt = known?.changedAt ?? now
  const change = { changedAt, now, isFirst: published.revision < 0, isDischarged: claim.dischargeDate !== undefined }
  return {
    ...stayOf(claim),
    ...{ submitted, version, sentRevision, digest },
    ...published,
    changedAt,
    dueAt: dueAt(change, waits),
  }
}

/**
 * By what documents find a claim: the days of a claim that is no stay are those of its statement, else of its lines.
 */
export function stayOf(claim: Claim): Stay {
  const days = claim.lines.flatMap(({ serviceDate }) => serviceDate ?? []).sort()
  const from = claim.admissionDate ?? claim.statement?.from ?? days[0] ?? null
  const isStay = claim.claimType === 'institutional-inpatient'
  const through = claim.dischargeDate ?? (isStay ? null : (claim.statement?.to ?? days.at(-1) ?? from))
  return {
    claimId: claim.claimId,
    account: claim.accountNumber ?? claim.claimId,
    recordNumber: claim.medicalRecordNumber ?? null,
    from,
    through,
  }
}
