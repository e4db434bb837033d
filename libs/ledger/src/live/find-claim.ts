import type { AuditResult, Correction, Finding } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import { archivedEvent } from '../archive/archived.js'
import { FindingRow } from '../tables/finding-row.js'
import { ResultRow } from '../tables/result-row.js'
import { LIVE_RUN } from './outcomes-at.js'

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
  /** Newest version and revision first; the findings of all but the first are superseded. */
  versions: AuditResult[]
  corrections: Correction[]
  history: ClaimEvent[]
  /** The claim as last archived: its codes and documents. Null where the archive has not got it (yet). */
  submitted: unknown
}

/** Undefined where nothing of that name ever came. */
export async function findClaim(
  ledger: DataSource,
  tenant: string,
  claimId: string,
): Promise<ClaimHistory | undefined> {
  const events: (ClaimEvent & { epoch: number })[] = await ledger.query(
    `select epoch, version, revision, outcome, reason_code as reason, origin_topic as topic, origin_partition as partition, origin_offset::text as offset, recorded_at as "recordedAt"
     from outcome where tenant = $1 and claim_id = $2 and run = ${LIVE_RUN} order by origin_timestamp desc, origin_offset desc`,
    [tenant, claimId],
  )
  if (events.length === 0) return undefined
  const history = events.map(({ epoch: _, ...event }) => event)
  const corrections: { body: Correction }[] = await ledger.query(
    'select body from correction where tenant = $1 and claim_id = $2 order by sequence',
    [tenant, claimId],
  )
  return {
    tenant,
    claimId,
    versions: await versionsOf(ledger, tenant, claimId),
    corrections: corrections.map((row) => row.body),
    history,
    submitted: await archived(ledger, events[0]),
  }
}

async function versionsOf(ledger: DataSource, tenant: string, claimId: string): Promise<AuditResult[]> {
  const key = { tenant, claimId, run: LIVE_RUN }
  const results = await ledger
    .getRepository(ResultRow)
    .find({ where: key, order: { version: 'DESC', revision: 'DESC' } })
  const findings = await ledger.getRepository(FindingRow).find({ where: key, order: { ordinal: 'ASC' } })
  return results.map((row, at) => {
    const own = findings.filter((finding) => finding.version === row.version && finding.revision === row.revision)
    return resultOf(
      row,
      own.map(({ body }): Finding => ({ ...body, status: at === 0 ? 'open' : 'superseded' })),
    )
  })
}

/** The audit result again, field for field as the audit gave it. */
function resultOf(row: ResultRow, findings: Finding[]): AuditResult {
  const { tenant, claimId, version, revision, contentDigest, outcome, editions, support, drg } = row
  const { facilityId, payerId, coder, admissionDate, dischargeDate, totalCharge, billedDrg, codes } = row
  const facets = {
    claimType: row.claimType as AuditResult['facets']['claimType'],
    facilityId,
    payerId,
    coder,
    admissionDate,
    dischargeDate,
    totalCharge,
    billedDrg,
    codes,
  }
  return {
    tenant,
    claimId,
    claimVersion: version,
    revision,
    contentDigest,
    outcome,
    editions,
    facets,
    findings,
    support,
    drg,
  }
}

async function archived(ledger: DataSource, last: (ClaimEvent & { epoch: number }) | undefined): Promise<unknown> {
  const value = last && (await archivedEvent(ledger, last))?.value
  if (!value) return null
  try {
    return JSON.parse(value.toString())
  } catch {
    return null
  }
}
