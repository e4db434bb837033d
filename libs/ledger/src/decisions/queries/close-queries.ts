import type { Settlement } from '@claims-audit/audit'
import { QUERY_STATES } from '@claims-audit/decisions'
import type { QueryRunner } from 'typeorm'

/** The stage that records results. */
const STAGE = 'findings'

/**
 * Queries of persons end when the claim comes again: answered where the finding is no longer found, closed where it is,
 * for the question goes with the version that it was about. Those of a claim that is voided are closed.
 */
export async function closeQueries(
  runner: QueryRunner,
  { fates, ended }: Pick<Settlement, 'fates' | 'ended'>,
): Promise<void> {
  const closed = ended.map((correction) => ({ correction, fate: 'ignored' }))
  const asked = [...fates, ...closed].filter(
    ({ correction }) => correction.kind === 'provider-query' && correction.decidedBy === 'auditor',
  )
  if (asked.length === 0) return
  await runner.query(CLOSE, [
    asked.map(({ correction }) => correction.correctionId),
    asked.map(({ fate }) => (fate === 'ignored' ? QUERY_STATES.closed : QUERY_STATES.answered)),
    STAGE,
  ])
}

const CLOSE = `
with over as (
  update provider_query q set state = w.state from unnest($1::uuid[], $2::smallint[]) as w(correction_id, state)
  where q.correction_id = w.correction_id and q.state in (${QUERY_STATES.sent}, ${QUERY_STATES.reminded}, ${QUERY_STATES.escalated})
  returning q.query_id, q.tenant, q.state
)
insert into query_act (act_id, query_id, tenant, act, person, state)
select gen_random_uuid(), query_id, tenant, case state when ${QUERY_STATES.answered} then 'answer' else 'close' end, $3, state from over`
