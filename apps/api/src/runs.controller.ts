import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Query, Req, Sse } from '@nestjs/common'
import type { MessageEvent, StreamableFile } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { isRunRequest } from '@claims-audit/contracts'
import type { LogSource, Reason, RunRequest } from '@claims-audit/contracts'
import {
  NotComparable,
  actOnRun,
  asTenant,
  askRun,
  assertComparable,
  diffRuns,
  dropRun,
  findRun,
  findingChanges,
  listRuns,
  pageOfChanges,
  unfinishedRuns,
  unlessLocked,
} from '@claims-audit/ledger'
import type { AskedAs, AuditRun, FindingChange, RunDiff } from '@claims-audit/ledger'
import { isInstant } from '@claims-audit/runs'
import { Problem } from '@claims-audit/service'
import type { Request } from 'express'
import { exhaustMap, map, takeWhile, timer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { DataSource, QueryRunner } from 'typeorm'
import { asLocalOperator } from './access/local-operator.js'
import { Needs, Who } from './access/needs.js'
import { diffFile, diffType } from './diff-file.js'
import { readBody } from './read-body.js'
import { readLimit } from './read-query.js'
import { readChangeCursor, readRunPage, runNumber, writeChangeCursor } from './run-query.js'
import { LEDGER } from './tokens.js'

/** A run as it is told: without the paths of packs on the machine that asked. */
type ToldRun = Omit<AuditRun, 'additions'>

const EVERY_MS = 500
/** Half of each thread's time: a run that is asked for here works beside the live pipeline. */
const SHARE = 0.5
/** Runs over a topic or the archive that are asked for or at work. */
const MOST_OPEN = 100

/** Retrospective audits: they are asked for here, and worked on by `replay`. */
@Controller('v1/runs')
export class RunsController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @Post()
  @HttpCode(202)
  @Needs('runs:write')
  async ask(@Body() body: unknown, @Who() caller: Caller): Promise<ToldRun> {
    const request = readRequest(body)
    const only = ownOnly(request, caller)
    return within(this.ledger, caller, async (runner) => {
      await assertRoom(runner)
      const asked = { share: SHARE, ...request, ...(only !== undefined && { only }) }
      return found(runner, await askRun(runner, asked, null, caller.isLocal === true ? null : caller.tenant))
    })
  }

  @Get()
  @Needs('runs:read')
  async list(@Query() query: Record<string, unknown>, @Who() caller: Caller): Promise<{ items: ToldRun[] }> {
    const { tenant: _, ...rest } = query
    const page = readRunPage(rest)
    const runs = await within(this.ledger, caller, (runner) => listRuns(runner, page))
    return { items: runs.map(told) }
  }

  @Get(':run')
  @Needs('runs:read')
  one(@Param('run') run: string, @Who() caller: Caller): Promise<ToldRun> {
    return this.found(caller, runNumber(run))
  }

  /** The run, twice a second until it no longer moves; then the stream ends. */
  @Sse(':run/progress')
  @Needs('runs:read')
  async progress(@Param('run') run: string, @Who() caller: Caller): Promise<Observable<MessageEvent>> {
    const { id } = await this.found(caller, runNumber(run))
    return timer(0, EVERY_MS).pipe(
      exhaustMap(() => this.found(caller, id)),
      takeWhile(({ state }) => state === 'asked' || state === 'running', true),
      map((data) => ({ type: 'run', data })),
    )
  }

  @Post(':run\\:cancel')
  @HttpCode(200)
  @Needs('runs:write')
  cancel(@Param('run') run: string, @Who() caller: Caller): Promise<ToldRun> {
    return within(this.ledger, caller, (runner) => act(runner, run, 'cancel', 'cancelled'))
  }

  @Post(':run\\:resume')
  @HttpCode(200)
  @Needs('runs:write')
  resume(@Param('run') run: string, @Who() caller: Caller): Promise<ToldRun> {
    return within(this.ledger, caller, async (runner) => {
      await assertRoom(runner)
      return act(runner, run, 'resume', 'asked', 'running')
    })
  }

  @Delete(':run')
  @HttpCode(204)
  @Needs('runs:write')
  async drop(@Param('run') run: string, @Who() caller: Caller): Promise<void> {
    const number = runNumber(run)
    if (await within(this.ledger, caller, (runner) => dropRun(runner, number)).catch(unlessLocked)) return
    const { state } = await this.found(caller, number)
    throw new Problem(409, {
      detail:
        state === 'running'
          ? 'The run is at work; cancel it first'
          : 'A unit of the run is still being finished, or what came of it is being read; try again later',
    })
  }

  /** Its sums, or a file with a row for each finding. */
  @Get(':a/diff/:b')
  @Header('vary', 'accept')
  @Needs('runs:read')
  async diff(
    @Param('a') a: string,
    @Param('b') b: string,
    @Req() request: Request,
    @Who() caller: Caller,
  ): Promise<RunDiff | StreamableFile> {
    const [from, to] = [runNumber(a), runNumber(b)]
    const type = diffType(request)
    const asked = <T>(work: (runner: QueryRunner) => Promise<T>): Promise<T> =>
      compared(within(this.ledger, caller, work))
    if (type === 'application/json') return asked((runner) => diffRuns(runner, from, to))
    // Before an answer is begun: later it could only be cut short.
    await asked((runner) => assertComparable(runner, from, to))
    return diffFile(type, `runs-${from}-${to}`, findingChanges(this.ledger, from, to, askedAs(caller)))
  }

  @Get(':a/diff/:b/findings')
  @Needs('runs:read')
  async changes(
    @Param('a') a: string,
    @Param('b') b: string,
    @Query() { cursor, tenant: _, ...query }: Record<string, unknown>,
    @Who() caller: Caller,
  ): Promise<{ items: FindingChange[]; cursor: string | null }> {
    const limit = readLimit(query)
    const [from, to] = [runNumber(a), runNumber(b)]
    const page = { limit, ...(cursor !== undefined && { after: readChangeCursor(cursor) }) }
    const items = await compared(within(this.ledger, caller, (runner) => pageOfChanges(runner, from, to, page)))
    const last = items.at(-1)
    return { items, cursor: items.length < limit || last === undefined ? null : writeChangeCursor(last) }
  }

  private found(caller: Caller, run: number): Promise<ToldRun> {
    return within(this.ledger, caller, (runner) => found(runner, run))
  }
}

