import { Controller, Get, Inject, Param } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import type { LoadedRule } from '@claims-audit/audit'
import type { ReleasePolicyRow, Rule, RuleCase } from '@claims-audit/contracts'
import { personsFor, precisionOf } from '@claims-audit/decisions'
import type { Precision } from '@claims-audit/decisions'
import { asTenant, countVerdicts, findTenantSetting, openFindingsByRule, sumOutcomes } from '@claims-audit/ledger'
import type { OutcomeSum, RuleVerdicts } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { LEDGER, RULES } from '../tokens.js'

/** What a list says of a rule. */
interface RuleBrief extends Pick<Rule, 'id' | 'title'> {
  severity: string | null
  status: string
  cases: number
  /** Findings of it that are open in the tenant. */
  openFindings: number
  precision: Precision
  /**
   * For how many persons its corrections wait, where no row of the release policy names the payer; 1 or 2: it is for
   * review.
   */
  persons: ReleasePolicyRow['persons']
  /** What became of its corrections; null where none came to light yet. */
  outcomes: Omit<OutcomeSum, 'of'> | null
}

/** What the tenant has of all rules, by rule. */
interface Known {
  open: Map<string, number>
  verdicts: Map<string, RuleVerdicts>
  policy: ReleasePolicyRow[]
  outcomes: Map<string | null, Omit<OutcomeSum, 'of'>>
}

/** The rules that are loaded, with what they found for the tenant. */
@Controller('v1/rules')
export class RulesController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(RULES) private readonly rules: LoadedRule[],
  ) {}

  @Get()
  @Needs('findings:read')
  async list(@Who() caller: Caller): Promise<{ items: RuleBrief[] }> {
    const known = await this.known(caller)
    return { items: this.rules.map((loaded) => briefOf(loaded, known)) }
  }

  /** A rule as it is written, with its cases. */
  @Get(':id')
  @Needs('findings:read')
  async one(@Param('id') id: string, @Who() caller: Caller): Promise<RuleBrief & { rule: Rule; examples: RuleCase[] }> {
    const loaded = this.rules.find(({ rule }) => rule.id === id)
    if (loaded === undefined) throw new Problem(404, { detail: 'Rule not found' })
    return { ...briefOf(loaded, await this.known(caller)), rule: loaded.rule, examples: loaded.cases }
  }

  private async known(caller: Caller): Promise<Known> {
    const [counted, policy, outcomes] = await Promise.all([
      asTenant(this.ledger, caller, async (runner) => ({
        open: await openFindingsByRule(runner, caller.tenant),
        verdicts: await countVerdicts(runner, caller),
      })),
      findTenantSetting(this.ledger, caller, 'release-policy'),
      sumOutcomes(this.ledger, caller, { by: 'rule', from: null, to: null }),
    ])
    return {
      ...counted,
      policy: (policy ?? []) as ReleasePolicyRow[],
      outcomes: new Map(outcomes.map(({ of, ...sum }) => [of, sum])),
    }
  }
}

const briefOf = ({ rule, cases }: LoadedRule, { open, verdicts, policy, outcomes }: Known): RuleBrief => ({
  id: rule.id,
  title: rule.title,
  severity: rule.severity ?? null,
  status: rule.status ?? 'active',
  cases: cases.length,
  openFindings: open.get(rule.id) ?? 0,
  precision: precisionOf(verdicts.get(rule.id) ?? { agreed: 0, disagreed: 0 }),
  persons: personsFor(policy, { ruleId: rule.id, severity: rule.severity ?? 'warning', payerId: null }),
  outcomes: outcomes.get(rule.id) ?? null,
})
