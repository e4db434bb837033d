import { Controller, Inject } from '@nestjs/common'
import { Payload } from '@nestjs/microservices'
import { TOPICS } from '@claims-audit/contracts'
import { OnEvents, storableHeaders } from '@claims-audit/event-log'
import type { Received } from '@claims-audit/event-log'
import { archiveBatch } from '@claims-audit/ledger'
import type { RawEvent } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'

export const LEDGER = Symbol('ledger')

/** claims.submitted → Postgres, byte by byte, for reading and replay. */
@Controller()
export class ArchiveController {
  constructor(@Inject(LEDGER) private readonly ledger: DataSource) {}

  @OnEvents(TOPICS.submitted)
  async onSubmitted(@Payload() messages: Received[]): Promise<void> {
    await archiveBatch(this.ledger, messages.map(rawEvent))
  }
}

const rawEvent = ({ topic, partition, offset, timestamp, key, value, headers, origin }: Received): RawEvent => ({
  topic,
  partition,
  log: origin.log,
  offset,
  timestamp,
  key,
  value,
  headers: storableHeaders(headers),
})
