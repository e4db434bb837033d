import type { AuditResult, ClaimFacets, Finding } from '@claims-audit/contracts'
import type { LedgerSession } from '../sql/session.js'
import { isBindable } from '../sql/bindable.js'
import { AUDITED_CLAIM_FIELDS, auditResultOf } from '../tables/audited-claim.js'
import type { AuditedClaimRow } from '../tables/audited-claim.js'
import { NO_CENTS, NO_DATE, SEVERITIES } from '../tables/work-rows.js'
import { FINDINGS } from '../views/body-sql.js'

/** What audit teams ask for; every field narrows. Dates ISO; charges in dollars. */
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
  totalChargeFrom?: number
  totalChargeTo?: number
}

/** Column of the narrow rows that each sort goes by, and its type. */
export const FINDING_SORTS = {
  recordedAt: ['recorded_at', 'timestamptz'],
  severity: ['severity', 'smallint'],
  rule: ['rule_id', 'text'],
  claimId: ['claim_id', 'text'],
  totalCharge: ['amount_cents', 'bigint'],
  dischargeDate: ['discharge_date', 'date'],
} as const satisfies Record<string, [column: string, type: keyof typeof isBindable]>
export type FindingSort = keyof typeof FINDING_SORTS

export interface FindingPage {
  items: FoundFinding[]
  /** Hand it back to go on; null at the end. */
  cursor: string | null
}

/** A finding with the claim it belongs to. */
export interface FoundFinding extends Finding, Omit<ClaimFacets, 'codes'> {
  tenant: string
  claimId: string
  claimVersion: number
  revision: number
  recordedAt: string
  finalDrg: string | null
}

export interface PageRequest {
  limit: number
  cursor?: string
  sort: FindingSort
  descending: boolean
}

/** A narrow row: which finding, and whether it is open. */
export interface ListedRow {
  finding_id: string
  tenant: string
  claim_id: string
  version: number
  revision: number
  recorded_at: Date
  /** To the microsecond: of which month its claim is. */
  instant: string
  is_open: boolean
  sorted: string
}

/** A page of findings of the live pipeline. Throws RangeError on a cursor that is not ours. */
export async function findFindings(
  ledger: LedgerSession,
  filter: FindingFilter,
  page: PageRequest,
): Promise<FindingPage> {
  const rows = await listRows(ledger, filter, page)
  return { items: await withBodies(ledger, rows.slice(0, page.limit)), cursor: cursorOf(rows, page) }
}

/** One row more than the page has, where there is one. */
export function listRows(ledger: LedgerSession, filter: FindingFilter, page: PageRequest): Promise<ListedRow[]> {
  const { sql, values } = selectPage(filter, page)
  return ledger.query(sql, values)
}

export function cursorOf(rows: ListedRow[], { limit }: PageRequest): string | null {
  const last = rows[limit - 1]
  return rows.length > limit && last !== undefined ? cursorAfter(last) : null
}

/** Every finding of that id: one per revision of its claim version. */
export async function findFinding(ledger: LedgerSession, findingId: string): Promise<FoundFinding[]> {
  const rows: ListedRow[] = await ledger.query(
    `select ${LISTED}, '' as sorted from recorded_finding f where f.finding_id = $1 order by f.revision desc`,
    [findingId],
  )
  return withBodies(ledger, rows)
}

const LISTED =
  'f.finding_id, f.tenant, f.claim_id, f.version, f.revision, f.recorded_at, f.recorded_at::text as instant, f.is_open'

/**
 * Condition of each filter; `:value` is its value. What is open is said by the column alone: of a value that is bound
 * the planner cannot know how many rows it leaves.
 */
const CONDITIONS: Record<Exclude<keyof FindingFilter, 'tenant'>, string> = {
  claimId: `f.claim_id = :value and f.finding_id in (
    select ids.finding_id from recorded_claim r cross join lateral (${FINDINGS('r.body')}) ids where r.tenant = t.tenant and r.claim_id = :value)`,
  rule: 'f.rule_id = :value',
  severity: 'f.severity = :value',
  status: 'f.is_open',
  code: 'c.code = :value',
  facility: 'f.facility_id = :value',
  payer: 'f.payer_id = :value',
  coder: 'f.coder = :value',
  drg: 'f.final_drg = :value',
  dischargeFrom: 'f.discharge_date >= :value',
  dischargeTo: `f.discharge_date <= :value and f.discharge_date > '${NO_DATE}'`,
  totalChargeFrom: 'f.amount_cents >= :value',
  totalChargeTo: `f.amount_cents <= :value and f.amount_cents > ${NO_CENTS}`,
}

/** Amounts are asked for with up to four decimals. */
const cents = (dollars: unknown): number => Math.round(Number(dollars) * 10_000) / 100

/** What a filter's value is in the column. */
const VALUES: Partial<Record<keyof FindingFilter, (value: unknown) => unknown>> = {
  severity: (severity) => SEVERITIES[severity as Finding['severity']],
  totalChargeFrom: (dollars) => Math.ceil(cents(dollars)),
  totalChargeTo: (dollars) => Math.floor(cents(dollars)),
}

/** Where rows come from, and the row whose key gives their order. */
interface Source {
  from: string
  key: 'c' | 'f'
  tenant: string
}

const FINDING_ROWS: Source = { from: 'recorded_finding f', key: 'f', tenant: 'f.tenant = t.tenant' }

