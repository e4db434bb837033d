import { Controller, Get, Inject, Query } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { findUnchanged, sumOutcomes } from '@claims-audit/ledger'
import type { OutcomeSum, OutcomesBy, UnchangedFinding } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { isDay, readLimit, wholeNumber, wrongQuery } from '../read-query.js'
import { LEDGER } from '../tokens.js'

const DAYS = { default: 5, most: 365 }

/** What became of corrections. */
@Controller('v1/corrections')
export class OutcomesController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('outcomes')
  @Needs('findings:read')
  async outcomes(@Who() caller: Caller, @Query() query: Record<string, unknown>): Promise<{ items: OutcomeSum[] }> {
    return { items: await sumOutcomes(this.ledger, caller, readOutcomesQuery(query)) }
  }

  @Get('unchanged')
  @Needs('findings:read')
  async unchanged(
    @Who() caller: Caller,
    @Query() { days, ...query }: Record<string, unknown>,
  ): Promise<{ items: UnchangedFinding[] }> {
    const limit = readLimit(query)
    const past = days === undefined ? DAYS.default : wholeNumber(days)
    if (!(past >= 0 && past <= DAYS.most)) throw wrongQuery('days')
    return { items: await findUnchanged(this.ledger, caller, { days: past, limit }) }
  }
}

function readOutcomesQuery({ by = 'rule', from = null, to = null, ...unknown }: Record<string, unknown>) {
  const wrong = Object.keys(unknown)
  if (by !== 'rule' && by !== 'facility' && by !== 'coder') wrong.push('by')
  for (const [name, day] of Object.entries({ from, to })) if (day !== null && !isDay(day)) wrong.push(name)
  if (wrong.length > 0) throw wrongQuery(...wrong)
  return { by: by as OutcomesBy, from: from as string | null, to: to as string | null }
}
