import { isVoidedClaim } from '@claims-audit/contracts'
import type { AuditResult, Correction } from '@claims-audit/contracts'
import { claimInEvent } from '../archive/claim-in-event.js'
import type { NamedClaim } from '../archive/claim-in-event.js'
import { ownArchivedEvent } from '../archive/archived.js'
import type { LedgerSession } from '../sql/session.js'
import { AUDITED_CLAIM_FIELDS, auditResultOf } from '../tables/audited-claim.js'
import type { AuditedClaimRow } from '../tables/audited-claim.js'

/** One submission of a claim, and how it ended. */
export interface ClaimEvent {
  version: number | null
  revision: number | null
  outcome: string
  reason: string | null
  topic: string
  partition: number
  offset: string
  recordedAt: string
}

/** All that the ledger and the archive hold of one claim. */
export interface ClaimHistory {
  tenant: string
  claimId: string
  /**
   * Newest version and revision first. The findings of all but the first are superseded, and those of the first where
   * the claim was voided since.
   */
  versions: AuditResult[]
  corrections: Correction[]
  history: ClaimEvent[]
  /** The claim as last archived, voids apart: its codes and documents. Null where the archive has not got it (yet). */
  submitted: unknown
}

/** Undefined where nothing of that name ever came. */
export async function findClaim(
  ledger: LedgerSession,
  tenant: string,
  claimId: string,
): Promise<ClaimHistory | undefined> {
  const events = await eventsOf(ledger, { tenant, claimId })
  if (events.length === 0) return undefined
  const history = events.map(({ epoch: _, ...event }) => event)
  const corrections: { body: string }[] = await ledger.query(
    'select body from recorded_correction where tenant = $1 and claim_id = $2 order by sequence',
    [tenant, claimId],
  )
  return {
    tenant,
    claimId,
    versions: await versionsOf(ledger, { tenant, claimId }, voidedIn(history)),
    corrections: corrections.map((row) => JSON.parse(row.body) as Correction),
    history,
    submitted: await archived(ledger, { tenant, claimId }, events),
  }
}

export interface ClaimName {
  tenant: string
  claimId: string
}

/** A version of a claim as it was audited. */
export interface RecordedVersion {
  result: AuditResult
  /** The claim as it was submitted; null where the archive does not hold it (yet, or any more). */
  submitted: unknown
}

/** Undefined where that version and revision was not audited. Only in a caller's transaction (`asTenant`). */
export async function findClaimVersion(
  ledger: LedgerSession,
  name: ClaimName,
  { version, revision }: { version: number; revision: number },
): Promise<RecordedVersion | undefined> {
  const events = await eventsOf(ledger, name)
  const versions = await versionsOf(ledger, name, voidedIn(events))
  const result = versions.find((each) => each.claimVersion === version && each.revision === revision)
  const event = events.find(
    (each) => each.version === version && each.revision === revision && AUDITED.includes(each.outcome),
  )
  return result && { result, submitted: event === undefined ? null : await archived(ledger, name, [event]) }
}

/** Outcomes of an event that was the first to say what its version says. */
const AUDITED = ['clean', 'findings', 'superseded']

type PlacedEvent = ClaimEvent & { epoch: number }

/** Newest first. */
const eventsOf = (ledger: LedgerSession, { tenant, claimId }: ClaimName): Promise<PlacedEvent[]> =>
  ledger.query(
    `select epoch, version, revision, outcome, reason_code as reason, origin_topic as topic, origin_partition as partition, origin_offset::text as offset, recorded_at as "recordedAt"
     from recorded_history where tenant = $1 and claim_id = $2 order by origin_timestamp desc, origin_offset desc`,
    [tenant, claimId],
  )

/** The newest version that voided the claim; 0 where none did. */
const voidedIn = (history: ClaimEvent[]): number =>
  Math.max(0, ...history.map(({ outcome, version }) => (outcome === 'voided' ? (version ?? 0) : 0)))

async function versionsOf(
  ledger: LedgerSession,
  { tenant, claimId }: ClaimName,
  voided: number,
): Promise<AuditResult[]> {
  const rows: AuditedClaimRow[] = await ledger.query(
    `select ${AUDITED_CLAIM_FIELDS} from recorded_claim where tenant = $1 and claim_id = $2 order by version desc, revision desc`,
    [tenant, claimId],
  )
  return rows.map((row, at) => {
    const result = auditResultOf(row)
    const status = at === 0 && row.version > voided ? 'open' : 'superseded'
    return { ...result, findings: result.findings.map((finding) => ({ ...finding, status })) }
  })
}

/** Only in a caller's transaction (`asTenant`). */
async function archived(
  ledger: LedgerSession,
  { tenant, claimId }: ClaimName,
  newestFirst: readonly PlacedEvent[],
): Promise<unknown> {
  for (const event of newestFirst) {
    const value = (await ownArchivedEvent(ledger, { ...event, claimId }))?.value
    const claim = value ? claimInEvent(value) : null
    if (claim === null || !isOf(claim, tenant, claimId)) return null
    if (!isVoidedClaim(claim) || 'claimType' in claim) return claim
  }
  return null
}

/** Once more, since a block holds the events of others too. */
const isOf = (claim: NamedClaim, tenant: string, id: string): boolean =>
  (claim.tenant ?? 'default') === tenant && claim.claimId === id