/**
 * A code's rows come by their own index, in the order of recording. An id is of one tenant: joined by more than the
 * key, the planner takes them for fewer than they are, and reads all.
 */
const CODE_ROWS: Source = {
  from: 'recorded_code c join recorded_finding f on f.finding_id = c.finding_id and f.revision = c.revision',
  key: 'c',
  tenant: 'c.tenant = t.tenant',
}

/**
 * A page of one tenant's rows comes by an index in its order; where none is named, a page of each is merged. Pages go
 * on after a row, not by counting: rows that come in between shift nothing.
 */
function selectPage(
  { tenant, ...filter }: FindingFilter,
  { sort, descending, limit, cursor }: PageRequest,
): { sql: string; values: unknown[] } {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  const tenants = tenant === undefined ? 'recorded_tenant' : `(select ${bind(tenant)}::text as tenant)`
  const { from, key, tenant: ofTenant } = sourceOf(filter)
  const conditions = conditionsOf(filter, bind)
  const [by, type] = FINDING_SORTS[sort]
  const keys = [`${sort === 'recordedAt' ? key : 'f'}.${by}`, `${key}.finding_id`, `${key}.revision`]
  if (cursor !== undefined) {
    const { sorted, id, revision } = readCursor(cursor, type)
    conditions.push(
      `(${keys.join(', ')}) ${descending ? '<' : '>'} (${bind(sorted)}::${type}, ${bind(id)}::uuid, ${bind(revision)}::int)`,
    )
  }
  const ordered = (by: string[]): string =>
    `order by ${by.map((each) => `${each}${descending ? ' desc' : ''}`).join(', ')} limit ${limit + 1}`
  return {
    sql: `select f.* from ${tenants} t cross join lateral (
  select f.*, f.recorded_at::text as instant, f.${by}::text as sorted from ${from}
  where ${[ofTenant, ...conditions].join(' and ')} ${ordered(keys)}
) f ${ordered([`f.${by}`, 'f.finding_id', 'f.revision'])}`,
    values,
  }
}

const sourceOf = ({ code }: FindingFilter): Source => (code === undefined ? FINDING_ROWS : CODE_ROWS)

const conditionsOf = (filter: Omit<FindingFilter, 'tenant'>, bind: (value: unknown) => string): string[] =>
  (Object.entries(filter) as [keyof typeof CONDITIONS, unknown][])
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (name === 'status') return value === 'open' ? CONDITIONS.status : `not ${CONDITIONS.status}`
      return CONDITIONS[name].replaceAll(':value', bind(VALUES[name]?.(value) ?? value))
    })

/** The narrow rows of one tenant that match, in no order: to be counted. */
export function selectMatching({ tenant, ...filter }: FindingFilter): { sql: string; values: unknown[] } {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  const named = bind(tenant)
  const { from, tenant: ofTenant } = sourceOf(filter)
  const conditions = conditionsOf(filter, bind)
  return {
    sql: `select 1 from (select ${named}::text as tenant) t cross join lateral (select 1 from ${from} where ${[ofTenant, ...conditions].join(' and ')}) f`,
    values,
  }
}

const cursorAfter = (row: ListedRow): string =>
  Buffer.from(JSON.stringify([row.sorted, row.finding_id, row.revision])).toString('base64url')

function readCursor(cursor: string, type: keyof typeof isBindable): { sorted: string; id: string; revision: number } {
  try {
    const [sorted, id, revision] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (isBindable[type](sorted) && isBindable.uuid(id) && isBindable.int(revision))
      return { sorted: sorted as string, id, revision }
  } catch {
    // Falls through to the one message for every broken cursor.
  }
  throw new RangeError('cursor')
}

/** What the findings of a page say, and what their claims were billed as. */
export async function withBodies(ledger: LedgerSession, listed: ListedRow[]): Promise<FoundFinding[]> {
  if (listed.length === 0) return []
  const claims: AuditedClaimRow[] = await ledger.query(
    `select ${AUDITED_CLAIM_FIELDS} from recorded_claim where (tenant, claim_id, version, revision, recorded_at) in (select * from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::timestamptz[]))`,
    (['tenant', 'claim_id', 'version', 'revision', 'instant'] as const).map((name) => listed.map((row) => row[name])),
  )
  const results = new Map(claims.map((row) => [keyOf(row), auditResultOf(row)]))
  return listed.flatMap((row) => {
    const result = results.get(keyOf(row))
    const finding = result?.findings.find(({ findingId }) => findingId === row.finding_id)
    return result === undefined || finding === undefined ? [] : [foundIn(result, finding, row)]
  })
}

const keyOf = (row: Pick<ListedRow, 'tenant' | 'claim_id' | 'version' | 'revision'>) =>
  JSON.stringify([row.tenant, row.claim_id, row.version, row.revision])

function foundIn(result: AuditResult, finding: Finding, row: ListedRow): FoundFinding {
  const { tenant, claimId, claimVersion, revision, drg } = result
  const { codes: _, ...facets } = result.facets
  return {
    tenant,
    claimId,
    claimVersion,
    revision,
    recordedAt: row.recorded_at.toISOString(),
    ...facets,
    finalDrg: drg?.asSubmitted.finalDrg ?? null,
    ...finding,
    status: row.is_open ? 'open' : 'superseded',
  }
}
