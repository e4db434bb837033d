import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { findClaim, findFinding, findFindings, isBindable } from '@claims-audit/ledger'
import type { ClaimHistory, FindingPage, FoundFinding } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { readFindingQuery } from './finding-query.js'
import { LEDGER } from './tokens.js'

/** What audit teams ask of the ledger. */
@Controller('v1')
export class FindingsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('findings')
  async list(@Query() query: Record<string, unknown>): Promise<FindingPage> {
    const { filter, page } = readFindingQuery(query)
    try {
      return await findFindings(this.ledger, filter, page)
    } catch (error) {
      // A cursor that was cut, or belongs to another sorting.
      if (!(error instanceof RangeError)) throw error
      const errors = [{ pointer: '/cursor', code: 'query', keyword: 'cursor' }]
      throw new Problem(400, { detail: 'The cursor does not belong to this query', errors })
    }
  }

  @Get('findings/:id')
  async one(@Param('id') id: string): Promise<FoundFinding> {
    const [newest] = isBindable.uuid(id) ? await findFinding(this.ledger, id) : []
    if (newest === undefined) throw new Problem(404, { detail: 'Finding not found' })
    return newest
  }

  @Get('claims/:tenant/:claimId')
  async claim(@Param('tenant') tenant: string, @Param('claimId') claimId: string): Promise<ClaimHistory> {
    const claim = await findClaim(this.ledger, clean(tenant), clean(claimId))
    if (claim === undefined) throw new Problem(404, { detail: 'Claim not found' })
    return claim
  }
}

/** Postgres text holds no NUL; nor does any name of ours. */
const clean = (name: string): string => name.replaceAll('\0', '')
