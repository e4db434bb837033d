import { parseClaim } from '@claims-audit/claim'
import type { AuditResult, DrgImpact, Finding } from '@claims-audit/contracts'
import { impactOn } from '../audit-drg.js'
import type { BaseRates } from '../user-tables/base-rates.js'
import { diffCodes } from './diff-codes.js'
import type { CodeChange } from './diff-codes.js'

/** A version of a claim with its result. */
interface AuditedVersion {
  result: AuditResult
  /** The claim as it was submitted; null where the archive does not hold it. */
  submitted: unknown
}

/** Two versions of one claim, and what is different in `b`. */
export interface VersionsDiff {
  a: AuditResult
  b: AuditResult
  /**
   * From the DRG of `a` to that of `b`, each as the version was coded and grouped then; the payment by the base rate of
   * `b`. Null where either is not grouped.
   */
  drgImpact: DrgImpact | null
  /** Null where the archive does not hold one of them. */
  codes: CodeChange[] | null
  findings: FindingChange[]
}

/**
 * What a rule says at the same place of the two. `changed`: it comes to something else; `reworded`: it says the same in
 * other words, or rests on other evidence.
 */
export interface FindingChange {
  change: 'gained' | 'lost' | 'changed' | 'reworded' | 'same'
  ruleId: string
  /** Ids; null on the side that does not have it. */
  a: string | null
  b: string | null
}

export function diffVersions(a: AuditedVersion, b: AuditedVersion, baseRates: BaseRates | undefined): VersionsDiff {
  const [before, after] = [parseClaim(a.submitted), parseClaim(b.submitted)]
  const [was, is] = [a.result.drg?.asSubmitted, b.result.drg?.asSubmitted]
  return {
    a: a.result,
    b: b.result,
    drgImpact: was === undefined || is === undefined ? null : impactOn(stayOf(b.result), baseRates)(was, is),
    codes: 'rejected' in before || 'rejected' in after ? null : diffCodes(before.claim, after.claim),
    findings: diffFindings(a.result.findings, b.result.findings),
  }
}

/** What an amount depends on. */
const stayOf = ({ facets: { payerId, facilityId, dischargeDate } }: AuditResult): Parameters<typeof impactOn>[0] => ({
  ...(payerId !== null && { payer: { id: payerId } }),
  ...(facilityId !== null && { facility: { id: facilityId } }),
  ...(dischargeDate !== null && { dischargeDate }),
})

/** Those of `b` in their order, then those that only `a` has. The id of a finding names the version, its place does not. */
function diffFindings(a: readonly Finding[], b: readonly Finding[]): FindingChange[] {
  const [before, after] = [byPlace(a), byPlace(b)]
  return [
    ...[...after].map(([place, is]) => changeOf(before.get(place), is)),
    ...[...before].filter(([place]) => !after.has(place)).map(([, was]) => changeOf(was, undefined)),
  ]
}

const byPlace = (findings: readonly Finding[]): Map<string, Finding> =>
  new Map(findings.map((finding) => [`${finding.ruleId} ${finding.locus}`, finding]))

function changeOf(a: Finding | undefined, b: Finding | undefined): FindingChange {
  const row = { ruleId: (b ?? a)?.ruleId ?? '', a: a?.findingId ?? null, b: b?.findingId ?? null }
  if (a === undefined) return { change: 'gained', ...row }
  if (b === undefined) return { change: 'lost', ...row }
  if (substanceOf(a) !== substanceOf(b)) return { change: 'changed', ...row }
  return { change: a.findingDigest === b.findingDigest ? 'same' : 'reworded', ...row }
}

/** As runs are compared: what a finding comes to, whatever its words. */
const substanceOf = ({ severity, action, codes, missing, proposal, drgImpact }: Finding): string =>
  JSON.stringify([severity, action, codes, missing, proposal, drgImpact])
