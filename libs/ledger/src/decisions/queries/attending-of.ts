import type { AuditResult } from '@claims-audit/contracts'
import type { QueryRunner } from 'typeorm'
import { ownArchivedEvent } from '../../archive/archived.js'
import { claimInEvent } from '../../archive/claim-in-event.js'

interface Origin {
  epoch: number
  topic: string
  partition: number
  offset: string
}

/**
 * The NPI of the attending provider that the claim of a result names; null where it names none, or the archive does not
 * hold it (yet).
 */
export async function attendingOf(
  runner: QueryRunner,
  { tenant, claimId, claimVersion, revision }: AuditResult,
): Promise<string | null> {
  const [origin]: Origin[] = await runner.query(
    `select epoch, origin_topic as topic, origin_partition as partition, origin_offset::text as offset from claim_outcome
     where tenant = $1 and claim_id = $2 and version = $3 and revision = $4 and content_digest is not null`,
    [tenant, claimId, claimVersion, revision],
  )
  const value = origin && (await ownArchivedEvent(runner, { ...origin, claimId }))?.value
  const claim = value ? (claimInEvent(value) as { attending?: { npi?: unknown } } | null) : null
  const npi = claim?.attending?.npi
  return typeof npi === 'string' ? npi : null
}
