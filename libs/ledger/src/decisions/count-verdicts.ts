import type { ReasonCode } from '@claims-audit/contracts'
import { DEFAULT_REASONS, STATES } from '@claims-audit/decisions'
import type { QueryRunner } from 'typeorm'
import type { Actor } from './actor.js'
import { settingOf } from './tenant-settings.js'

/** Findings of a rule by the last verdict on each. */
export interface RuleVerdicts {
  agreed: number
  /**
   * Those whose reason says that the rule is wrong or the evidence was misread; other reasons say nothing of the rule.
   */
  disagreed: number
}

const OF_THE_RULE: readonly ReasonCode['feedback'][] = ['rule-wrong', 'evidence-misread']

/** By rule, of every version and revision that the caller may see. */
export async function countVerdicts(
  runner: QueryRunner,
  { tenant, facilities }: Actor,
): Promise<Map<string, RuleVerdicts>> {
  const reasons = ((await settingOf(runner, tenant, 'reason-codes')) ?? DEFAULT_REASONS) as ReasonCode[]
  const ofTheRule = reasons.filter(({ feedback }) => OF_THE_RULE.includes(feedback)).map(({ code }) => code)
  const rows: (RuleVerdicts & { ruleId: string })[] = await runner.query(LAST_VERDICTS, [tenant, facilities, ofTheRule])
  return new Map(rows.map(({ ruleId, agreed, disagreed }) => [ruleId, { agreed, disagreed }]))
}

/** A comment or a blind reading leaves the verdict before it as it is. */
const LAST_VERDICTS = `
select f.rule_id as "ruleId", count(*) filter (where a.state = ${STATES.agreed})::int as agreed,
  count(*) filter (where a.state = ${STATES.disagreed} and a.reason = any($3))::int as disagreed
from (
  select distinct on (finding_id, revision) finding_id, revision, state, reason from work_act
  where tenant = $1 and finding_id is not null and act not in ('comment', 'blind-agree', 'blind-disagree') order by finding_id, revision, id desc
) a join work_finding f on f.finding_id = a.finding_id and f.revision = a.revision
where f.tenant = $1 and ($2::text[] is null or f.facility_id = any($2)) and a.state in (${STATES.agreed}, ${STATES.disagreed})
group by 1`
