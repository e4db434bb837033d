import { contentDigest, normalizeClaim } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import { isVoid, voidOf } from './void.js'
import { claimKey, partId, storable } from '@claims-audit/contracts'
import type { SubmittedClaim } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'
import { READING, earlierReading } from './earlier-reading.js'

/** A claim as one of our readings of its format gives it. */
interface Read {
  /** Of all that the claim says, without a version: nothing of the file that it came in. */
  digest: string
  /** The digest that the ledger has of this content where it is this version of that claim. */
  digestAs(claimId: string, version: number): string
  /** As it was made of its format. */
  sent: SubmittedClaim
}

/** A claim whose format has no versions: what a door has to know to give it one. */
export interface Unnumbered extends Read {
  tenant: string
  claimId: string
  /** Of a replacement or a void: ids that the claim which it is about may have, the likeliest first. */
  replaces: string[]
  /** The number that the payer gave to it. */
  payer: { id: string; claimNumber: string } | undefined
  /**
   * What the sender's system counts. It is no version by itself: FHIR's counts the changes of one resource, and need
   * not rise.
   */
  least: number
  /** The same as an earlier release read it. */
  earlier: Read
}

/** Replacement of a prior claim (NUBC, frequency of a type of bill). */
const REPLACEMENT = '7'

/** `claim`: what `sent` is read as. */
export function unnumbered(sent: SubmittedClaim, claim: Pick<Claim, 'tenant' | 'claimId'>): Unnumbered {
  const { version: least = 1, ...content } = sent
  const { tenant, claimId } = claim
  const { frequency, statement, payer, payerClaimNumber: claimNumber } = sent
  const isOfPrior = frequency === REPLACEMENT || isVoid(sent)
  const before = earlierReading(content)
  return {
    tenant,
    claimId,
    replaces: isOfPrior ? [partId(claimId, statement?.from), claimId] : [],
    payer:
      claimNumber === undefined ? undefined : { id: storable(payer?.id ?? ''), claimNumber: storable(claimNumber) },
    least,
    ...readingOf(content, tenant, contentDigest({ reading: READING, content })),
    earlier: readingOf(before, tenant, contentDigest(before)),
  }
}

const readingOf = (content: SubmittedClaim, tenant: string, digest: string): Read => ({
  digest,
  digestAs: (claimId, version) =>
    contentDigest(
      isVoid(content)
        ? { ...voidOf(content, { claimId, version }, digest), tenant }
        : normalizeClaim({ ...content, claimId, version }),
    ),
  sent: content,
})

/** The event of a claim with its version. */
export function numberedEvent(
  event: Outgoing,
  { tenant, earlier, ...read }: Unnumbered,
  { isEarlier, ...number }: { claimId: string; version: number; isEarlier?: boolean },
): Outgoing {
  const { sent, digest } = isEarlier === true ? earlier : read
  const body = isVoid(sent) ? voidOf(sent, number, digest) : { ...sent, ...number }
  return { ...event, key: claimKey(tenant, number.claimId), value: JSON.stringify(body) }
}