/** A program on this machine sees the runs over all tenants; everyone else those of the own one. */
const askedAs = (caller: Caller): AskedAs => (caller.isLocal === true ? 'operator' : caller)

const within = <T>(ledger: DataSource, caller: Caller, work: (runner: QueryRunner) => Promise<T>): Promise<T> =>
  caller.isLocal === true ? asLocalOperator(ledger, work) : asTenant(ledger, caller, work)

const INVALID = 'Invalid run request'

/** Throws a 422 that names what is wrong with a request for a run. */
function readRequest(body: unknown): RunRequest {
  const request = readBody(body, isRunRequest, INVALID)
  if (request.source.kind === 'files' || request.source.kind === 'engine')
    throw new Problem(422, {
      detail: 'Files are read where they lie: claims-audit replay FILE',
      errors: [{ pointer: '/source/kind', code: 'files', keyword: 'enum' }],
    })
  const wrong = notInstants(request.source)
  if (wrong.length > 0) throw new Problem(422, { detail: INVALID, errors: wrong })
  return request
}

/** A run of a tenant reads the claims of that tenant alone. Throws a 403 where another one is asked for. */
function ownOnly({ only }: RunRequest, { isLocal, tenant }: Caller): RunRequest['only'] {
  if (isLocal === true) return only
  if (only?.tenant !== undefined && only.tenant !== tenant)
    throw new Problem(403, {
      detail: 'This tenant is not yours',
      errors: [{ pointer: '/only/tenant', code: 'tenant', keyword: null }],
    })
  return { ...only, tenant }
}

/** `replay` works on three at a time; a queue without a bound would be a way to fill the database. */
async function assertRoom(runner: QueryRunner): Promise<void> {
  const kinds = (await unfinishedRuns(runner)).map(({ request }) => request.source.kind)
  if (kinds.filter((kind) => kind === 'topic' || kind === 'archive').length < MOST_OPEN) return
  throw new Problem(429, { detail: `${MOST_OPEN} runs are already open; cancel one or wait until one is done` })
}

async function found(runner: QueryRunner, run: number): Promise<ToldRun> {
  const it = await findRun(runner, run)
  if (it === undefined) throw new Problem(404, { detail: 'Run not found' })
  return told(it)
}

async function act(
  runner: QueryRunner,
  run: string,
  what: 'cancel' | 'resume',
  ...wanted: AuditRun['state'][]
): Promise<ToldRun> {
  const state = await actOnRun(runner, runNumber(run), what)
  const it = await found(runner, runNumber(run))
  if (state === undefined || !wanted.includes(state)) throw new Problem(409, { detail: `The run is ${state}` })
  return it
}

/** Which of a source's times the calendar has not. */
function notInstants({ fromTime, toTime }: LogSource): Reason[] {
  const times = Object.entries({ fromTime, toTime })
  const wrong = times.filter(([, text]) => text !== undefined && !isInstant(text))
  return wrong.map(([name]) => ({ pointer: `/source/${name}`, code: 'schema', keyword: 'format' }))
}

const told = ({ additions: _, ...run }: AuditRun): ToldRun => run

/** What is not there is not found; what is not done yet is a conflict. */
async function compared<T>(comparing: Promise<T>): Promise<T> {
  try {
    return await comparing
  } catch (error) {
    if (error instanceof NotComparable)
      throw new Problem(error.message.startsWith('there is no') ? 404 : 409, { detail: error.message })
    throw error
  }
}
