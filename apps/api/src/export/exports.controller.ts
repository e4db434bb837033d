import { Readable } from 'node:stream'
import { Controller, Get, Inject, Logger, Query, StreamableFile } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { asTenant, findFindings, logAccess } from '@claims-audit/ledger'
import type { FindingFilter, PageRequest } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { assertTenant } from '../access/identity.js'
import { Needs, Who } from '../access/needs.js'
import { readFindingQuery } from '../finding-query.js'
import { LEDGER } from '../tokens.js'
import { csvFile } from './csv-file.js'
import { HEADER, cellsOf } from './finding-columns.js'
import type { Cell } from './finding-columns.js'
import { xlsxFile } from './xlsx-file.js'
import type { About } from './xlsx-file.js'

/** Rows that are read at once; each page is a transaction of its own, so that a long file holds nothing open. */
const PAGE = 500

const log = new Logger('export')

/** Lists as files, whole: what a filter and a sort give, with no limit. */
@Controller('v1')
export class ExportsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('findings.csv')
  @Needs('findings:export')
  csv(@Query() query: Record<string, unknown>, @Who() caller: Caller): StreamableFile {
    return fileOf('text/csv; charset=utf-8', 'csv', csvFile(HEADER, this.rows(query, caller)))
  }

  @Get('findings.xlsx')
  @Needs('findings:export')
  xlsx(@Query() query: Record<string, unknown>, @Who() caller: Caller): StreamableFile {
    return fileOf(XLSX, 'xlsx', xlsxFile(HEADER, this.rows(query, caller), aboutOf(query, caller)))
  }

  /** Refused before the first byte where the query is wrong. */
  private rows(query: Record<string, unknown>, caller: Caller): AsyncGenerator<Cell[][]> {
    const { limit: _, cursor: __, tenant: ___, ...rest } = query
    const { filter, page } = readFindingQuery(rest)
    assertTenant(caller, 'whose findings to export')
    return this.pages({ ...filter, tenant: caller.tenant }, { ...page, limit: PAGE }, caller)
  }

  private async *pages(filter: FindingFilter, page: PageRequest, caller: Caller): AsyncGenerator<Cell[][]> {
    let cursor: string | null | undefined
    do {
      const request = { ...page, ...(cursor != null && { cursor }) }
      const { items, cursor: next } = await asTenant(this.ledger, caller, async (runner) => {
        const found = await findFindings(runner, filter, request)
        const claims = found.items.map(({ claimId }) => claimId)
        await logAccess(runner, caller, { act: 'export', claims, rows: claims.length, filter })
        return found
      })
      yield items.map(cellsOf)
      cursor = next
    } while (cursor !== null)
  }
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const aboutOf = (query: Record<string, unknown>, { tenant, person }: Caller): About => [
  ['tenant', tenant],
  ['person', person],
  ['made at', new Date().toISOString()],
  ...Object.entries(query).map(([name, value]): [string, string] => [`filter: ${name}`, String(value)]),
]

/** One that breaks off is cut short: that much its reader can be told. */
const fileOf = (type: string, extension: string, content: AsyncIterable<string | Buffer>): StreamableFile =>
  new StreamableFile(Readable.from(content), { type, disposition: `attachment; filename="findings.${extension}"` })
    .setErrorHandler((_, answer) => answer.destroy?.())
    .setErrorLogger((error) => log.error(`an export broke off (${error.name})`))
