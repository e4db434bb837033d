import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post, Query, Req, Sse } from '@nestjs/common'
import type { MessageEvent, StreamableFile } from '@nestjs/common'
import { isRunRequest } from '@claims-audit/contracts'
import type { LogSource, Reason } from '@claims-audit/contracts'
import {
  NotComparable,
  actOnRun,
  askRun,
  assertComparable,
  deleteRun,
  diffRuns,
  findRun,
  findingChanges,
  listRuns,
  pageOfChanges,
  unfinishedRuns,
} from '@claims-audit/ledger'
import type { AuditRun, FindingChange, RunDiff } from '@claims-audit/ledger'
import { isInstant } from '@claims-audit/runs'
import { Problem } from '@claims-audit/service'
import type { Request } from 'express'
import { exhaustMap, map, takeWhile, timer } from 'rxjs'
import type { Observable } from 'rxjs'
import type { DataSource } from 'typeorm'
import { diffFile, diffType } from './diff-file.js'
import { readChangeCursor, readLimit, readRunPage, runNumber, writeChangeCursor } from './run-query.js'
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
  async ask(@Body() body: unknown): Promise<ToldRun> {
    if (!isRunRequest(body))
      throw new Problem(422, {
        detail: 'Invalid run request',
        errors: (isRunRequest.errors ?? []).map(({ instancePath, keyword }) => ({
          pointer: instancePath,
          code: 'schema',
          keyword,
        })),
      })
    if (body.source.kind === 'files' || body.source.kind === 'engine')
      throw new Problem(422, {
        detail: 'Files are read where they lie: claims-audit replay FILE',
        errors: [{ pointer: '/source/kind', code: 'files', keyword: 'enum' }],
      })
    const wrong = notInstants(body.source)
    if (wrong.length > 0) throw new Problem(422, { detail: 'Invalid run request', errors: wrong })
    await this.assertRoom()
    return this.found(await askRun(this.ledger, { share: SHARE, ...body }, null))
  }

  @Get()
  async list(@Query() query: Record<string, unknown>): Promise<{ items: ToldRun[] }> {
    const runs = await listRuns(this.ledger, readRunPage(query))
    return { items: runs.map(told) }
  }

  @Get(':run')
  one(@Param('run') run: string): Promise<ToldRun> {
    return this.found(runNumber(run))
  }

  /** The run, twice a second until it no longer moves; then the stream ends. */
  @Sse(':run/progress')
  async progress(@Param('run') run: string): Promise<Observable<MessageEvent>> {
    const { id } = await this.found(runNumber(run))
    return timer(0, EVERY_MS).pipe(
      exhaustMap(() => this.found(id)),
      takeWhile(({ state }) => state === 'asked' || state === 'running', true),
      map((data) => ({ type: 'run', data })),
    )
  }

  @Post(':run\\:cancel')
  @HttpCode(200)
  cancel(@Param('run') run: string): Promise<ToldRun> {
    return this.act(run, 'cancel', 'cancelled')
  }

  @Post(':run\\:resume')
  @HttpCode(200)
  async resume(@Param('run') run: string): Promise<ToldRun> {
    await this.assertRoom()
    return this.act(run, 'resume', 'asked', 'running')
  }

  @Delete(':run')
  @HttpCode(204)
  async drop(@Param('run') run: string): Promise<void> {
    if (await deleteRun(this.ledger, runNumber(run))) return
    const { state } = await this.found(runNumber(run))
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
  async diff(@Param('a') a: string, @Param('b') b: string, @Req() request: Request): Promise<RunDiff | StreamableFile> {
    const [from, to] = [runNumber(a), runNumber(b)]
    const type = diffType(request)
    if (type === 'application/json') return compared(diffRuns(this.ledger, from, to))
    // Before an answer is begun: later it could only be cut short.
    await compared(assertComparable(this.ledger, from, to))
    return diffFile(type, `runs-${from}-${to}`, findingChanges(this.ledger, from, to))
  }

  @Get(':a/diff/:b/findings')
  async changes(
    @Param('a') a: string,
    @Param('b') b: string,
    @Query() { cursor, ...query }: Record<string, unknown>,
  ): Promise<{ items: FindingChange[]; cursor: string | null }> {
    const limit = readLimit(query)
    const items = await compared(
      pageOfChanges(this.ledger, runNumber(a), runNumber(b), {
        limit,
        ...(cursor !== undefined && { after: readChangeCursor(cursor) }),
      }),
    )
    const last = items.at(-1)
    return { items, cursor: items.length < limit || last === undefined ? null : writeChangeCursor(last) }
  }

  /** `replay` works on three at a time; a queue without a bound would be a way to fill the database. */
  private async assertRoom(): Promise<void> {
    const kinds = (await unfinishedRuns(this.ledger)).map(({ request }) => request.source.kind)
    if (kinds.filter((kind) => kind === 'topic' || kind === 'archive').length < MOST_OPEN) return
    throw new Problem(429, { detail: `${MOST_OPEN} runs are already open; cancel one or wait until one is done` })
  }

  private async found(run: number): Promise<ToldRun> {
    const found = await findRun(this.ledger, run)
    if (found === undefined) throw new Problem(404, { detail: 'Run not found' })
    return told(found)
  }

  private async act(run: string, act: 'cancel' | 'resume', ...wanted: AuditRun['state'][]): Promise<ToldRun> {
    const state = await actOnRun(this.ledger, runNumber(run), act)
    const found = await this.found(runNumber(run))
    if (state === undefined || !wanted.includes(state)) throw new Problem(409, { detail: `The run is ${state}` })
    return found
  }
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
