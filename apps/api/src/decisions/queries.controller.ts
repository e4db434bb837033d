import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query as Queried } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { askProvider, lintWording, withdrawQuery } from '@claims-audit/audit'
import type { WordingProblem } from '@claims-audit/audit'
import { isQueryActRequest, isQueryLintRequest, isQueryRequest } from '@claims-audit/contracts'
import { QUERY_STATES } from '@claims-audit/decisions'
import type { QueryState } from '@claims-audit/decisions'
import { laneOf } from '@claims-audit/event-log'
import { actOnQuery, draftQuery, findQueries, findQuery, findQueryTemplate, isBindable } from '@claims-audit/ledger'
import type { QueryOptions, QueryRefused, ToldQuery, WantedQueryAct } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { redacted } from '../access/redacted.js'
import { readLimit, wrongQuery } from '../read-query.js'
import { LEDGER } from '../tokens.js'
import { readBody } from '../read-body.js'
import { queryRefusalProblem } from './refusals.js'

/** Queries to providers. */
@Controller('v1')
export class QueriesController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Get('queries')
  @Needs('findings:read')
  async list(
    @Who() caller: Caller,
    @Queried() { state, ...query }: Record<string, unknown>,
  ): Promise<{ items: ToldQuery[] }> {
    const limit = readLimit(query)
    if (state !== undefined && !isState(state)) throw wrongQuery('state')
    return redacted(caller, { items: await findQueries(this.ledger, caller, { state, limit }) })
  }

  @Post('queries')
  @Needs('queries:write')
  @HttpCode(201)
  async draft(@Who() caller: Caller, @Body() body: unknown): Promise<ToldQuery> {
    const { findingId, actId, wording, addressee, deadline } = readBody(body, isQueryRequest)
    if (findingId === undefined) throw fieldNeeded('/findingId')
    return told(await draftQuery(this.ledger, caller, findingId, { actId, wording, addressee, deadline }, laneOf))
  }

  /** Answers while a person types; keeps nothing. */
  @Post('queries\\:lint')
  @Needs('queries:write')
  @HttpCode(200)
  async lint(@Who() caller: Caller, @Body() body: unknown): Promise<{ problems: WordingProblem[] }> {
    const { findingId, wording } = readBody(body, isQueryLintRequest)
    const template = await findQueryTemplate(this.ledger, caller, findingId)
    if (template === undefined) throw new Problem(404, { detail: 'Finding not found' })
    return { problems: lintWording(wording, template.query) }
  }

  @Get('queries/:id')
  @Needs('findings:read')
  async one(@Who() caller: Caller, @Param('id') id: string): Promise<ToldQuery> {
    return redacted(caller, told(isBindable.uuid(id) ? await findQuery(this.ledger, caller, id) : undefined))
  }

  @Put('queries/:id')
  @Needs('queries:write')
  edit(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<ToldQuery> {
    const { actId, wording, addressee, deadline } = readBody(body, isQueryRequest)
    return this.act(caller, id, { actId, act: 'edit', wording, addressee, deadline, answer: null, note: null })
  }

  @Post('queries/:id\\:send')
  @Needs('queries:write')
  @HttpCode(200)
  send(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<ToldQuery> {
    return this.act(caller, id, readAct('send', body))
  }

  @Post('queries/:id\\:remind')
  @Needs('queries:write')
  @HttpCode(200)
  remind(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<ToldQuery> {
    return this.act(caller, id, readAct('remind', body))
  }

  @Post('queries/:id\\:escalate')
  @Needs('queries:write')
  @HttpCode(200)
  escalate(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<ToldQuery> {
    return this.act(caller, id, readAct('escalate', body))
  }

  @Post('queries/:id\\:close')
  @Needs('queries:write')
  @HttpCode(200)
  close(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<ToldQuery> {
    return this.act(caller, id, readAct('close', body))
  }

  @Post('queries/:id/answer')
  @Needs('queries:answer')
  @HttpCode(200)
  answer(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<ToldQuery> {
    const wanted = readAct('answer', body)
    if (wanted.answer === null) throw fieldNeeded('/answer')
    return this.act(caller, id, wanted)
  }

  private async act(caller: Caller, id: string, wanted: WantedQueryAct): Promise<ToldQuery> {
    return told(isBindable.uuid(id) ? await actOnQuery(this.ledger, caller, id, wanted, OPTIONS) : undefined)
  }
}

/** A query with a wrong wording is not sent; throwing rolls the act back. */
const OPTIONS: QueryOptions = {
  laneOf,
  withdraw: withdrawQuery,
  ask: (wording, judged) => {
    const problems = lintWording(wording.query, judged.finding.query)
    if (problems.length === 0) return askProvider(wording, judged)
    const errors = problems.map(({ pointer }) => ({ pointer: `/wording${pointer}`, code: 'query-lint', keyword: null }))
    throw new Problem(422, { detail: 'The wording is not compliant; POST /v1/queries:lint says why', errors })
  },
}

const isState = (text: unknown): text is QueryState => typeof text === 'string' && Object.hasOwn(QUERY_STATES, text)

const fieldNeeded = (pointer: string): Problem =>
  new Problem(422, { detail: 'Invalid request', errors: [{ pointer, code: 'schema', keyword: 'required' }] })

function readAct(act: WantedQueryAct['act'], body: unknown): WantedQueryAct {
  const { actId, answer = null, note = null } = readBody(body, isQueryActRequest)
  return { actId, act, answer, note, wording: undefined, addressee: undefined, deadline: undefined }
}

function told(done: ToldQuery | QueryRefused | undefined): ToldQuery {
  if (done === undefined) throw new Problem(404, { detail: 'Query or finding not found' })
  if ('refused' in done) throw queryRefusalProblem(done)
  return done
}
