import { Controller, Get, Inject, Param, Query } from '@nestjs/common'
import { codePage } from '@claims-audit/code-pages'
import type { CodePage } from '@claims-audit/code-pages'
import { isBindable } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { Problem } from '@claims-audit/service'
import { Needs } from '../access/needs.js'
import { CodePages } from './code-pages.js'

/** What is known of a code on a day: nothing of it is a patient's. */
@Controller('v1/codes')
export class CodesController {
  private readonly pages

  constructor(@Inject(LongAudits) { knows }: LongAudits) {
    this.pages = new CodePages((code, date) => codePage(code, date, knows))
  }

  @Get(':code')
  @Needs('reference:read')
  page(@Param('code') code: string, @Query('date') date: unknown = today()): CodePage {
    if (typeof date !== 'string' || !isBindable.date(date)) throw wrongDate()
    if (!/^[A-Za-z0-9.-]{3,9}$/.test(code)) throw new Problem(404, { detail: 'Not an ICD-10 code' })
    const page = this.pages.of(code, date)
    if (page === undefined) throw wrongDate()
    if ('unknown' in page) {
      const { suggestion, edition } = page.unknown
      const instead = suggestion === null ? '' : `; ${suggestion}`
      throw new Problem(404, { detail: `Not an ICD-10 code on this date (${edition})${instead}` })
    }
    return page
  }
}

const today = (): string => new Date().toISOString().slice(0, 10)

const wrongDate = (): Problem =>
  new Problem(400, {
    detail: 'Give a date for which an edition is loaded',
    errors: [{ pointer: '/date', code: 'query', keyword: 'date' }],
  })
