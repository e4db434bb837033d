import { claimKey } from '@claims-audit/contracts'
import type { ClaimVersion } from '../tables/claim-version.js'

/** The digests of a claim as one release reads it. */
interface Reading {
  /** Of its content, `sha256:` and hex: equal content of a claim has one version. */
  digest: string
  /** The digest that the ledger has of this content where it is this version of that claim. */
  digestAs(claimId: string, version: number): string
}

/** A claim whose format has no versions, as it comes in. */
export interface UnnumberedClaim extends Reading {
  tenant: string
  claimId: string
  /** Of a replacement or a void: ids that the claim which it is about may have, the likeliest first. */
  replaces: readonly string[]
  /** The number that the payer gave to it. */
  payer: { id: string; claimNumber: string } | undefined
  /** The least version that it may have. */
  least: number
  /** The same as an earlier release read it, which read less of it. Releases never give the same digest. */
  earlier?: Reading
}

/** Which claim it is, and which version of it. */
export interface NumberedClaim {
  claimId: string
  version: number
  /** This version was sent as an earlier release read it, and is sent as that again. */
  isEarlier?: true
}

/** A version of a claim that is known: numbered where it came in (`digest`), or recorded in the ledger. */
export interface KnownVersion {
  tenant: string
  claimId: string
  version: number
  digest: string | null
  /** Of the version without revisions; null where there are others only. */
  recordedDigest: string | null
}

/** The contract's: what comes after it is a conflict, and no other version. */
const HIGHEST_VERSION = 2_147_483_647

/**
 * Gives claims their versions, in order. Content that came before has the version that it had; other content the next
 * one. Pure: the rows to add are what `added` names.
 */
export function nextVersions(
  claims: readonly UnnumberedClaim[],
  known: readonly KnownVersion[],
): { numbered: NumberedClaim[]; added: ClaimVersion[] } {
  const versions = new Versions(known)
  const added: ClaimVersion[] = []
  const numbered = claims.map((claim) => {
    const names = [...new Set([...claim.replaces, claim.claimId])]
    const before = names.flatMap((claimId) => versions.before(claimId, claim) ?? [])[0]
    const isEarlier = before?.isEarlier && { isEarlier: true as const }
    if (before?.isNumbered === true) return { claimId: before.claimId, version: before.version, ...isEarlier }
    const { claimId, version } = before ?? versions.next(claim, names)
    const row = { tenant: claim.tenant, claimId, version, digest: claim.digest, payer: claim.payer }
    versions.add({ ...row, recordedDigest: null })
    added.push(row)
    return { claimId, version, ...isEarlier }
  })
  return { numbered, added }
}

interface Held {
  highest: number
  /** The newest version of each content that was numbered. */
  byDigest: Map<string, number>
  /** The contents that were numbered as a version: two where an earlier release read one of them. */
  digests: Map<number, Set<string>>
  /** What the ledger has. */
  recorded: Map<number, string>
}

class Versions {
  private readonly claims = new Map<string, Held>()

  constructor(known: readonly KnownVersion[]) {
    for (const version of known) this.add(version)
  }

  add({ tenant, claimId, version, digest, recordedDigest }: KnownVersion): void {
    const key = claimKey(tenant, claimId)
    const held = this.claims.get(key) ?? {
      highest: 0,
      byDigest: new Map(),
      digests: new Map(),
      recorded: new Map(),
    }
    held.highest = Math.max(held.highest, version)
    if (digest !== null) {
      held.byDigest.set(digest, Math.max(version, held.byDigest.get(digest) ?? 0))
      held.digests.set(version, (held.digests.get(version) ?? new Set()).add(digest))
    }
    if (recordedDigest !== null) held.recorded.set(version, recordedDigest)
    this.claims.set(key, held)
  }

  /**
   * The version that this content has already. One that another content has in the ledger was taken by who numbers
   * claims elsewhere: this content needs another one.
   */
  before(claimId: string, claim: UnnumberedClaim): Before | undefined {
    const held = this.claims.get(claimKey(claim.tenant, claimId))
    if (held === undefined) return undefined
    const version = held.byDigest.get(claim.digest)
    if (version !== undefined) {
      const sent = earlierOf(held, claim, version)
      if (isFree(held, claimId, version, sent ?? claim))
        return { claimId, version, isNumbered: true, ...(sent && { isEarlier: true as const }) }
    }
    const same = [...held.recorded].find(([each, digest]) => digest === claim.digestAs(claimId, each))
    if (same !== undefined) return { claimId, version: same[0], isNumbered: false }
    return earlierVersion(held, claimId, claim)
  }

  next({ tenant, claimId, least }: UnnumberedClaim, names: readonly string[]): NumberedClaim {
    const named = names.find((name) => this.claims.has(claimKey(tenant, name))) ?? claimId
    const highest = this.claims.get(claimKey(tenant, named))?.highest ?? 0
    return { claimId: named, version: Math.min(Math.max(highest + 1, least), HIGHEST_VERSION) }
  }
}

type Before = NumberedClaim & { isNumbered: boolean }

/** How the version was sent, if an earlier release sent it. */
const earlierOf = ({ digests }: Held, { earlier }: UnnumberedClaim, version: number): Reading | undefined =>
  earlier !== undefined && digests.get(version)?.has(earlier.digest) === true ? earlier : undefined

/** Whether the ledger has no other content as this version. */
function isFree({ recorded }: Held, claimId: string, version: number, reading: Reading): boolean {
  const held = recorded.get(version)
  return held === undefined || held === reading.digestAs(claimId, version)
}

/**
 * The version that an earlier release gave to what it could read of this content. The first content that comes is taken
 * for that one, read whole; any other is another content.
 */
function earlierVersion(held: Held, claimId: string, { earlier }: UnnumberedClaim): Before | undefined {
  const version = earlier && held.byDigest.get(earlier.digest)
  if (earlier === undefined || version === undefined || held.digests.get(version)?.size !== 1) return undefined
  return isFree(held, claimId, version, earlier) ? { claimId, version, isNumbered: false, isEarlier: true } : undefined
}
