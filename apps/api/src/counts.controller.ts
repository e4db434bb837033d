import { Controller, Get, Inject, Query } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { asTenant, countFindings } from '@claims-audit/ledger'
import type { FindingCounts } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { assertTenant } from './access/identity.js'
import { Needs, Who } from './access/needs.js'
import { readFindingQuery } from './finding-query.js'
import { LEDGER } from './tokens.js'

/** How many findings match, and by what they can be narrowed. */
@Controller('v1')
export class CountsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  /** Says whether its number is exact: beyond 10,000 it may only say that there are so many. */
  @Get('findings\\:count')
  @Needs('findings:read')
  count(@Query() query: Record<string, unknown>, @Who() caller: Caller): Promise<FindingCounts> {
    const { tenant: _, ...rest } = query
    const { filter } = readFindingQuery(rest)
    assertTenant(caller, 'to count for')
    return asTenant(this.ledger, caller, (runner) => countFindings(runner, { ...filter, tenant: caller.tenant }))
  }
}
