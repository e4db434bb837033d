import { randomUUID } from 'node:crypto'
import { Body, Controller, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common'
import { MAX_EVENT_BYTES, isDeeper, linesOf, readText } from '@claims-audit/claim'
import type { Line } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'
import { traceparentIn } from '@claims-audit/event-log'
import { Problem } from '@claims-audit/service'
import { OF_ANOTHER_TENANT, named, submission } from '@claims-audit/submission'
import type { Sender } from '@claims-audit/submission'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { tenantsOf } from './access.js'
import { BATCH_BYTES, bytesOf } from './bytes-of.js'
import { ClaimPublisher } from './door-publisher.js'
import { eventIdOf } from './idempotency.js'
import { refused } from './refused.js'

/** Events that go to Kafka, and answers that go back, together. */
const BATCH = 500

/** Claims in over HTTP. An answer of 202 means that Kafka has the event. */
@Controller()
export class ClaimsController {
  constructor(@Inject(ClaimPublisher) private readonly publisher: ClaimPublisher) {}

  @Post('v1/claims')
  @HttpCode(202)
  async one(
    @Body() body: unknown,
    @Req() request: IncomingMessage,
    @Headers('traceparent') traceparent?: string,
  ): Promise<{ id: string }> {
    const sender = { traceparent: traceparentIn({ traceparent }), tenants: tenantsOf(request) }
    const submitted = submission(bytesOf(body), sender, eventIdOf(request, 0))
    if ('reasons' in submitted) {
      const status = statusOf(submitted.reasons)
      this.publisher.refuse(status)
      throw refused('The claim was not accepted', submitted.reasons, status)
    }
    await this.publisher.publish([submitted])
    return { id: submitted.event.id }
  }

  /**
   * NDJSON or a batch of CloudEvents in, NDJSON out: a line `{"line","status","id"}` or `{"line","status","errors"}`
   * for each claim, in their order.
   */
  @Post('v1/claims\\:batch')
  async batch(
    @Body() body: unknown,
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Headers('traceparent') traceparent?: string,
  ): Promise<void> {
    const sender = { traceparent: traceparentIn({ traceparent }), tenants: tenantsOf(request) }
    const lines = Buffer.isBuffer(body) ? itemsOf(body) : linesOf(request, MAX_EVENT_BYTES)
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    for await (const piece of piecesOf(lines)) {
      const answers = await this.submitAll(piece, sender)
      // A client that does not read its answers is not read from either.
      if (!response.write(answers.map((each) => `${JSON.stringify(each)}\n`).join(''))) await drained(response)
    }
    response.end()
  }

  private async submitAll(lines: Line[], sender: Sender): Promise<LineAnswer[]> {
    const read = lines.map(({ text, rejected }) =>
      rejected ? { reasons: [rejected] } : submission(text, sender, randomUUID()),
    )
    const events = read.filter((each) => 'event' in each)
    const status = await this.publisher.publish(events).then(
      () => 202,
      (error: Problem) => error.getStatus(),
    )
    const answered = read.map((each, at) => {
      const line = lines[at]?.number ?? 0
      if ('event' in each) return status === 202 ? { line, status, id: each.event.id } : { line, status }
      const refusedBy = statusOf(each.reasons)
      this.publisher.refuse(refusedBy)
      return { line, status: refusedBy, errors: each.reasons.map(named) }
    })
    return answered
  }
}

/** The items of a JSON array, each as a line. */
function itemsOf(body: Buffer): Line[] {
  const read = readText(body)
  if ('rejected' in read) throw refused('The batch was not accepted', [read.rejected])
  if (!Array.isArray(read.value)) throw refused('The batch was not accepted', [NO_ARRAY])
  return read.value.map((item: unknown, at) => ({ number: at + 1, ...textOf(item) }))
}

/** What is too deep cannot be written again. */
const textOf = (item: unknown): Omit<Line, 'number'> =>
  isDeeper(item) ? { text: '', rejected: TOO_DEEP } : { text: JSON.stringify(item) }

const TOO_DEEP: Reason = { code: 'too-deep', pointer: null, keyword: null }
const NO_ARRAY: Reason = { pointer: '', code: 'schema', keyword: 'type' }

/** Lines that go to Kafka together. */
async function* piecesOf(lines: AsyncIterable<Line> | Line[]): AsyncGenerator<Line[]> {
  let piece: Line[] = []
  let bytes = 0
  for await (const line of lines) {
    piece.push(line)
    bytes += line.text.length
    if (piece.length < BATCH && bytes < BATCH_BYTES) continue
    yield piece
    piece = []
    bytes = 0
  }
  if (piece.length > 0) yield piece
}

/** By the first reason. */
function statusOf([first]: Reason[]): number {
  if (first === OF_ANOTHER_TENANT) return 403
  return first?.code === 'too-large' ? 413 : 422
}

/** Or gone: a client that went away takes nothing any more. */
async function drained(response: ServerResponse): Promise<void> {
  const waiting = new AbortController()
  const { signal } = waiting
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).finally(() =>
    waiting.abort(),
  )
}

interface LineAnswer {
  line: number
  status: number
  id?: string
  errors?: ReturnType<typeof named>[]
}
