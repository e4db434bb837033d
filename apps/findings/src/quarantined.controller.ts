import { Controller, Inject } from '@nestjs/common'
import { Payload } from '@nestjs/microservices'
import { screenedQuarantine } from '@claims-audit/audit'
import { claimNamed } from '@claims-audit/claim'
import type { NamedClaim } from '@claims-audit/claim'
import { TOPICS, claimKey } from '@claims-audit/contracts'
import { OnEvents, laneOf } from '@claims-audit/event-log'
import type { Outgoing, Received } from '@claims-audit/event-log'
import { recordQuarantine } from '@claims-audit/ledger'
import type { ParkedEvent } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { screened } from './record.js'
import { LEDGER } from './tokens.js'

/** claims.quarantined → Postgres; upstream is told of those whose claim is known. */
@Controller()
export class QuarantinedController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @OnEvents(TOPICS.quarantined)
  async onQuarantined(@Payload() messages: Received[]): Promise<Outgoing[]> {
    const parked = messages.map((message) => ({ message, name: claimNamed(message.value, message.key), event: parkedEvent(message) }))
    const events = parked.map(({ event }) => event)
    const outcomes = await recordQuarantine(this.ledger, events, events.map((event) => laneOf(claimKey(event.tenant, event.claimId))))
    // An origin that had its outcome before has been answered with it.
    return parked.flatMap(({ message, name, event }, at) =>
      name === undefined || outcomes[at] !== 'quarantined' ? [] : [screened(message, screenedQuarantine(answerTo(name), event.reason))],
    )
  }
}

/** What could not be read belongs to nobody: its row is named by its place in the log. */
function parkedEvent(message: Received): ParkedEvent {
  const { origin, key, value, headers } = message
  const name = claimNamed(value, key) ?? { tenant: '_unread', claimId: `${origin.topic}/${origin.partition}/${origin.offset}` }
  const header = (part: string): string | null => headers[`quarantine-${part}`]?.toString() ?? null
  return {
    tenant: name.tenant,
    claimId: name.claimId,
    origin,
    stage: header('stage') ?? 'unknown',
    reason: { code: header('code') ?? 'unknown', pointer: header('pointer'), keyword: header('keyword') },
    attempts: Number(header('attempts') ?? 0),
    failedAt: { topic: header('failed-topic') ?? origin.topic, partition: Number(header('failed-partition') ?? origin.partition), offset: header('failed-offset') ?? origin.offset },
    key,
    value,
    headers: Object.fromEntries(Object.entries(headers).flatMap(([each, held]) => (held === undefined || each.startsWith('quarantine-') ? [] : [[each, storable(held.toString())]]))),
  }
}

const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

const answerTo = ({ tenant, claimId, version, revision }: NamedClaim) => ({ tenant, claimId, claimVersion: version, revision })
