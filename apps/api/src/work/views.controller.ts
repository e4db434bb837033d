import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common'
import { may } from '@claims-audit/access'
import type { Caller } from '@claims-audit/access'
import type { LoadedRule } from '@claims-audit/audit'
import { isViewRequest } from '@claims-audit/contracts'
import type { ViewRequest } from '@claims-audit/contracts'
import { changeView, findViews, isBindable, saveView } from '@claims-audit/ledger'
import type { MayChange, View } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { Needs, Who } from '../access/needs.js'
import { readBody } from '../read-body.js'
import { LEDGER, RULES } from '../tokens.js'
import { readWorkQuery } from './work-query.js'

/** Saved views of the worklist. */
@Controller('v1/views')
export class ViewsController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(RULES) private readonly rules: LoadedRule[],
  ) {}

  @Get()
  @Needs('findings:read')
  async list(@Who() caller: Caller): Promise<{ items: View[] }> {
    return { items: await findViews(this.ledger, caller) }
  }

  @Post()
  @Needs('findings:read')
  @HttpCode(201)
  save(@Who() caller: Caller, @Body() body: unknown): Promise<View> {
    return saveView(this.ledger, caller, this.wanted(caller, body))
  }

  @Put(':id')
  @Needs('findings:read')
  async change(@Who() caller: Caller, @Param('id') id: string, @Body() body: unknown): Promise<View> {
    const { version, ...wanted } = this.wanted(caller, body)
    if (version === undefined)
      throw new Problem(422, {
        detail: 'A change names the version of the view that it changes',
        errors: [{ pointer: '/version', code: 'schema', keyword: 'required' }],
      })
    return changed(
      isBindable.uuid(id)
        ? await changeView(this.ledger, caller, id, { wanted, version, may: mayChange(caller) })
        : undefined,
    )
  }

  @Delete(':id')
  @Needs('findings:read')
  @HttpCode(204)
  async remove(@Who() caller: Caller, @Param('id') id: string): Promise<void> {
    const removal = { wanted: null, version: undefined, may: mayChange(caller) }
    changed(isBindable.uuid(id) ? await changeView(this.ledger, caller, id, removal) : undefined)
  }

  private wanted(caller: Caller, body: unknown): ViewRequest {
    const wanted = readBody(body, isViewRequest)
    if (new Set(wanted.columns).size < wanted.columns.length)
      throw new Problem(422, {
        detail: 'A column is named twice',
        errors: [{ pointer: '/columns', code: 'schema', keyword: 'uniqueItems' }],
      })
    assertQuery(wanted.query, this.rules)
    if (!mayChange(caller)({ ...wanted, owner: caller.person })) throw notYours()
    return wanted
  }
}

/**
 * One's own, except by a program that signs in as no one; the team's by who made it and leads; standard ones by leads
 * and admins.
 */
const mayChange =
  (caller: Caller): MayChange =>
  ({ scope, owner }) => {
    if (scope === 'standard') return may(caller, 'settings:write')
    return caller.isLocal !== true && (owner === caller.person || (scope === 'team' && may(caller, 'findings:lead')))
  }

const NOT_SAVED = ['tenant', 'limit', 'cursor']

/** By the reader of the list itself. Throws a 422 that names each parameter that is wrong. */
function assertQuery(query: string, rules: readonly LoadedRule[]): void {
  const parameters = [...new URLSearchParams(query)]
  const names = parameters.map(([name]) => name)
  const wrong = names.filter((name, at) => NOT_SAVED.includes(name) || names.indexOf(name) !== at)
  if (wrong.length > 0) throw wrongView(wrong.map((name) => ({ code: 'query', keyword: name })))
  try {
    readWorkQuery(Object.fromEntries(parameters), rules)
  } catch (error) {
    if (error instanceof Problem) throw wrongView((error.getResponse() as { errors?: Wrong[] }).errors ?? [])
    throw error
  }
}

interface Wrong {
  code: string
  keyword: string | null
}

const wrongView = (errors: Wrong[]): Problem =>
  new Problem(422, {
    detail: 'The query does not fit GET /v1/work',
    errors: errors.map(({ code, keyword }) => ({ pointer: '/query', code, keyword })),
  })

const notYours = (): Problem => new Problem(403, { detail: 'The view is for others to change' })

function changed(done: Awaited<ReturnType<typeof changeView>>): View {
  if (done === undefined) throw new Problem(404, { detail: 'View not found' })
  if (!('refused' in done)) return done
  if (done.refused === 'not-yours') throw notYours()
  throw new Problem(409, { detail: 'The view was changed since you read it', code: done.refused })
}
