import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common'
import type { Reason } from '@claims-audit/contracts'
import { operationOutcome } from '@claims-audit/fhir'
import type { FhirIssue, FhirResult } from '@claims-audit/fhir'
import { convertedSubmission } from '@claims-audit/submission'
import type { Accepted, ForTenant } from '@claims-audit/submission'
import type { Request, Response } from 'express'
import { senderOf } from './access.js'
import { bytesOf } from './bytes-of.js'
import { ClaimPublisher } from './door-publisher.js'
import { eventIdOf } from './idempotency.js'
import { BodyReader } from './reading/body-reader.js'

/** FHIR R4 in, an OperationOutcome out, with an issue for each claim. */
@Controller('fhir')
export class FhirController {
  constructor(
    @Inject(ClaimPublisher) private readonly publisher: ClaimPublisher,
    @Inject(BodyReader) private readonly reader: BodyReader,
  ) {}

  /**
   * A Claim, an ExplanationOfBenefit or a Bundle. 202 where Kafka has at least one claim of it; each claim has its own
   * issue.
   */
  @Post('Claim')
  async claim(@Body() body: unknown, @Req() request: Request, @Res() response: Response): Promise<void> {
    const found = await this.reader.read('fhir', { bytes: bytesOf(body) })
    if ('ended' in found) return answer(response, 422, 'Bundle', [refusedBy(found.ended)])
    const sender = senderOf(request)
    const read = found.results.map((result, at) => submitted(result, sender, eventIdOf(request, at)))
    const claims = read.flatMap(({ claim }) => claim ?? [])
    for (const { issues } of read) if (issues[0]?.severity === 'error') this.publisher.refuse(422)
    await this.publisher.publish(claims)
    answer(
      response,
      claims.length > 0 ? 202 : 422,
      found.resourceType,
      read.flatMap(({ issues }) => issues),
    )
  }
}

function answer(response: Response, status: number, resourceType: string, issues: FhirIssue[]): void {
  response
    .status(status)
    .type('application/fhir+json')
    .send(JSON.stringify(operationOutcome(resourceType, issues)))
}

const refusedBy = (reason: Reason): FhirIssue => ({ severity: 'error', reason })

interface Submitted {
  claim?: Accepted
  issues: FhirIssue[]
}

/** A claim, or each reason why it is not accepted, by the place of its resource and the field of the claim. */
function submitted(result: FhirResult, sender: ForTenant, eventId: string): Submitted {
  if ('refused' in result) return { issues: [refusedBy(result.refused)] }
  const read = convertedSubmission(result.claim, sender, eventId)
  if ('event' in read)
    return { claim: read, issues: [{ severity: 'information', pointer: result.resource, id: read.event.id }] }
  return {
    issues: read.reasons.map((reason) => refusedBy({ ...reason, pointer: result.resource, keyword: inClaim(reason) })),
  }
}

/** A field of the claim that the resource became is not one of the resource: it is told beside its place. */
const inClaim = ({ pointer, keyword }: Reason): string | null =>
  pointer === null ? keyword : `${pointer}${keyword === null ? '' : ` ${keyword}`}`
