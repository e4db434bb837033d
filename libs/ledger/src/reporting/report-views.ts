import { QUERY_STATES, STATES } from '@claims-audit/decisions'
import { NO_CENTS, NO_DATE, SEVERITIES } from '../tables/work-rows.js'

/** A view for reports: each column with what it is in the table, and what it says. */
export interface ReportView {
  name: string
  says: string
  from: string
  columns: Record<string, readonly [sql: string, says: string]>
}

/** As words in place of the numbers that are stored. */
const named = (column: string, names: Record<string, number>): string =>
  `case ${column} ${Object.entries(names)
    .map(([name, number]) => `when ${number} then '${name}'`)
    .join(' ')} end`
const dollars = (cents: string): string => `nullif(${cents}, ${NO_CENTS}) / 100.0`

const CLAIM = {
  claim_id: ['t.claim_id', 'id of the claim'],
  claim_version: ['t.version', "the sender's version of the claim"],
  revision: ['t.revision', 'rises when the same version is audited again with more documents'],
} as const
const FACETS = {
  facility: ['t.facility_id', 'id of the facility'],
  payer: ['t.payer_id', 'id of the payer'],
  coder: ['t.coder', 'who coded the claim'],
} as const
const RECORDED = { recorded_at: ['t.recorded_at', 'when it was recorded'] } as const
const FINDING_ID = { finding_id: ['t.finding_id', 'id of the finding'] } as const

/** Columns are only added, at the end: reports rest on them. None has clinical text, a patient or a person's note. */
export const REPORT_VIEWS: readonly ReportView[] = [
  {
    name: 'claim',
    says: 'audited claims: one row for each version and revision',
    from: 'audited_claim',
    columns: {
      ...CLAIM,
      ...FACETS,
      claim_type: ['t.claim_type', 'institutional-inpatient, institutional-outpatient or professional'],
      outcome: ['t.outcome', 'clean, or findings'],
      admission_date: ['t.admission_date', 'day of admission'],
      discharge_date: ['t.discharge_date', 'day of discharge'],
      total_charge: ['t.total_charge::numeric', 'in dollars'],
      billed_drg: ['t.billed_drg', 'MS-DRG as billed'],
      final_drg: ['t.final_drg', 'MS-DRG as grouped'],
      ...RECORDED,
    },
  },
  {
    name: 'finding',
    says: 'findings, with where work on them stands',
    from: 'work_finding',
    columns: {
      ...FINDING_ID,
      ...CLAIM,
      ...FACETS,
      rule: ['t.rule_id', 'id of the rule'],
      severity: [named('t.severity', SEVERITIES), 'error, warning or info'],
      is_newest: ['t.is_open', 'of the newest version and revision of the claim'],
      state: [
        named('t.state', STATES),
        'open, deferred, queried, second-review, returned, rebutted, agreed or disagreed',
      ],
      owner: ["nullif(t.owner, '')", 'who has the claim'],
      final_drg: ['t.final_drg', 'MS-DRG as grouped'],
      discharge_date: [`nullif(t.discharge_date, '${NO_DATE}')`, 'day of discharge'],
      total_charge: [dollars('t.amount_cents'), 'of the claim, in dollars'],
      payment_change: [
        dollars('t.impact_cents'),
        'what the proposal would change the payment by, in dollars; null where no base rate is known',
      ],
      ...RECORDED,
    },
  },
  {
    name: 'finding_code',
    says: 'codes that findings are about: one row for each',
    from: 'work_code',
    columns: {
      ...FINDING_ID,
      revision: CLAIM.revision,
      code: ['t.code', 'ICD-10-CM, ICD-10-PCS or HCPCS, dotted'],
      ...RECORDED,
    },
  },
  {
    name: 'verdict',
    says: 'acts of persons on findings and on the work on claims',
    from: 'work_act',
    columns: {
      act_id: ['t.act_id', 'id of the act'],
      ...CLAIM,
      finding_id: ['t.finding_id', 'id of the finding; null where the act is on the claim'],
      act: ['t.act', 'agree, disagree, defer, take, …'],
      person: ['t.person', 'who did it'],
      state: [named('t.state', STATES), 'of the finding after it'],
      reason: ['t.reason', 'reason code of a disagreement'],
      ...RECORDED,
    },
  },
  {
    name: 'correction',
    says: 'corrections that were sent',
    from: 'claim_correction',
    columns: {
      correction_id: ['t.correction_id', 'id of the event'],
      ...CLAIM,
      sequence: ['t.sequence', 'rises within a claim'],
      kind: ['t.kind', 'code-change, provider-query, hold, release or withdraw'],
      ...RECORDED,
    },
  },
  {
    name: 'correction_outcome',
    says: 'what became of each finding of a correction when its claim came again',
    from: 'correction_fate',
    columns: {
      correction_id: ['t.correction_id', 'id of the event'],
      ...FINDING_ID,
      ...CLAIM,
      next_version: ['t.next_version', 'the version that shows it'],
      next_revision: ['t.next_revision', 'the revision that shows it'],
      kind: ['t.kind', 'of the correction'],
      decided_by: ['t.decided_by', 'rule or auditor'],
      rule: ['t.rule_id', 'id of the rule'],
      facility: FACETS.facility,
      coder: FACETS.coder,
      outcome: ['t.fate', 'applied, partly, otherwise, answered or ignored'],
      drg_before: ['t.drg_before', 'MS-DRG before'],
      drg_after: ['t.drg_after', 'MS-DRG after'],
      weight_change: ['t.weight_change / 10000.0', 'share of the change of relative weight'],
      payment_change: ['t.amount_change / 100.0', 'share of the change of payment, in dollars'],
      ...RECORDED,
    },
  },
  {
    name: 'provider_query',
    says: 'queries to providers as they stand',
    from: 'provider_query',
    columns: {
      query_id: ['t.query_id', 'id of the query'],
      ...FINDING_ID,
      ...CLAIM,
      facility: FACETS.facility,
      state: [named('t.state', QUERY_STATES), 'draft, sent, reminded, escalated, answered or closed'],
      deadline: ['t.deadline', 'by when an answer is asked for'],
    },
  },
  {
    name: 'provider_query_act',
    says: 'what was done to queries',
    from: 'query_act',
    columns: {
      query_id: ['t.query_id', 'id of the query'],
      act: ['t.act', 'draft, edit, send, remind, escalate, answer or close'],
      person: ['t.person', 'who did it'],
      ...RECORDED,
    },
  },
]

/** The columns of a table that a view reads. */
export const readBy = ({ columns }: ReportView): string[] => [
  'tenant',
  ...new Set(
    Object.values(columns).flatMap(([sql]) => [...sql.matchAll(/\bt\.(\w+)/g)].map(([, column]) => column as string)),
  ),
]
