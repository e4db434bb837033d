import { randomUUID } from 'node:crypto'
import { correctByVerdict, findingIdOf, settle } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { AuditResult, Finding } from '@claims-audit/contracts'
import type { Act, WantedAct } from '@claims-audit/decisions'
import { laneOf } from '@claims-audit/event-log'
import { actOnFinding, recordBatch } from '@claims-audit/ledger'
import type { ActDone, ActRefused, Ledger } from '@claims-audit/ledger'
import { resultOf } from '../protocol/claims.ts'

/** A result of the simulation's claims, with ids as the audit gives them. */
export function judgedClaim(
  claimId: string,
  version: number,
  content: string,
  more: Partial<Finding> = {},
): AuditResult {
  const result = resultOf({ claimId, version, revision: 0, content, poisoned: false })
  const name = { tenant: result.tenant, claimId, version }
  const findings = result.findings.map((finding) => ({
    ...finding,
    findingId: findingIdOf(name, finding.ruleId, finding.locus),
    ...more,
  }))
  return { ...result, findings }
}

let offset = 0

/** Records results, and voids, as `findings` does, each as an event of its own. */
export async function recordClaims(ledger: Ledger, ...results: Arrival['result'][]): Promise<void> {
  const arrivals = results.map((result): Arrival => {
    offset += 1
    return { origin: { topic: 'claims.submitted', partition: 0, offset: String(offset), timestamp: '0' }, result }
  })
  const lanes = results.map(({ tenant, claimId }) => laneOf(claimKey(tenant, claimId)))
  const origins = arrivals.map(({ origin }) => origin)
  await recordBatch(ledger, { claims: results, origins, lanes }, (known) => settle(arrivals, known))
}

export const auditor = (person: string) => ({ tenant: 't', person, facilities: null, roles: ['auditor'] as const })

/** A person acts on a claim's first finding, as it is in `result` unless `more` says otherwise. */
export function actOn(
  ledger: Ledger,
  person: string,
  act: Act,
  result: AuditResult,
  more: Partial<WantedAct> = {},
): Promise<ActDone | ActRefused | undefined> {
  const [finding] = result.findings
  if (finding === undefined) throw new Error('the claim has no finding')
  const wanted: WantedAct = {
    actId: randomUUID(),
    act,
    person,
    findingDigest: finding.findingDigest,
    claimVersion: result.claimVersion,
    reason: null,
    note: null,
    until: null,
    ...more,
  }
  return actOnFinding(ledger, auditor(person), finding.findingId, wanted, { laneOf, correct: correctByVerdict })
}
