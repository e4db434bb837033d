import { createHash } from 'node:crypto'
import type { Knowledge } from '@claims-audit/audit'
import type { RunFilter } from '@claims-audit/contracts'
import type { AuditedUnit } from '@claims-audit/ledger'
import { auditEvent } from '@claims-audit/audit'
import type { AuditedEvent } from '@claims-audit/audit'
import type { RunEvent } from '../read/run-event.js'

/**
 * Audits a unit's events in order, as the live pipeline does. The same events and the same editions give the same
 * digest.
 */
export async function auditUnit(
  events: AsyncIterable<RunEvent>,
  knowledge: Knowledge,
  only: RunFilter,
  counted: () => Promise<void> = () => Promise.resolve(),
): Promise<AuditedUnit> {
  const unit = new UnitSum()
  for await (const event of events) {
    unit.add(event.ordinal, auditEvent(event, knowledge, only))
    await counted()
  }
  return unit.sum()
}

/** Sums up what came of a unit's events, given in order. */
export class UnitSum {
  private readonly unit: Omit<AuditedUnit, 'digest'> = {
    results: [],
    rejected: [],
    tally: { read: 0, filtered: 0, clean: 0, findings: 0, rejected: {} },
  }
  private readonly hash = createHash('sha256')

  /** `text`: a result as it was written where it was made, so that the digest is over those very bytes. */
  add(ordinal: number, outcome: AuditedEvent, text?: string): void {
    const { results, rejected, tally } = this.unit
    tally.read += 1
    if ('filtered' in outcome) {
      tally.filtered += 1
    } else if ('result' in outcome) {
      tally[outcome.result.outcome] += 1
      results.push({ ordinal, result: outcome.result })
      this.hash.update(`${text ?? JSON.stringify(outcome.result)}\n`)
    } else {
      const { rejected: reason, tenant, claimId } = outcome
      tally.rejected[reason.code] = (tally.rejected[reason.code] ?? 0) + 1
      rejected.push({ ordinal, tenant, claimId, reason })
      this.hash.update(`${JSON.stringify({ rejected: reason })}\n`)
    }
  }

  sum(): AuditedUnit {
    return { ...this.unit, digest: `sha256:${this.hash.digest('hex')}` }
  }
}
