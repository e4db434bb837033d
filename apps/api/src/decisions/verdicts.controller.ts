import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common'
import { may } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'
import { correctByVerdict } from '@claims-audit/audit'
import { isVerdictRequest } from '@claims-audit/contracts'
import { ACTS } from '@claims-audit/decisions'
import { laneOf } from '@claims-audit/event-log'
import { actOnFinding, findActs, findSamples, isBindable } from '@claims-audit/ledger'
import type { ActDone, FindingActs, SampledFinding } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { redacted } from '../access/redacted.js'
import { readLimit } from '../read-query.js'
import { LEDGER } from '../tokens.js'
import { readBody } from '../read-body.js'
import { refusalProblem } from './refusals.js'

/** What persons do to findings. */
@Controller('v1')
export class VerdictsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  /** Each act takes a right of its own. */
  @Post('findings/:id/verdicts')
  @Needs('findings:read')
  @HttpCode(201)
  async act(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<ActDone> {
    const { reason = null, note = null, until = null, ...request } = readBody(body, isVerdictRequest)
    const right = ACTS[request.act]
    if (!may(caller, right)) throw new Problem(403, { detail: `This act needs the right ${right}` })
    const wanted = { ...request, reason, note, until, person: caller.person }
    const options = { laneOf, correct: correctByVerdict }
    const done = isBindable.uuid(id) ? await actOnFinding(this.ledger, caller, id, wanted, options) : undefined
    if (done === undefined) throw new Problem(404, { detail: 'Finding not found' })
    if ('refused' in done) throw refusalProblem(done)
    return done
  }

  @Get('findings/:id/acts')
  @Needs('findings:read')
  async acts(@Who() caller: Caller, @Param('id') id: string): Promise<FindingActs> {
    const acts = isBindable.uuid(id)
      ? await findActs(this.ledger, caller, id, { mayRead: may(caller, 'findings:judge') })
      : undefined
    if (acts === undefined) throw new Problem(404, { detail: 'Finding not found' })
    return redacted(caller, acts)
  }

  /** Decided findings that the caller may read without knowing the verdict. */
  @Get('samples')
  @Needs('findings:judge')
  async samples(@Who() caller: Caller, @Query() query: Record<string, unknown>): Promise<{ items: SampledFinding[] }> {
    return { items: await findSamples(this.ledger, caller, { limit: readLimit(query) }) }
  }
}
