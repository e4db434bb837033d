import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import {
  asTenant,
  findClaim,
  findFinding,
  findFindings,
  findInTenants,
  isBindable,
  ledgerTenants,
  logAccess,
} from '@claims-audit/ledger'
import type { ClaimHistory, FindingFilter, FindingPage, FoundFinding, PageRequest } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { ANY_TENANT } from './access/identity.js'
import { Needs, Who } from './access/needs.js'
import { redacted } from './access/redacted.js'
import { readFindingQuery } from './finding-query.js'
import { LEDGER } from './tokens.js'

/** What audit teams ask of the ledger. */
@Controller('v1')
export class FindingsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('findings')
  @Needs('findings:read')
  async list(@Query() query: Record<string, unknown>, @Who() caller: Caller): Promise<FindingPage> {
    const { filter, page } = readFindingQuery(query)
    try {
      return redacted(caller, await this.page(caller, filter, page))
    } catch (error) {
      // A cursor that was cut, or belongs to another sorting.
      if (!(error instanceof RangeError)) throw error
      const errors = [{ pointer: '/cursor', code: 'query', keyword: 'cursor' }]
      throw new Problem(400, { detail: 'The cursor does not belong to this query', errors })
    }
  }

  @Get('findings/:id')
  @Needs('findings:read')
  async one(@Param('id') id: string, @Who() caller: Caller): Promise<FoundFinding> {
    const found = isBindable.uuid(id) ? await this.finding(caller, id) : undefined
    if (found === undefined) throw new Problem(404, { detail: 'Finding not found' })
    return redacted(caller, found)
  }

  @Get('claims/:tenant/:claimId')
  @Needs('findings:read')
  async claim(@Param('claimId') claimId: string, @Who() caller: Caller): Promise<ClaimHistory> {
    const claim = await asTenant(this.ledger, caller, async (runner) => {
      const found = isBindable.text(claimId) ? await findClaim(runner, caller.tenant, claimId) : undefined
      if (found !== undefined) await logAccess(runner, caller, { act: 'view', claims: [claimId] })
      return found
    })
    if (claim === undefined) throw new Problem(404, { detail: 'Claim not found' })
    return redacted(caller, claim)
  }

  private async page(caller: Caller, filter: FindingFilter, page: PageRequest): Promise<FindingPage> {
    if (caller.tenant !== ANY_TENANT)
      return asTenant(this.ledger, caller, async (runner) => {
        const found = await findFindings(runner, { ...filter, tenant: caller.tenant }, page)
        await logAccess(runner, caller, listOf(found, filter))
        return found
      })
    const tenants = await ledgerTenants(this.ledger)
    const found = await findInTenants(this.ledger, { tenants, person: caller.person }, filter, page)
    for (const [tenant, items] of Map.groupBy(found.items, (item) => item.tenant)) {
      const own = { ...caller, tenant }
      await asTenant(this.ledger, own, (runner) => logAccess(runner, own, listOf({ items }, filter)))
    }
    return found
  }

  /** By its id alone; a program that names no tenant looks in each. */
  private async finding(caller: Caller, id: string): Promise<FoundFinding | undefined> {
    const tenants = caller.tenant === ANY_TENANT ? await ledgerTenants(this.ledger) : [caller.tenant]
    for (const tenant of tenants) {
      const own = { ...caller, tenant }
      const found = await asTenant(this.ledger, own, async (runner) => {
        const [newest] = await findFinding(runner, id)
        if (newest !== undefined)
          await logAccess(runner, own, { act: 'view', claims: [newest.claimId], findingId: newest.findingId })
        return newest
      })
      if (found !== undefined) return found
    }
    return undefined
  }
}

const listOf = ({ items }: Pick<FindingPage, 'items'>, filter: FindingFilter) => ({
  act: 'list' as const,
  claims: items.map(({ claimId }) => claimId),
  rows: items.length,
  filter,
})
