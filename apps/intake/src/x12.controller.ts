import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common'
import type { Reason } from '@claims-audit/contracts'
import { convertedSubmission, eventIdInFile, named } from '@claims-audit/submission'
import type { Accepted, ForTenant } from '@claims-audit/submission'
import { ClaimReader, Surveyor, acknowledge, segmentError, toldRefusal } from '@claims-audit/x12'
import type { Report, Survey, X12Result } from '@claims-audit/x12'
import type { Request, Response } from 'express'
import { senderOf } from './access.js'
import { bytesOf } from './bytes-of.js'
import { ClaimPublisher } from './door-publisher.js'

/** Events that go to Kafka together. */
const BATCH = 500
/** A chunk that stays in the processor's cache: larger ones are slower. */
const CHUNK = 65_536
const EDI = 'application/edi-x12'

/** 837I and 837P in; what became of each claim out, or TA1 and 999. */
@Controller('x12')
export class X12Controller {
  constructor(@Inject(ClaimPublisher) private readonly publisher: ClaimPublisher) {}

  /** 202 where Kafka has at least one claim of the file, else 422. */
  @Post('837')
  async file(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const bytes = bytesOf(body)
    const survey = await surveyOf(bytes)
    const isEdi = request.accepts('json', EDI) === EDI
    const { answers, report } = await this.publishAll(bytes, survey, senderOf(request))
    const status = answers.some(({ id }) => id !== undefined) ? 202 : 422
    if (!isEdi)
      return void response.status(status).json({ report, claims: answers.map(({ account: _, ...answer }) => answer) })
    const errors = answers.flatMap(({ at, errors: [reason] = [], account }) =>
      reason === undefined ? [] : (segmentError(at, reason, account ?? '') ?? []),
    )
    let text = ''
    for await (const piece of acknowledge(survey, { at: new Date(), controlNumber: numberOf(bytes) }, errors))
      text += piece
    response.status(status).type(EDI).send(text)
  }

  private async publishAll(
    bytes: Buffer,
    survey: Survey,
    sender: ForTenant,
  ): Promise<{ answers: Answer[]; report: Report }> {
    const digest = createHash('sha256').update(bytes).digest('hex')
    const reader = new ClaimReader(survey, { echoes: true })
    const answers: Answer[] = []
    let waiting: Accepted[] = []
    const take = async (results: X12Result[]): Promise<void> => {
      for (const result of results) {
        const { answer, claim } = answered(result, eventIdInFile(digest, answers.length), sender)
        answers.push(answer)
        if (claim === undefined) this.publisher.refuse(422)
        else waiting.push(claim)
      }
      if (waiting.length < BATCH) return
      await this.publisher.publish(waiting)
      waiting = []
    }
    for await (const chunk of chunksOf(bytes)) await take(reader.push(chunk))
    await take(reader.end())
    await this.publisher.publish(waiting)
    return { answers, report: reader.report() }
  }
}

/**
 * What became of a claim, or of a transaction that is not read: where it is, and its event's id or why it has no event;
 * `account`: for the 999 alone.
 */
type Answer = { at: object; id?: string; errors?: Reason[]; account?: string }

function answered(result: X12Result, id: string, sender: ForTenant): { answer: Answer; claim?: Accepted } {
  if ('refused' in result) {
    const { at, refused } = toldRefusal(result)
    return { answer: { at, errors: [refused], ...(result.echo && { account: result.echo.accountNumber }) } }
  }
  const read = convertedSubmission(result.claim, sender, id)
  if ('reasons' in read) return { answer: { at: result.place, errors: read.reasons.map(named) } }
  return { answer: { at: result.place, id }, claim: read }
}

async function surveyOf(bytes: Buffer): Promise<Survey> {
  const surveyor = new Surveyor()
  for await (const chunk of chunksOf(bytes)) surveyor.push(chunk)
  return surveyor.end()
}

/** Between two chunks others are answered: a file of 64 MB may be many seconds of work, claims that are refused above all. */
async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += CHUNK) {
    yield bytes.subarray(from, from + CHUNK)
    await turn()
  }
}

/** Of the bytes, so that the same file is answered by the same number. */
const numberOf = (bytes: Buffer): number =>
  (createHash('sha256').update(bytes).digest().readUInt32BE(0) % 999_999_999) + 1
