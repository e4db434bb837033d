import type { AuditResult, ClaimFacets, Finding } from '@claims-audit/contracts'
import { CLAIM_FACETS, CLAIM_KEY } from './shared-columns.js'
import { columns, columnsFor } from './table.js'
import type { Table } from './table.js'

/** What the server neither reads nor indexes of a result: one JSON text, never parsed where it is stored. */
type Body = Pick<AuditResult, 'findings' | 'support' | 'drg'> & { codes: string[]; shown?: ShownFacets }

type ColumnFacet =
  'claimType' | 'facilityId' | 'payerId' | 'coder' | 'admissionDate' | 'dischargeDate' | 'totalCharge' | 'billedDrg'
/** Facets by which nothing is narrowed have no column: a further one needs no migration. */
type ShownFacets = Omit<ClaimFacets, ColumnFacet | 'codes'>

const bodyOf = ({ findings, support, drg, facets }: AuditResult): string =>
  JSON.stringify({ findings: onceEach(findings), support, drg, codes: facets.codes, ...shownIn(facets) } satisfies Body)

/** The account number is missing in most claims, and then takes no room. */
function shownIn(facets: ClaimFacets): Pick<Body, 'shown'> {
  const {
    claimType,
    facilityId,
    payerId,
    coder,
    admissionDate,
    dischargeDate,
    totalCharge,
    billedDrg,
    codes,
    ...shown
  } = facets
  return Object.keys(shown).length === 0 ? {} : { shown }
}

/** Of two findings under one id the first counts. */
export function onceEach(findings: Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ findingId }) => !seen.has(findingId) && seen.add(findingId))
}

/** One audited claim version and revision: all of its result in one row. */
const RESULT = {
  ...CLAIM_KEY,
  ...columns<AuditResult>({
    content_digest: ['text', ({ contentDigest }) => contentDigest],
    outcome: ['text', ({ outcome }) => outcome],
    editions: ['text', ({ editions }) => JSON.stringify(editions)],
  }),
  ...CLAIM_FACETS,
  ...columns<AuditResult>({ body: ['text', bodyOf] }),
}

/** Of the live pipeline. */
export const AUDITED_CLAIM: Table<AuditResult> = { name: 'audited_claim', columns: RESULT }

/** A result with its place in a run: an ordinal counts lines or offsets from where the unit begins. */
export interface PlacedResult {
  run: number
  unit: number
  ordinal: number
  result: AuditResult
}

export const RUN_PLACE = columns<Omit<PlacedResult, 'result'>>({
  run: ['int', ({ run }) => run],
  unit: ['int', ({ unit }) => unit],
  ordinal: ['int', ({ ordinal }) => ordinal],
})

/** The same of a run; each run has a partition. */
export const RUN_CLAIM: Table<PlacedResult> = {
  name: 'run_claim',
  columns: { ...RUN_PLACE, ...columnsFor(RESULT, ({ result }: PlacedResult) => result) },
}

/** A row as it is selected: dates as text. */
export interface AuditedClaimRow {
  tenant: string
  claim_id: string
  version: number
  revision: number
  content_digest: string
  outcome: AuditResult['outcome']
  editions: string
  claim_type: AuditResult['facets']['claimType']
  facility_id: string | null
  payer_id: string | null
  coder: string | null
  admission_date: string | null
  discharge_date: string | null
  total_charge: string | null
  billed_drg: string | null
  body: string
}

/** What selects such a row. */
export const AUDITED_CLAIM_FIELDS = `tenant, claim_id, version, revision, content_digest, outcome, editions, claim_type, facility_id, payer_id, coder,
  admission_date::text, discharge_date::text, total_charge, billed_drg, body`

/** The audit result again, field for field as the audit gave it. */
export function auditResultOf(row: AuditedClaimRow): AuditResult {
  const { findings, support, drg, codes, shown } = JSON.parse(row.body) as Body
  return {
    tenant: row.tenant,
    claimId: row.claim_id,
    claimVersion: row.version,
    revision: row.revision,
    contentDigest: row.content_digest,
    outcome: row.outcome,
    editions: JSON.parse(row.editions) as AuditResult['editions'],
    facets: {
      claimType: row.claim_type,
      facilityId: row.facility_id,
      payerId: row.payer_id,
      coder: row.coder,
      admissionDate: row.admission_date,
      dischargeDate: row.discharge_date,
      totalCharge: row.total_charge,
      billedDrg: row.billed_drg,
      ...shown,
      codes,
    },
    findings,
    support,
    drg,
  }
}
