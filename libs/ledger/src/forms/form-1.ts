import type { Settlement } from '@claims-audit/audit'
import type { AuditResult, Finding } from '@claims-audit/contracts'
import { tenantsOf } from '../views/tenants.js'
import { textArray } from '../sql/insert-rows.js'
import { AUDITED_CLAIM, RUN_PLACE, onceEach } from '../tables/audited-claim.js'
import type { PlacedResult } from '../tables/audited-claim.js'
import { CLAIM_CORRECTION, CLAIM_OUTCOME, OUTBOX, OUTCOME, placedOutcomes, written } from '../tables/claim-events.js'
import type { PlacedOutcome, WrittenCorrection } from '../tables/claim-events.js'
import { CLAIM_FACETS, CLAIM_KEY } from '../tables/shared-columns.js'
import { NO_CENTS, NO_DATE, SEVERITIES, STILL_OPEN } from '../tables/work-rows.js'
import { columns, columnsFor, rowsOf } from '../tables/table.js'
import type { Table, TableRows } from '../tables/table.js'

/*
 * Form 1: a row for each result and each finding, as the release before writes them. A ledger of that release keeps this form
 * until `claims-audit ledger upgrade`, so that both releases can run side by side. This file goes with the next release
 * (ADR 23).
 */

/** The live run; form 1 keeps its number in every row. */
const LIVE_RUN = 0

const RUN = columns<unknown>({ run: ['int', () => LIVE_RUN] })

const RESULT = {
  ...CLAIM_KEY,
  ...columns<AuditResult>({
    content_digest: ['text', ({ contentDigest }) => contentDigest],
    outcome: ['text', ({ outcome }) => outcome],
    editions: ['jsonb', ({ editions }) => JSON.stringify(editions)],
  }),
  ...CLAIM_FACETS,
  ...columns<AuditResult>({
    codes: ['text[]', ({ facets }) => textArray(facets.codes)],
    support: ['jsonb', ({ support }) => JSON.stringify(support)],
    drg: ['jsonb', ({ drg }) => (drg === null ? null : JSON.stringify(drg))],
  }),
}

interface PlacedFinding extends PlacedResult {
  finding: Finding
  place: number
}

const FINDING = {
  ...columnsFor(CLAIM_KEY, ({ result }: PlacedFinding) => result),
  ...columns<PlacedFinding>({
    finding_id: ['uuid', ({ finding }) => finding.findingId],
    rule_id: ['text', ({ finding }) => finding.ruleId],
    severity: ['text', ({ finding }) => finding.severity],
    action: ['text', ({ finding }) => finding.action],
    codes: ['text[]', ({ finding }) => textArray(finding.codes)],
    finding_digest: ['text', ({ finding }) => finding.findingDigest],
    rule_set: ['text', ({ result }) => result.editions.ruleSet],
    body: ['jsonb', ({ finding }) => JSON.stringify(finding)],
  }),
}

const placedFindings = (placed: PlacedResult): PlacedFinding[] =>
  onceEach(placed.result.findings).map((finding, place) => ({ ...placed, finding, place }))

export const OUTCOME_1: Table<PlacedOutcome> = {
  name: 'outcome',
  repeats: true,
  columns: { ...RUN, ...CLAIM_OUTCOME.columns },
}
export const RESULT_1: Table<AuditResult> = { name: 'audit_result', repeats: true, columns: { ...RUN, ...RESULT } }
export const FINDING_1: Table<PlacedFinding> = {
  name: 'finding',
  repeats: true,
  columns: { ...RUN, ...columns<PlacedFinding>({ ordinal: ['int', ({ place }) => place] }), ...FINDING },
}
export const CORRECTION_1: Table<WrittenCorrection> = {
  name: 'correction',
  repeats: true,
  columns: { ...CLAIM_CORRECTION.columns, ...columns<WrittenCorrection>({ body: ['jsonb', ({ text }) => text] }) },
}
const { event: _, ...OUTBOX_COLUMNS } = OUTBOX.columns
export const OUTBOX_1: Table<WrittenCorrection> = {
  name: 'outbox',
  repeats: true,
  columns: {
    ...OUTBOX_COLUMNS,
    ...columns<WrittenCorrection>({
      body: ['jsonb', ({ text }) => text],
      origin: ['jsonb', ({ origin }) => JSON.stringify(origin)],
    }),
  },
}
export const RUN_RESULT_1: Table<PlacedResult> = {
  name: 'run_result',
  columns: { ...RUN_PLACE, ...columnsFor(RESULT, ({ result }: PlacedResult) => result) },
}
export const RUN_FINDING_1: Table<PlacedFinding> = {
  name: 'run_finding',
  columns: { ...RUN_PLACE, ...columns<PlacedFinding>({ place: ['int', ({ place }) => place] }), ...FINDING },
}

