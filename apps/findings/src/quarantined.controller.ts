import { Controller, Inject } from '@nestjs/common'
import { Payload } from '@nestjs/microservices'
import { screenedQuarantine } from '@claims-audit/audit'
import { claimNamed } from '@claims-audit/claim'
import type { NamedClaim } from '@claims-audit/claim'
import { TOPICS, claimKey, storable } from '@claims-audit/contracts'
import { OnEvents, laneOf, positionIn, storableHeaders } from '@claims-audit/event-log'
import type { Outgoing, Received } from '@claims-audit/event-log'
import { recordQuarantine } from '@claims-audit/ledger'
import type { QuarantinedEvent } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import type { LedgerMetrics } from './ledger-metrics.js'
import { screened } from './record.js'
import { LEDGER, METRICS } from './tokens.js'

/** The stage that keeps copies: what it cannot keep says nothing of the claim's audit, and must not end it. */
const ARCHIVE = 'archive'

/** claims.quarantined → Postgres; upstream is told of those whose claim is known. */
@Controller()
export class QuarantinedController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(METRICS) private readonly metrics: LedgerMetrics,
  ) {}

  @OnEvents(TOPICS.quarantined)
  async onQuarantined(@Payload() messages: Received[]): Promise<Outgoing[]> {
    const quarantined = messages.map(quarantinedEvent)
    const events = quarantined.map(({ event }) => event)
    const outcomes = await recordQuarantine(
      this.ledger,
      events,
      events.map((event) => laneOf(claimKey(event.tenant, event.claimId))),
    )
    this.metrics.quarantined(outcomes.filter((outcome) => outcome === 'quarantined').length)
    // An origin that had its outcome before has been answered with it.
    return quarantined.flatMap(({ name, event }, at) => {
      const message = messages[at]
      return message === undefined || name === undefined || outcomes[at] !== 'quarantined'
        ? []
        : [screened(message, screenedQuarantine(answerTo(name), event.reason))]
    })
  }
}

/** What the log dropped unread has no outcome: it is lost until it is sent again. */
const EXPIRED = 'expired'

/**
 * What could not be read belongs to no claim: its row is named by its place in the log. Nothing here may be more than a
 * column holds: there is no place left to quarantine it.
 */
function quarantinedEvent(message: Received): { name: NamedClaim | undefined; event: QuarantinedEvent } {
  const { origin, key, value, headers } = message
  const failedAt = positionIn(headers, 'quarantine-failed') ?? origin
  const lastOffset = lastOffsetIn(message)
  const name = lastOffset === undefined ? claimNamed(value, key, failedAt.topic) : undefined
  const header = (part: string): string | null =>
    headers[`quarantine-${part}`] === undefined ? null : storable(String(headers[`quarantine-${part}`])).slice(0, 256)
  const [stage, code] = [header('stage') ?? 'unknown', header('code') ?? 'unknown']
  return {
    name,
    event: {
      tenant: name?.tenant ?? '_unread',
      claimId: name?.claimId ?? `${origin.topic}/${origin.partition}/${origin.offset}`,
      origin,
      ...(lastOffset !== undefined && { lastOffset }),
      concludes: stage !== ARCHIVE && origin.topic === TOPICS.submitted && code !== EXPIRED,
      stage,
      reason: { code, pointer: header('pointer'), keyword: header('keyword') },
      attempts: Math.min(Number(header('attempts')) || 0, 1_000_000),
      failedAt,
      key,
      value,
      headers: storableHeaders(headers, 'quarantine-'),
    },
  }
}

/** Of a batch that could not be read, which names no claim. */
function lastOffsetIn({ headers, origin }: Received): string | undefined {
  const last = String(headers['quarantine-last-offset'] ?? '')
  return /^\d{1,18}$/.test(last) && BigInt(last) >= BigInt(origin.offset) ? last : undefined
}

const answerTo = ({ tenant, claimId, version, revision }: NamedClaim) => ({
  tenant,
  claimId,
  claimVersion: version,
  revision,
})
