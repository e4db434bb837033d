import { Controller, Get, Inject, Query } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { ACTS, asTenant, findAccesses, isBindable, logAccess } from '@claims-audit/ledger'
import type { Access, AccessFilter, Act } from '@claims-audit/ledger'
import { isInstant } from '@claims-audit/runs'
import type { DataSource } from 'typeorm'
import { readLimit, wrongQuery } from '../read-query.js'
import { LEDGER } from '../tokens.js'
import { Needs, Who } from './needs.js'

/** How each parameter is judged. */
const IS: Record<string, (text: unknown) => boolean> = {
  claim: isBindable.text,
  person: isBindable.text,
  act: (text) => ACTS.includes(text as Act),
  from: (text) => typeof text === 'string' && isInstant(text),
  to: (text) => typeof text === 'string' && isInstant(text),
}

/** Who saw what, for those who have to examine it (45 CFR 164.312(b)). */
@Controller('v1/access-log')
export class AccessLogController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get()
  @Needs('access-log:read')
  async list(
    @Query() { cursor, limit, tenant: _, ...query }: Record<string, unknown>,
    @Who() caller: Caller,
  ): Promise<{ items: Access[]; cursor: string | null }> {
    const wrong = Object.entries(query).filter(([name, value]) => IS[name]?.(value) !== true)
    if (cursor !== undefined && typeof cursor !== 'string') wrong.push(['cursor', cursor])
    if (wrong.length > 0) throw wrongQuery(...wrong.map(([name]) => name))
    const { claim, ...rest } = query as { claim?: string } & AccessFilter
    const filter = { ...rest, ...(claim !== undefined && { claimId: claim }) }
    const page = {
      limit: readLimit(limit === undefined ? {} : { limit }),
      ...(typeof cursor === 'string' && { cursor }),
    }
    return asTenant(this.ledger, caller, async (runner) => {
      const found = await findAccesses(runner, filter, page)
      await logAccess(runner, caller, { act: 'list', rows: found.items.length, filter })
      return found
    }).catch((error: unknown) => {
      throw error instanceof RangeError ? wrongQuery('cursor') : error
    })
  }
}
