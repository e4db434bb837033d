import { Body, Controller, Headers, Inject, Post, Query, Req, Res } from '@nestjs/common'
import { readText } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'
import { traceparentIn } from '@claims-audit/event-log'
import type { Outgoing } from '@claims-audit/event-log'
import { isFhir, operationOutcome, readFhir } from '@claims-audit/fhir'
import type { FhirIssue, FhirResult } from '@claims-audit/fhir'
import type { Response } from 'express'
import type { IncomingMessage } from 'node:http'
import { onlyOne, tenantsOf } from './access.js'
import { bytesOf } from './bytes-of.js'
import { ClaimPublisher } from './claim-publisher.js'
import { submission } from './submit.js'
import type { Sender } from './submit.js'

/** FHIR R4 in, an OperationOutcome out, with an issue for each claim. */
@Controller('fhir')
export class FhirController {
  constructor(@Inject(ClaimPublisher) private readonly publisher: ClaimPublisher) {}

  /** A Claim, an ExplanationOfBenefit or a Bundle. 202 where Kafka has at least one claim of it; each claim has its own issue. */
  @Post('Claim')
  async claim(
    @Body() body: unknown,
    @Req() request: IncomingMessage,
    @Res() response: Response,
    @Query('tenant') tenant?: unknown,
    @Headers('traceparent') traceparent?: string,
  ): Promise<void> {
    const document = readText(bytesOf(body))
    if ('rejected' in document) return answer(response, 422, 'Bundle', [refusedBy(document.rejected)])
    const { value } = document
    if (!isFhir(value))
      return answer(response, 422, 'Bundle', [refusedBy({ code: 'no-claim', pointer: null, keyword: null })])
    const sender = { traceparent: traceparentIn({ traceparent }), tenants: tenantsOf(request) }
    const of = typeof tenant === 'string' ? tenant : onlyOne(sender.tenants)
    const read = readFhir(value).results.map((result) => submitted(result, of, sender))
    const events = read.flatMap(({ event }) => event ?? [])
    for (const { issues } of read) if (issues[0]?.severity === 'error') this.publisher.refuse(422)
    await this.publisher.publish(events)
    answer(
      response,
      events.length > 0 ? 202 : 422,
      value.resourceType,
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
  event?: Outgoing
  issues: FhirIssue[]
}

/** A claim's event, or each reason why there is none, by the place of its resource and the field of the claim. */
function submitted(result: FhirResult, tenant: string | undefined, sender: Sender): Submitted {
  if ('refused' in result) return { issues: [refusedBy(result.refused)] }
  const read = submission(JSON.stringify({ ...result.claim, ...(tenant !== undefined && { tenant }) }), sender)
  if ('event' in read)
    return { event: read.event, issues: [{ severity: 'information', pointer: result.resource, id: read.event.id }] }
  return {
    issues: read.reasons.map((reason) => refusedBy({ ...reason, pointer: result.resource, keyword: inClaim(reason) })),
  }
}

/** A field of the claim that the resource became is not one of the resource: it is told beside its place. */
const inClaim = ({ pointer, keyword }: Reason): string | null =>
  pointer === null ? keyword : `${pointer}${keyword === null ? '' : ` ${keyword}`}`
