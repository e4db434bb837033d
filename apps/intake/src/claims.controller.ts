import { randomUUID } from 'node:crypto'
import { Body, Controller, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common'
import { MAX_EVENT_BYTES, linesOf } from '@claims-audit/claim'
import type { Line } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'
import { traceparentIn } from '@claims-audit/event-log'
import { Problem } from '@claims-audit/service'
import { OF_ANOTHER_TENANT, named, submission } from '@claims-audit/submission'
import type { Sender } from '@claims-audit/submission'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { once } from 'node:events'
import { tenantsOf } from './access.js'
import { bytesOf } from './bytes-of.js'
import { ClaimPublisher } from './door-publisher.js'
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
    const submitted = submission(bytesOf(body), sender, randomUUID())
    if ('reasons' in submitted) {
      const status = statusOf(submitted.reasons)
      this.publisher.refuse(status)
      throw refused('The claim was not accepted', submitted.reasons, status)
    }
    await this.publisher.publish([submitted.event])
    return { id: submitted.event.id }
  }

  /** NDJSON in, NDJSON out: a line `{"line","status","id"}` or `{"line","status","errors"}` for each claim, in their order. */
  @Post('v1/claims\\:batch')
  async batch(
    @Req() request: IncomingMessage,
    @Res() response: ServerResponse,
    @Headers('traceparent') traceparent?: string,
  ): Promise<void> {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    let lines: Line[] = []
    const answer = async (): Promise<void> => {
      const answers = await this.submitAll(lines, {
        traceparent: traceparentIn({ traceparent }),
        tenants: tenantsOf(request),
      })
      lines = []
      // A client that does not read its answers is not read from either.
      if (!response.write(answers.map((each) => `${JSON.stringify(each)}\n`).join(''))) await drained(response)
    }
    for await (const line of linesOf(request, MAX_EVENT_BYTES)) {
      lines.push(line)
      if (lines.length === BATCH) await answer()
    }
    if (lines.length > 0) await answer()
    response.end()
  }

  private async submitAll(lines: Line[], sender: Sender): Promise<LineAnswer[]> {
    const read = lines.map(({ text, rejected }) =>
      rejected ? { reasons: [rejected] } : submission(text, sender, randomUUID()),
    )
    const events = read.flatMap((each) => ('event' in each ? [each.event] : []))
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
