import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common'
import { named } from '@claims-audit/submission'
import type { Request, Response } from 'express'
import { senderOf } from './access.js'
import { bytesOf } from './bytes-of.js'
import { DocumentPublisher } from './door-publisher.js'
import { BodyReader } from './reading/body-reader.js'
import type { AnsweredDocument } from './reading/documents.js'

/** Documents that come apart from claims, in; what became of each, out. */
@Controller('v1/documents')
export class DocumentsController {
  constructor(
    @Inject(DocumentPublisher) private readonly publisher: DocumentPublisher,
    @Inject(BodyReader) private readonly reader: BodyReader,
  ) {}

  /** 202 where Kafka has at least one document of the body, or it holds none that is refused; else 422. */
  @Post()
  async documents(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const contentType = request.headers['content-type']
    const found = await this.reader.read('documents', { bytes: bytesOf(body), contentType, sender: senderOf(request) })
    const read: AnsweredDocument[] = 'ended' in found ? [{ answer: { at: {}, errors: [named(found.ended)] } }] : found
    for (const { answer } of read) if (answer.errors !== undefined) this.publisher.refuse(422)
    await this.publisher.publish(read.flatMap(({ event }) => event ?? []))
    const isRefused = read.every(({ answer }) => answer.errors !== undefined)
    response.status(isRefused ? 422 : 202).json({ documents: read.map(({ answer }) => answer) })
  }
}
