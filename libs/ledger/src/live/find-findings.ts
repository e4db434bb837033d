import type { Finding } from '@claims-audit/contracts'
import type { DataSource, SelectQueryBuilder } from 'typeorm'
import { isBindable } from '../sql/bindable.js'
import type { FindingRow } from '../tables/finding-row.js'
import { LIVE_RUN } from './outcomes-at.js'

/** What audit teams ask for; every field narrows. Dates ISO; amounts in dollars. */
export interface FindingFilter {
  tenant?: string
  claimId?: string
  rule?: string
  severity?: string
  status?: 'open' | 'superseded'
  /** Dotted: a diagnosis or procedure that the finding is about. */
  code?: string
  facility?: string
  payer?: string
  coder?: string
  /** The grouped DRG. */
  drg?: string
  dischargeFrom?: string
  dischargeTo?: string
  amountFrom?: number
  amountTo?: number
}

export const FINDING_SORTS = {
  recordedAt: 'f.recorded_at',
  severity: 'f.severity',
  rule: 'f.rule_id',
  claimId: 'f.claim_id',
  amount: 'r.total_charge::numeric',
  dischargeDate: 'r.discharge_date',
} as const
export type FindingSort = keyof typeof FINDING_SORTS

export interface FindingPage {
  items: FoundFinding[]
  /** Hand it back to go on; null at the end. */
  cursor: string | null
}

/** A finding with the claim it belongs to. */
export interface FoundFinding extends Finding {
  tenant: string
  claimId: string
  claimVersion: number
  revision: number
  recordedAt: string
  facilityId: string | null
  payerId: string | null
  coder: string | null
  dischargeDate: string | null
  finalDrg: string | null
  totalCharge: string | null
}

export interface PageRequest {
  limit: number
  cursor?: string
  sort: FindingSort
  descending: boolean
}

/** A page of findings of the live run. Throws RangeError on a cursor that is not ours. */
export async function findFindings(ledger: DataSource, filter: FindingFilter, page: PageRequest): Promise<FindingPage> {
  const query = selectFindings(ledger)
  narrow(query, filter)
  continueAfter(query, page)
  const rows: RawRow[] = await query.limit(page.limit + 1).getRawMany()
  const items = rows.slice(0, page.limit)
  const last = items.at(-1)
  return { items: items.map(found), cursor: rows.length > page.limit && last !== undefined ? cursorAfter(last) : null }
}

/** Every finding of that id: one per revision of its claim version. */
export async function findFinding(ledger: DataSource, findingId: string): Promise<FoundFinding[]> {
  const rows: RawRow[] = await selectFindings(ledger)
    .andWhere('f.finding_id = :findingId', { findingId })
    .orderBy('f.revision', 'DESC')
    .getRawMany()
  return rows.map(found)
}

/** Superseded: a later version or revision of the claim has its result. */
const IS_SUPERSEDED = `exists (select from audit_result n where n.tenant = f.tenant and n.claim_id = f.claim_id and n.run = f.run and (n.version, n.revision) > (f.version, f.revision))`

type RawRow = {
  tenant: string
  claim_id: string
  version: number
  revision: number
  finding_id: string
  body: Finding
  recorded_at: Date
  superseded: boolean
  sorted: string | null
} & Record<'facility_id' | 'payer_id' | 'coder' | 'discharge_date' | 'final_drg' | 'total_charge', string | null>

function selectFindings(ledger: DataSource): SelectQueryBuilder<FindingRow> {
  return ledger
    .createQueryBuilder()
    .select(
      'f.tenant, f.claim_id, f.version, f.revision, f.finding_id, f.body, f.recorded_at, r.facility_id, r.payer_id, r.coder, r.discharge_date::text, r.final_drg, r.total_charge',
    )
    .addSelect(IS_SUPERSEDED, 'superseded')
    .from('finding', 'f')
    .innerJoin(
      'audit_result',
      'r',
      'r.tenant = f.tenant and r.claim_id = f.claim_id and r.run = f.run and r.version = f.version and r.revision = f.revision',
    )
    .where(`f.run = ${LIVE_RUN}`) as unknown as SelectQueryBuilder<FindingRow>
}

