import { Controller, Get, Inject, Query } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import type { LoadedRule } from '@claims-audit/audit'
import { asTenant, countWork, findWork, logAccess } from '@claims-audit/ledger'
import type { WorkCounts, WorkPage } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { assertTenant } from '../access/identity.js'
import { Needs, Who } from '../access/needs.js'
import { redacted } from '../access/redacted.js'
import { wrongCursor } from '../read-query.js'
import { LEDGER, RULES } from '../tokens.js'
import { readWorkFilter, readWorkQuery } from './work-query.js'

/** What waits for the audit team. */
@Controller('v1')
export class WorkController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(RULES) private readonly rules: LoadedRule[],
  ) {}

  @Get('work')
  @Needs('findings:read')
  async list(@Query() query: Record<string, unknown>, @Who() caller: Caller): Promise<WorkPage> {
    const request = readWorkQuery(query, this.rules)
    assertTenant(caller, 'whose work to list')
    const page = await asTenant(this.ledger, caller, async (runner) => {
      const found = await findWork(runner, caller, request).catch(wrongCursor)
      const claims = found.items.map(({ claimId }) => claimId)
      await logAccess(runner, caller, { act: 'list', claims, rows: claims.length, filter: request.filter })
      return found
    })
    return redacted(caller, page)
  }

  /** Each number says whether it is exact. */
  @Get('work\\:count')
  @Needs('findings:read')
  count(@Query() query: Record<string, unknown>, @Who() caller: Caller): Promise<WorkCounts> {
    const filter = readWorkFilter(query, this.rules)
    assertTenant(caller, 'whose work to list')
    return asTenant(this.ledger, caller, (runner) => countWork(runner, caller, filter))
  }
}
