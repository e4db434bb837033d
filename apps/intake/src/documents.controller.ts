import { createHash } from 'node:crypto'
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common'
import type { Reason } from '@claims-audit/contracts'
import type { Outgoing } from '@claims-audit/event-log'
import { documentsSubmission, eventIdInFile, named } from '@claims-audit/submission'
import type { ForTenant } from '@claims-audit/submission'
import type { Request, Response } from 'express'
import { senderOf } from './access.js'
import { bytesOf } from './bytes-of.js'
import { DocumentPublisher } from './door-publisher.js'
import { readPosted } from './read-posted.js'
import type { Posted } from './read-posted.js'

/** Documents that come apart from claims, in; what became of each, out. */
@Controller('v1/documents')
export class DocumentsController {
  constructor(@Inject(DocumentPublisher) private readonly publisher: DocumentPublisher) {}

  /**
   * 202 where Kafka has at least one document of the body, or it holds none that is refused; else 422. The same bytes
   * give the same event ids.
   */
  @Post()
  async documents(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const bytes = bytesOf(body)
    const digest = createHash('sha256').update(bytes).digest('hex')
    const sender = senderOf(request)
    const read = readPosted(bytes, request.headers['content-type']).map((posted, ordinal) =>
      answered(posted, eventIdInFile(digest, ordinal), sender),
    )
    for (const { answer } of read) if (answer.errors !== undefined) this.publisher.refuse(422)
    await this.publisher.publish(read.flatMap(({ event }) => event ?? []))
    const isRefused = read.every(({ answer }) => answer.errors !== undefined)
    response.status(isRefused ? 422 : 202).json({ documents: read.map(({ answer }) => answer) })
  }
}

/**
 * What became of a document: where it is, with its event's id, why it was refused, or why it holds nothing to read.
 * `unfinished`: the body ends within it.
 */
interface Answer {
  at: object
  id?: string
  errors?: Reason[]
  passedOver?: Reason
  unfinished?: true
}

function answered(posted: Posted, id: string, sender: ForTenant): { answer: Answer; event?: Outgoing } {
  const { at } = posted
  if ('refused' in posted) return { answer: { at, errors: posted.refused.map(named) } }
  if ('passedOver' in posted) return { answer: { at, passedOver: named(posted.passedOver) } }
  const read = documentsSubmission(posted.received, sender, id)
  if ('reasons' in read) return { answer: { at, errors: read.reasons.map(named) } }
  return { answer: { at, id, ...(posted.isUnfinished && { unfinished: true }) }, event: read.event }
}
