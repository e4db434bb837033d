import { claimKey } from '@claims-audit/contracts'
import type { ClaimVersion } from '../tables/claim-version.js'

/** A claim whose format has no versions, as it comes in. */
export interface UnnumberedClaim {
  tenant: string
  claimId: string
  /** Of a replacement or a void: ids that the claim which it is about may have, the likeliest first. */
  replaces: readonly string[]
  /** The number that the payer gave to it. */
  payer: { id: string; claimNumber: string } | undefined
  /** Of its content, `sha256:` and hex: equal content of a claim has one version. */
  digest: string
  /** The least version that it may have. */
  least: number
  /** The digest that the ledger has of this content where it is this version of that claim. */
  digestAs(claimId: string, version: number): string
}

/** Which claim it is, and which version of it. */
export interface NumberedClaim {
  claimId: string
  version: number
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
 * Gives claims their versions, in order. Content that came before has the version that it had; other content the next one. Pure: the rows to add are
 * what `added` names.
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
    if (before?.isNumbered === true) return { claimId: before.claimId, version: before.version }
    const { claimId, version } = before ?? versions.next(claim, names)
    const row = { tenant: claim.tenant, claimId, version, digest: claim.digest, payer: claim.payer }
    versions.add({ ...row, recordedDigest: null })
    added.push(row)
    return { claimId, version }
  })
  return { numbered, added }
}

interface Held {
  highest: number
  /** The newest version of each content that was numbered. */
  byDigest: Map<string, number>
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
    const held = this.claims.get(key) ?? { highest: 0, byDigest: new Map(), recorded: new Map() }
    held.highest = Math.max(held.highest, version)
    if (digest !== null) held.byDigest.set(digest, Math.max(version, held.byDigest.get(digest) ?? 0))
    if (recordedDigest !== null) held.recorded.set(version, recordedDigest)
    this.claims.set(key, held)
  }

  /**
   * The version that this content has already. One that another content has in the ledger was taken by who numbers claims elsewhere: this content needs
   * another one.
   */
  before(claimId: string, claim: UnnumberedClaim): (NumberedClaim & { isNumbered: boolean }) | undefined {
    const held = this.claims.get(claimKey(claim.tenant, claimId))
    if (held === undefined) return undefined
    const version = held.byDigest.get(claim.digest)
    const recorded = version === undefined ? undefined : held.recorded.get(version)
    if (version !== undefined && (recorded === undefined || recorded === claim.digestAs(claimId, version)))
      return { claimId, version, isNumbered: true }
    const same = [...held.recorded].find(([each, digest]) => digest === claim.digestAs(claimId, each))
    return same && { claimId, version: same[0], isNumbered: false }
  }

  next({ tenant, claimId, least }: UnnumberedClaim, names: readonly string[]): NumberedClaim {
    const named = names.find((name) => this.claims.has(claimKey(tenant, name))) ?? claimId
    const highest = this.claims.get(claimKey(tenant, named))?.highest ?? 0
    return { claimId: named, version: Math.min(Math.max(highest + 1, least), HIGHEST_VERSION) }
  }
}