/** Condition of each filter; `:value` is its value. */
const CONDITIONS: Record<keyof FindingFilter, string> = {
  tenant: 'f.tenant = :value',
  claimId: 'f.claim_id = :value',
  rule: 'f.rule_id = :value',
  severity: 'f.severity = :value',
  status: `${IS_SUPERSEDED} = (:value = 'superseded')`,
  code: 'f.codes @> array[:value]::text[]',
  facility: 'r.facility_id = :value',
  payer: 'r.payer_id = :value',
  coder: 'r.coder = :value',
  drg: 'r.final_drg = :value',
  dischargeFrom: 'r.discharge_date >= :value',
  dischargeTo: 'r.discharge_date <= :value',
  amountFrom: 'r.total_charge::numeric >= :value',
  amountTo: 'r.total_charge::numeric <= :value',
}

function narrow(query: SelectQueryBuilder<FindingRow>, filter: FindingFilter): void {
  for (const [name, value] of Object.entries(filter)) {
    if (value === undefined) continue
    query.andWhere(CONDITIONS[name as keyof FindingFilter].replace(':value', `:${name}`), { [name]: value })
  }
}

/** Pages go on after a row, not by counting: rows that come in between shift nothing. */
function continueAfter(query: SelectQueryBuilder<FindingRow>, { cursor, sort, descending }: PageRequest): void {
  const by = FINDING_SORTS[sort]
  const direction = descending ? 'DESC' : 'ASC'
  const [ahead, type] = [descending ? '<' : '>', SORT_TYPES[sort]]
  query.addSelect(`(${orLeast(by, sort)})::text`, 'sorted')
  query.orderBy(orLeast(by, sort), direction).addOrderBy('f.finding_id', direction).addOrderBy('f.revision', direction)
  if (cursor === undefined) return
  const after = readCursor(cursor, type)
  query.andWhere(
    `(${orLeast(by, sort)}, f.finding_id, f.revision) ${ahead} (:sorted::${type}, :id::uuid, :rev::int)`,
    after,
  )
}

const SORT_TYPES = {
  recordedAt: 'timestamptz',
  severity: 'text',
  rule: 'text',
  claimId: 'text',
  amount: 'numeric',
  dischargeDate: 'date',
} as const satisfies Record<FindingSort, keyof typeof isBindable>
type SortType = (typeof SORT_TYPES)[FindingSort]
/** A missing value sorts below every other, so that a row comparison never meets null. */
const orLeast = (by: string, sort: FindingSort): string =>
  sort === 'amount' ? `coalesce(${by}, -1e18)` : sort === 'dischargeDate' ? `coalesce(${by}, '-infinity'::date)` : by

const cursorAfter = (row: RawRow): string =>
  Buffer.from(JSON.stringify([row.sorted, row.finding_id, row.revision])).toString('base64url')

function readCursor(cursor: string, type: SortType): { sorted: string; id: string; rev: number } {
  try {
    const [sorted, id, rev] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown, unknown]
    if (isBindable[type](sorted) && isBindable.uuid(id) && isBindable.int(rev)) return { sorted, id, rev }
  } catch {
    // Falls through to the one message for every broken cursor.
  }
  throw new RangeError('cursor')
}

function found(row: RawRow): FoundFinding {
  return {
    tenant: row.tenant,
    claimId: row.claim_id,
    claimVersion: row.version,
    revision: row.revision,
    recordedAt: row.recorded_at.toISOString(),
    facilityId: row.facility_id,
    payerId: row.payer_id,
    coder: row.coder,
    dischargeDate: row.discharge_date,
    finalDrg: row.final_drg,
    totalCharge: row.total_charge,
    ...row.body,
    status: row.superseded ? 'superseded' : 'open',
  }
}
