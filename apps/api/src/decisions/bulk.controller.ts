import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { correctByVerdict } from '@claims-audit/audit'
import { isBulkRequest, isUndoRequest } from '@claims-audit/contracts'
import { laneOf } from '@claims-audit/event-log'
import { bulkAct, countBulk, undoActs } from '@claims-audit/ledger'
import type { BulkCount, BulkRefused } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { LEDGER } from '../tokens.js'
import { readBody } from '../read-body.js'

const WORDS: Record<BulkRefused['refused'], [status: number, detail: string]> = {
  'snapshot-changed': [409, 'The findings have changed since they were counted; count them again'],
  'too-many': [422, 'More than 500 findings are selected; narrow the filter'],
}

const OPTIONS = { laneOf, correct: correctByVerdict }

/** One act on many findings, and taking such acts back. */
@Controller('v1')
export class BulkController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Post('findings\\:bulk')
  @Needs('findings:lead')
  @HttpCode(200)
  async bulk(@Who() caller: Caller, @Body() body: unknown): Promise<BulkCount> {
    const { act, filter, dryRun, snapshot, reason = null, note = null, until = null } = readBody(body, isBulkRequest)
    const wanted = { act, reason, note, until }
    if (!dryRun && snapshot === undefined) {
      const errors = [{ pointer: '/snapshot', code: 'schema', keyword: 'required' }]
      throw new Problem(422, { detail: 'A bulk act names the snapshot of its dry run', errors })
    }
    const counted =
      dryRun || snapshot === undefined
        ? await countBulk(this.ledger, caller, filter, wanted)
        : await bulkAct(this.ledger, caller, filter, { ...wanted, snapshot }, OPTIONS)
    if ('counted' in counted) return counted
    const [status, detail] = WORDS[counted.refused]
    throw new Problem(status, { detail, code: counted.refused, now: counted.now })
  }

  @Post('acts\\:undo')
  @Needs('findings:judge')
  @HttpCode(200)
  undo(@Who() caller: Caller, @Body() body: unknown): Promise<Omit<BulkCount, 'snapshot'>> {
    const { acts } = readBody(body, isUndoRequest)
    return undoActs(this.ledger, caller, acts, OPTIONS)
  }
}
