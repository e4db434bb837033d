import { Controller, Get, Header, Inject, Param } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { caseOfClaim, submittedOf } from '@claims-audit/audit'
import type { JudgedCase } from '@claims-audit/audit'
import type { RuleCase } from '@claims-audit/contracts'
import { findJudged, isBindable } from '@claims-audit/ledger'
import type { JudgedClaim } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { writeCase } from '@claims-audit/reference'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { LEDGER } from '../tokens.js'
import { whenFree } from '../when-free.js'

/** What a person decided of a finding, as a case that holds the rule to it. */
@Controller('v1/findings')
export class CasesController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(LongAudits) private readonly audits: LongAudits,
  ) {}

  @Get(':id/case')
  @Needs('documents:read')
  @Header('content-type', 'application/yaml; charset=utf-8')
  async one(@Who() caller: Caller, @Param('id') id: string): Promise<string> {
    const judged = isBindable.uuid(id) ? await findJudged(this.ledger, caller, id) : undefined
    if (judged === undefined) throw new Problem(404, { detail: 'Finding not found' })
    const found = await this.shortest(judged)
    if (found === undefined)
      throw new Problem(409, { detail: 'The rules and tables that are loaded do not raise this finding on the claim' })
    return writeCase(judged.finding.ruleId, found)
  }

  /** With the documents that the finding cites, where they are enough; else with all. */
  private async shortest({ finding, submitted, state, reason }: JudgedClaim): Promise<RuleCase | undefined> {
    const judged = caseBy(state, reason)
    if (judged === undefined) throw new Problem(409, { detail: 'The finding is not decided yet' })
    if (submitted === null) throw new Problem(404, { detail: 'The archive does not hold this version of the claim' })
    const cited = new Set(finding.evidence.map(({ documentId }) => documentId))
    const all = new Set((submitted.documents ?? []).map(({ id }) => id))
    for (const documents of [...all].every((id) => cited.has(id)) ? [all] : [cited, all]) {
      const each = caseOfClaim(submitted, finding, judged, documents)
      if (await this.raises(each, finding.ruleId)) return each
    }
    return undefined
  }

  private async raises(each: RuleCase, ruleId: string): Promise<boolean> {
    const asked = { claim: submittedOf(each), changes: {}, msDrg: null }
    const tried = await whenFree(() => this.audits.try(asked), 'Long claims are being tried; ask again later')
    return !('rejected' in tried) && tried.before.findings.some((found) => found.ruleId === ruleId)
  }
}

function caseBy(state: JudgedClaim['state'], reason: string | null): JudgedCase | undefined {
  if (state === 'agreed') return { name: 'an auditor agreed', expect: 'fires' }
  if (state !== 'disagreed') return undefined
  return { name: 'an auditor disagreed', expect: 'quiet', ...(reason !== null && { falsePositive: reason }) }
}
