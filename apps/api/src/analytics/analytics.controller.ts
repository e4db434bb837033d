import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { may } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'
import { wilsonInterval } from '@claims-audit/decisions'
import type { Interval } from '@claims-audit/decisions'
import { MEASURES, asTenant, listMeasureRows, logAccess, measureOf, sumMeasure } from '@claims-audit/ledger'
import type { Dimension, Measure, MeasureGroup, MeasureRow, MeasureSum } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { assertTenant } from '../access/identity.js'
import { Needs, Who } from '../access/needs.js'
import { readLimit, wrongCursor, wrongQuery } from '../read-query.js'
import { LEDGER } from '../tokens.js'
import { readMeasureQuery } from './analytics-query.js'

/** What a measure says of itself. */
type MeasureBrief = Pick<Measure, 'id' | 'title' | 'definition' | 'numerator' | 'denominator' | 'unit' | 'by'>

type WithInterval<T> = T & { interval: Interval | null }

interface MeasureAnswer {
  measure: MeasureBrief
  from: string
  to: string
  by: Dimension | null
  /** Only what the caller did is in it, where a measure tells persons apart. */
  isOwnOnly: boolean
  total: WithInterval<MeasureSum>
  items: WithInterval<MeasureGroup>[]
  /** There are more groups than 500; the smaller ones are not in the list, and are in the total. */
  isCut: boolean
}

/** Numbers over a period, each with its definition and the rows that it is made of. */
@Controller('v1/analytics')
export class AnalyticsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get()
  @Needs('findings:read')
  list(): { items: MeasureBrief[] } {
    return { items: MEASURES.map(briefOf) }
  }

  @Get(':measure')
  @Needs('findings:read')
  async sum(
    @Param('measure') id: string,
    @Query() query: Record<string, unknown>,
    @Who() caller: Caller,
  ): Promise<MeasureAnswer> {
    const measure = named(id)
    const wanted = { ...readMeasureQuery(query, measure, today()), ownPersonOnly: isOwnOnly(caller, measure) }
    assertTenant(caller, 'whose analytics to show')
    const { total, groups, isCut } = await asTenant(this.ledger, caller, (runner) =>
      sumMeasure(runner, caller, measure, wanted),
    )
    return {
      measure: briefOf(measure),
      from: wanted.from,
      to: wanted.to,
      by: wanted.by ?? null,
      isOwnOnly: wanted.ownPersonOnly,
      total: withInterval(measure, total),
      items: groups.map((group) => withInterval(measure, group)),
      isCut,
    }
  }

  /** The rows of a number: the same query gives exactly those that were added up. */
  @Get(':measure/rows')
  @Needs('findings:read')
  async rows(
    @Param('measure') id: string,
    @Query() { limit, cursor, ...query }: Record<string, unknown>,
    @Who() caller: Caller,
  ): Promise<{ items: MeasureRow[]; cursor: string | null }> {
    const measure = named(id)
    const size = readLimit({ ...(limit !== undefined && { limit }) })
    if (cursor !== undefined && typeof cursor !== 'string') throw wrongQuery('cursor')
    const { from, to, filter } = readMeasureQuery(query, measure, today())
    assertTenant(caller, 'whose analytics to show')
    const page = { limit: size, ...(cursor !== undefined && { cursor }) }
    return asTenant(this.ledger, caller, async (runner) => {
      const wanted = { from, to, filter, ownPersonOnly: isOwnOnly(caller, measure), ...page }
      const found = await listMeasureRows(runner, caller, measure, wanted).catch(wrongCursor)
      await logAccess(runner, caller, {
        act: 'list',
        claims: found.items.map(({ claimId }) => claimId),
        rows: found.items.length,
        filter: { measure: id, ...filter },
      })
      return found
    })
  }
}

const today = (): string => new Date().toISOString().slice(0, 10)

function named(id: string): Measure {
  const measure = measureOf(id)
  if (measure === undefined) throw new Problem(404, { detail: 'Measure not found' })
  return measure
}

/** How single persons judge is for those who lead them; others see their own. */
const isOwnOnly = (caller: Caller, { by }: Measure): boolean => by.includes('person') && !may(caller, 'findings:lead')

const briefOf = ({ id, title, definition, numerator, denominator, unit, by }: Measure): MeasureBrief => ({
  id,
  title,
  definition,
  numerator,
  denominator,
  unit,
  by,
})

/** A share comes with the interval in which the true one lies (Wilson, 95 %). */
const withInterval = <T extends MeasureSum>({ unit }: Measure, sum: T): WithInterval<T> => ({
  ...sum,
  interval: unit === 'share' ? wilsonInterval(sum.numerator, sum.denominator ?? 0) : null,
})
