import { createHash } from 'node:crypto'
import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common'
import { parseCapture, readText } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'
import { OF_ANOTHER_TENANT, documentsSubmission, eventIdInFile } from '@claims-audit/submission'
import type { Request } from 'express'
import { senderOf } from './access.js'
import { bytesOf } from './bytes-of.js'
import { DocumentPublisher } from './door-publisher.js'
import { refused } from './refused.js'

/** What scribes captured. */
@Controller('v1/captures')
export class CapturesController {
  constructor(@Inject(DocumentPublisher) private readonly publisher: DocumentPublisher) {}

  @Post()
  @HttpCode(202)
  async capture(@Body() body: unknown, @Req() request: Request): Promise<{ id: string }> {
    const bytes = bytesOf(body)
    const read = readText(bytes)
    const parsed = 'rejected' in read ? read : parseCapture(read.value)
    if ('rejected' in parsed) throw this.#refused([parsed.rejected, ...parsed.others])
    const id = eventIdInFile(createHash('sha256').update(bytes).digest('hex'), 0)
    const submitted = documentsSubmission(parsed.received, senderOf(request), id)
    if ('reasons' in submitted) throw this.#refused(submitted.reasons)
    await this.publisher.publish([submitted.event])
    return { id }
  }

  #refused(reasons: Reason[]): Error {
    const status = reasons[0] === OF_ANOTHER_TENANT ? 403 : 422
    this.publisher.refuse(status)
    return refused('The capture was not accepted', reasons, status)
  }
}
