import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { standingAmong } from '@claims-audit/audit'
import { isCorrection } from '@claims-audit/contracts'
import type { Correction } from '@claims-audit/contracts'

/** What the corrections of one claim amount to, of those that a person agreed to. */
export interface AgreedClaim {
  changes: Correction['changes'][]
}

export interface Agreed {
  claims: Map<string, AgreedClaim>
  /** Code changes that stand and that no person agreed to. */
  undecided: number
}

/**
 * Reads corrections, one a line: events of claims.corrections as a consumer got them, bare or as CloudEvents. Throws at
 * a line that is not one.
 */
export async function readCorrections(file: string): Promise<Correction[]> {
  const corrections: Correction[] = []
  const lines = createInterface({ input: file === '-' ? process.stdin : createReadStream(file) })
  let number = 0
  for await (const line of lines) {
    number += 1
    if (line.trim() !== '') corrections.push(correctionOf(line, `${file}, line ${number}`))
  }
  return corrections
}

function correctionOf(line: string, where: string): Correction {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Error(`${where}: not JSON`)
  }
  const event = (value as { data?: unknown } | null)?.data ?? value
  if (!isCorrection(event)) throw new Error(`${where}: not a correction (contracts/schemas/claims.correction.v1)`)
  return event
}

/**
 * The code changes that stand, by claim: not withdrawn, of the newest version and revision that was judged, and agreed
 * to by a person. Throws where they are of several tenants, whose claims may have the same ids.
 */
export function agreedOf(corrections: readonly Correction[]): Agreed {
  const tenants = new Set(corrections.map(({ tenant }) => tenant))
  if (tenants.size > 1) throw new Error(`the corrections are of several tenants: ${[...tenants].sort().join(', ')}`)
  const agreed: Agreed = { claims: new Map(), undecided: 0 }
  for (const [claimId, own] of Map.groupBy(corrections, (each) => each.claimId)) {
    const standing = standingOf(own)
    const decided = standing.filter(({ decidedBy }) => decidedBy === 'auditor')
    agreed.undecided += standing.length - decided.length
    if (decided.length > 0) agreed.claims.set(claimId, { changes: decided.map(({ changes }) => changes) })
  }
  return agreed
}

/** An event may come twice: the correction's id is its key. */
function standingOf(corrections: readonly Correction[]): Correction[] {
  const once = [...new Map(corrections.map((each) => [each.correctionId, each])).values()]
  const rank = ({ expectedClaimVersion, revision }: Correction): [number, number] => [expectedClaimVersion, revision]
  const newest = once.map(rank).sort(([v, r], [w, s]) => w - v || s - r)[0]
  return standingAmong(once)
    .filter((each) => each.kind === 'code-change' && String(rank(each)) === String(newest))
    .sort((a, b) => a.sequence - b.sequence)
}
