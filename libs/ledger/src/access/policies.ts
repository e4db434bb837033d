/** The tenant of the transaction. A connection that never heard of one gets an error, not rows. */
const TENANT = `tenant = current_setting('app.tenant')`

/**
 * `*` in a caller's transaction that is not limited to facilities; else `=`, then their ids with a unit separator
 * between them, which no id holds (ADR 21). Unset, it matches nothing.
 */
export const UNLIMITED = `current_setting('app.facilities') = '*'`
export const OF_FACILITIES = `facility_id = any(string_to_array(substr(current_setting('app.facilities'), 2), chr(31)))`

/**
 * As a CASE, of which the planner expects half of the rows: of an `or` it expects half a percent, and sorts a tenant's
 * rows in place of reading an index in its order.
 */
const OWN_FACILITIES = `case when ${UNLIMITED} then true else ${OF_FACILITIES} end`

/** Where the facility of a row is found whose table does not name one. */
const FACILITY_OF: Record<string, string> = {
  outcome: 'audit_result',
  finding: 'audit_result',
  correction: 'audit_result',
  run_finding: 'run_result',
  run_skipped: 'run_claim',
}

/** Tables that no tenant's policy fits, and what the app may see of them instead. */
const OTHERWISE: Record<string, string> = {
  // A session is looked up before its tenant is known, by the digest of a secret.
  session: 'true',
  sign_in: 'true',
  logout_token: 'true',
  // Units belong to a run, which has its own policy.
  run_unit: 'exists (select from audit_run r where r.id = run)',
  // Of a query: what was done to it is shown with it.
  query_act: `${TENANT} and (${UNLIMITED} or exists (select from provider_query q where q.query_id = query_act.query_id))`,
  // What was done with a quarantined event is shown to those who see the event.
  quarantine_act:
    'exists (select from quarantine q where (q.epoch, q.origin_topic, q.origin_partition, q.origin_offset, q.origin_timestamp, q.stage) = (quarantine_act.epoch, quarantine_act.origin_topic, quarantine_act.origin_partition, quarantine_act.origin_offset, quarantine_act.origin_timestamp, quarantine_act.stage))',
  // Files are made for one person, with what that person may see.
  export_file: `${TENANT} and person = current_setting('app.person')`,
  export_piece: `${TENANT} and person = current_setting('app.person')`,
  work_code: `${TENANT} and (${UNLIMITED} or exists (select from work_finding f where f.finding_id = work_code.finding_id and f.revision = work_code.revision))`,
}

/** Tables with a policy though they have no tenant. */
export const WITHOUT_TENANT = ['run_unit', 'quarantine_act', 'sign_in', 'logout_token']

/**
 * Which rows of a table the app may see and add. The tenant is compared by equality alone: any other form loses the
 * order of the indexes (ADR 27). A limit to facilities is a filter behind it.
 */
export function appPolicy(table: string, columns: readonly string[]): string {
  const otherwise = OTHERWISE[table]
  if (otherwise !== undefined) return otherwise
  if (columns.includes('facility_id')) return `${TENANT} and ${OWN_FACILITIES}`
  if (!columns.includes('claim_id')) return TENANT
  const from = FACILITY_OF[table] ?? 'audited_claim'
  return `${TENANT} and (${UNLIMITED} or exists (select from ${from} c where c.tenant = ${table}.tenant and c.claim_id = ${table}.claim_id))`
}

/** As the app's policies read the facilities that a caller is limited to. */
export const facilitiesSetting = (facilities: readonly string[] | null): string =>
  facilities === null ? '*' : `=${facilities.join('\u001f')}`
