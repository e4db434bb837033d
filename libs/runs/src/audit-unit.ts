import { createHash } from 'node:crypto'
import { auditClaim } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { claimNamed, parseEvent } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import { TOPICS } from '@claims-audit/contracts'
import type { AuditResult, Reason, RunFilter } from '@claims-audit/contracts'
import type { AuditedUnit } from '@claims-audit/ledger'
import type { RunEvent } from './run-event.js'

type Judged = { filtered: true } | { result: AuditResult } | { rejected: Reason }

/**
 * Audits a unit's events in order, as the live pipeline does. The digest is over what came of each, byte by byte: the same events and the same editions give
 * the same one.
 */
export async function auditUnit(events: AsyncIterable<RunEvent>, knowledge: Knowledge, only: RunFilter, counted: () => Promise<void> = () => Promise.resolve()): Promise<AuditedUnit> {
  const unit: AuditedUnit = { results: [], rejected: [], tally: { read: 0, filtered: 0, clean: 0, findings: 0, rejected: {} }, digest: '' }
  const hash = createHash('sha256')
  for await (const event of events) {
    const judged = judge(event, knowledge, only)
    add(unit, event, judged)
    if (!('filtered' in judged)) hash.update(`${JSON.stringify('result' in judged ? judged.result : judged)}\n`)
    await counted()
  }
  unit.digest = `sha256:${hash.digest('hex')}`
  return unit
}

function add({ results, rejected, tally }: AuditedUnit, { ordinal, value, key }: RunEvent, judged: Judged): void {
  tally.read += 1
  if ('filtered' in judged) {
    tally.filtered += 1
  } else if ('result' in judged) {
    tally[judged.result.outcome] += 1
    results.push({ ordinal, result: judged.result })
  } else {
    const { code } = judged.rejected
    tally.rejected[code] = (tally.rejected[code] ?? 0) + 1
    const { tenant = null, claimId = null } = nameOf(value, key) ?? {}
    rejected.push({ ordinal, tenant, claimId, reason: judged.rejected })
  }
}

function judge({ value, key, type, tooLarge }: RunEvent, knowledge: Knowledge, only: RunFilter): Judged {
  const parsed = tooLarge === true ? { rejected: { code: 'too-large', pointer: null, keyword: null } } : parseEvent(value, type)
  // Of what cannot be read only its name may be known; by the rest of a filter it may be one of those asked for.
  if ('rejected' in parsed) return isNamedOtherwise(nameOf(value, key), only) ? { filtered: true } : { rejected: parsed.rejected }
  if (!isAskedFor(parsed.claim, only)) return { filtered: true }
  try {
    const result = auditClaim(parsed.claim, knowledge)
    return 'rejected' in result ? result : { result }
  } catch (error) {
    // As the pipeline would park it.
    return { rejected: { code: 'stage-failure', pointer: null, keyword: (error as Error).name } }
  }
}

const nameOf = (value: RunEvent['value'], key: RunEvent['key']): { tenant: string; claimId: string } | undefined =>
  claimNamed(typeof value === 'string' ? Buffer.from(value) : value, key, TOPICS.submitted)

function isNamedOtherwise(name: { tenant: string; claimId: string } | undefined, { tenant, claimId }: RunFilter): boolean {
  return name !== undefined && ((tenant !== undefined && tenant !== name.tenant) || (claimId !== undefined && claimId !== name.claimId))
}

/** A claim without a discharge date lies in no range of them. */
export function isAskedFor(claim: Claim, { tenant, claimId, facility, payer, dischargeFrom, dischargeTo }: RunFilter): boolean {
  const discharged = claim.dischargeDate ?? ''
  return (
    (tenant === undefined || claim.tenant === tenant) &&
    (claimId === undefined || claim.claimId === claimId) &&
    (facility === undefined || claim.facility?.id === facility) &&
    (payer === undefined || claim.payer?.id === payer) &&
    (dischargeFrom === undefined || discharged >= dischargeFrom) &&
    (dischargeTo === undefined || (discharged !== '' && discharged <= dischargeTo))
  )
}
