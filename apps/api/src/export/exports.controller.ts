import { Readable } from 'node:stream'
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Logger,
  Param,
  Post,
  Query,
  Res,
  StreamableFile,
} from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isExportRequest } from '@claims-audit/contracts'
import type { LoadedRule } from '@claims-audit/audit'
import { beginExport, findExport, isBindable, readExport, removeExport } from '@claims-audit/ledger'
import type { ExportFile } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { Response } from 'express'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { readBody } from '../read-body.js'
import { LEDGER, RULES } from '../tokens.js'
import { csvFile } from './csv-file.js'
import { ExportJobs } from './export-jobs.js'
import type { Making } from './export-jobs.js'
import type { Cell } from './columns.js'
import { listedRows } from './listed-rows.js'
import type { ListName } from './listed-rows.js'
import { xlsxFile } from './xlsx-file.js'
import type { About } from './xlsx-file.js'

const log = new Logger('export')

/** Lists as files, whole: what a filter and a sort give, with no limit. */
@Controller('v1')
export class ExportsController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(RULES) private readonly rules: LoadedRule[],
    @Inject(ExportJobs) private readonly jobs: ExportJobs,
  ) {}

  @Get('findings.csv')
  @Needs('findings:export')
  csv(@Query() query: Record<string, unknown>, @Who() caller: Caller): StreamableFile {
    return fileOf('csv', this.making('findings', 'csv', query, caller).content)
  }

  @Get('findings.xlsx')
  @Needs('findings:export')
  xlsx(@Query() query: Record<string, unknown>, @Who() caller: Caller): StreamableFile {
    return fileOf('xlsx', this.making('findings', 'xlsx', query, caller).content)
  }

  @Get('work.csv')
  @Needs('findings:export')
  workCsv(@Query() query: Record<string, unknown>, @Who() caller: Caller): StreamableFile {
    return fileOf('csv', this.making('work', 'csv', query, caller).content)
  }

  @Get('work.xlsx')
  @Needs('findings:export')
  workXlsx(@Query() query: Record<string, unknown>, @Who() caller: Caller): StreamableFile {
    return fileOf('xlsx', this.making('work', 'xlsx', query, caller).content)
  }

  /** A file that is made while the person does something else, and kept for a day. */
  @Post('exports')
  @Needs('findings:export')
  @HttpCode(202)
  async begin(
    @Body() body: unknown,
    @Who() caller: Caller,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ExportFile> {
    const { list = 'findings', ...wanted } = readBody(body, isExportRequest)
    const making = this.making(list, wanted.format, Object.fromEntries(new URLSearchParams(wanted.query)), caller)
    if (this.jobs.isFull)
      throw new Problem(429, { detail: 'Two exports are being made; ask again later' }, { 'retry-after': '30' })
    const { file, isNew } = await beginExport(this.ledger, caller, wanted)
    if (isNew) this.jobs.start(this.ledger, caller, wanted.exportId, making)
    response.location(`/v1/exports/${wanted.exportId}`)
    return file
  }

  @Get('exports/:id')
  @Needs('findings:export')
  async one(@Param('id') id: string, @Who() caller: Caller): Promise<ExportFile> {
    const file = isBindable.uuid(id) ? await findExport(this.ledger, caller, id) : undefined
    if (file === undefined) throw notFound()
    return file
  }

  @Get('exports/:id/file')
  @Needs('findings:export')
  async file(@Param('id') id: string, @Who() caller: Caller): Promise<StreamableFile> {
    const { state, format } = await this.one(id, caller)
    if (state !== 'done') throw new Problem(409, { detail: `The export is ${state}` })
    return fileOf(format, readExport(this.ledger, caller, id))
  }

  @Delete('exports/:id')
  @Needs('findings:export')
  @HttpCode(204)
  async remove(@Param('id') id: string, @Who() caller: Caller): Promise<void> {
    if (!isBindable.uuid(id) || !(await removeExport(this.ledger, caller, id))) throw notFound()
  }

  /** Refused before the first byte where the query is wrong. */
  private making(list: ListName, format: ExportFile['format'], query: Record<string, unknown>, caller: Caller): Making {
    let rows = 0
    const listed = listedRows(list, query, caller, { ledger: this.ledger, rules: this.rules })
    const pages = counted(listed.pages, (more) => (rows += more))
    const { header } = listed
    const content = format === 'csv' ? csvFile(header, pages) : xlsxFile(header, pages, aboutOf(query, caller))
    return { content, rows: () => rows }
  }
}

const TYPES: Record<ExportFile['format'], string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const notFound = (): Problem => new Problem(404, { detail: 'Export not found' })

async function* counted(pages: AsyncIterable<Cell[][]>, count: (rows: number) => void): AsyncGenerator<Cell[][]> {
  for await (const page of pages) {
    count(page.length)
    yield page
  }
}

const aboutOf = (query: Record<string, unknown>, { tenant, person }: Caller): About => [
  ['tenant', tenant],
  ['person', person],
  ['made at', new Date().toISOString()],
  ...Object.entries(query).map(([name, value]): [string, string] => [`filter: ${name}`, String(value)]),
]

/** One that breaks off is cut short: that much its reader can be told. */
const fileOf = (format: ExportFile['format'], content: AsyncIterable<string | Buffer>): StreamableFile =>
  new StreamableFile(Readable.from(content), {
    type: TYPES[format],
    disposition: `attachment; filename="findings.${format}"`,
  })
    .setErrorHandler((_, answer) => answer.destroy?.())
    .setErrorLogger((error) => log.error(`an export broke off (${error.name})`))