/** What a batch adds. */
export function liveRows(
  { outcomes, results, voids, corrections }: Settlement,
  epochOf: (log: string | undefined) => number,
): TableRows[] {
  const texts = corrections.map(written)
  const placed = results.map((result) => ({ run: LIVE_RUN, unit: 0, ordinal: 0, result }))
  return [
    // Digests of results are in their own rows.
    rowsOf(OUTCOME_1, placedOutcomes({ outcomes, results: [], voids }, epochOf)),
    rowsOf(RESULT_1, results),
    rowsOf(FINDING_1, placed.flatMap(placedFindings)),
    rowsOf(CORRECTION_1, texts),
    rowsOf(OUTBOX_1, texts),
  ]
}

/** What a unit of a run adds. */
export const runRows = (results: PlacedResult[]): TableRows[] => [
  rowsOf(RUN_RESULT_1, results),
  rowsOf(RUN_FINDING_1, results.flatMap(placedFindings)),
]

/** Tables of which a run in this form has a partition, and what its results are taken out of. */
export const RUN_TABLES_1 = ['run_finding', 'run_result']

/**
 * The select list that presents a row of form 1 as one of form 2. jsonb orders keys its own way; the values are the
 * same.
 */
const SAME = Object.keys(AUDITED_CLAIM.columns).filter((name) => name !== 'editions' && name !== 'body')

const bodyOf = (findings: string): string =>
  `jsonb_build_object('findings', coalesce((${findings}), '[]'), 'support', r.support, 'drg', r.drg, 'codes', to_jsonb(r.codes))::text as body`

const OF_RESULT =
  '(f.tenant, f.claim_id, f.run, f.version, f.revision) = (r.tenant, r.claim_id, r.run, r.version, r.revision)'

const selected = (findings: string): string =>
  SAME.map((name) => `r.${name}`)
    .concat('r.editions::text as editions', bodyOf(findings))
    .join(', ')

const SEVERITY = Object.entries(SEVERITIES).map(([name, order]) => `when '${name}' then ${order}`)

const newerIn = (table: string, more = ''): string =>
  `exists (select from ${table} n where n.tenant = f.tenant and n.claim_id = f.claim_id and (n.version, n.revision) > (f.version, f.revision)${more})`

export const READ_1 = {
  recorded_claim: `select ${selected(`select jsonb_agg(f.body order by f.ordinal) from finding f where ${OF_RESULT}`)}, r.recorded_at from audit_result r where r.run = ${LIVE_RUN}`,
  recorded_outcome: `select ${Object.keys(OUTCOME).join(', ')}, recorded_at from outcome where run = ${LIVE_RUN}`,
  recorded_history: `select ${Object.keys(OUTCOME).join(', ')}, recorded_at from outcome where run = ${LIVE_RUN}`,
  recorded_version: `select tenant, claim_id, version, revision, content_digest from audit_result where run = ${LIVE_RUN}
    union all select tenant, claim_id, version, revision, content_digest from outcome where run = ${LIVE_RUN} and content_digest is not null`,
  recorded_correction: `select tenant, claim_id, sequence, correction_id, version, revision, kind, body::text, recorded_at from correction`,
  recorded_finding: `select x.*, 0::smallint as state, x.is_open as active, '' as owner,
      case when x.discharge_date = '${NO_DATE}' then '${STILL_OPEN}' else x.discharge_date end as due_from, ${NO_CENTS}::bigint as impact_cents
    from (select f.finding_id, f.revision, f.tenant, f.claim_id, f.version, f.rule_id, (case f.severity ${SEVERITY.join(' ')} end)::smallint as severity,
      r.facility_id, r.payer_id, r.coder, r.final_drg, coalesce(r.discharge_date, '${NO_DATE}') as discharge_date,
      coalesce(round(r.total_charge::numeric * 100)::bigint, ${NO_CENTS}) as amount_cents,
      not (${newerIn('audit_result', ' and n.run = f.run')} or ${newerIn('outcome', ' and n.run = f.run and n.content_digest is not null')}
        or ${newerIn('claim_outcome', ' and n.content_digest is not null')}) as is_open, f.recorded_at
    from finding f join audit_result r on ${OF_RESULT} where f.run = ${LIVE_RUN}) x`,
  recorded_code: `select tenant, c.code, recorded_at, finding_id, revision from finding cross join lateral (select distinct unnest(codes) as code) c where run = ${LIVE_RUN}`,
  recorded_tenant: tenantsOf('audit_result'),
  recorded_run_claim: `select r.run, r.unit, r.ordinal, ${selected(`select jsonb_agg(f.body order by f.place) from run_finding f where ${OF_RESULT}`)} from run_result r`,
}
