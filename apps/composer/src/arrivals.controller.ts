import { Controller, Inject } from '@nestjs/common'
import { Ctx, Payload } from '@nestjs/microservices'
import { parseEvent, readDocuments } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import { claimArrives, dueAt, holds, keptDocuments } from '@claims-audit/composition'
import type { KeptClaim, Waits } from '@claims-audit/composition'
import { TOPICS } from '@claims-audit/contracts'
import type { Reason, SubmittedClaim } from '@claims-audit/contracts'
import { OnEvents, envelopeIn, quarantineOf } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'
import { recordClaims, recordDocuments } from '@claims-audit/ledger'
import type { ArrivalPlace, ArrivalRules, DocumentFate, Fate } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'

export const LEDGER = Symbol('ledger')
export const RULES = Symbol('rules')

/** What the controller decides by: how long claims wait, what time it is, and who counts what arrived. */
export interface ComposerRules {
  waits: Waits
  now: () => number
  arrived: (what: string, count: number) => void
}

/** claims.received, documents.received → what is kept of claims and documents until they are composed. */
@Controller()
export class ArrivalsController {
  constructor(
    @Inject(LEDGER) private readonly ledger: DataSource,
    @Inject(RULES) private readonly rules: ComposerRules,
  ) {}

  @OnEvents(TOPICS.received)
  async onReceived(@Payload() messages: Received[], @Ctx() { stage }: BatchContext): Promise<Outgoing[]> {
    const { now, waits, arrived } = this.rules
    const read = messages.map((message) => ({
      message,
      parsed: parseEvent(message.value, envelopeIn(message.headers)),
    }))
    const claims = read.flatMap(({ message, parsed }) => ('claim' in parsed ? [{ message, claim: parsed.claim }] : []))
    const at = now()
    const rejected = read.flatMap(({ message, parsed }) => ('rejected' in parsed ? [message] : []))
    const refused = await recordClaims(
      this.ledger,
      claims.map(({ message, claim }) => ({
        tenant: claim.tenant,
        claimId: claim.claimId,
        decide: (known) => claimArrives(known, { claim, submitted: submittedIn(message, claim) }, at, waits),
      })),
      this.#arrivalRules(at),
      {
        now: at,
        fates: (answers) => [
          ...fated(rejected, () => 'quarantined'),
          ...fated(
            claims.map(({ message }) => message),
            (index) => fateOf(answers[index]),
          ),
        ],
      },
    )
    for (const answer of refused) arrived(answer ?? 'claim', 1)
    return [
      ...read.flatMap(({ message, parsed }) =>
        'rejected' in parsed ? [quarantined(message, parsed.rejected, stage)] : [],
      ),
      ...claims.flatMap(({ message }, index) =>
        refused[index] === 'conflict' ? [quarantined(message, CONFLICT, stage)] : [],
      ),
    ]
  }

  @OnEvents(TOPICS.documents)
  async onDocuments(@Payload() messages: Received[], @Ctx() { stage }: BatchContext): Promise<Outgoing[]> {
    const read = messages.map((message) => ({
      message,
      parsed: readDocuments(message.value, envelopeIn(message.headers)),
    }))
    const documents = read.flatMap(({ message, parsed }) => {
      if ('rejected' in parsed) return []
      const { tenant = 'default' } = parsed.received
      return keptDocuments(parsed.received, Number(message.timestamp)).map((each) => ({ ...each, tenant, message }))
    })
    await recordDocuments(this.ledger, documents, this.#arrivalRules(this.rules.now()), {
      fates: (answers) => {
        const answersOf = Map.groupBy(answers, (_, index) => documents[index]?.message)
        return fated(messages, (index) => fateOfDocuments(answersOf.get(messages[index])))
      },
    })
    this.rules.arrived('document', documents.length)
    return read.flatMap(({ message, parsed }) =>
      'rejected' in parsed ? [quarantined(message, parsed.rejected, stage)] : [],
    )
  }

  #arrivalRules(now: number): ArrivalRules {
    return { holds, changed: (claim) => changed(claim, now, this.rules.waits) }
  }
}

/** A claim whose documents changed: it waits from its first change on. */
function changed(claim: KeptClaim, now: number, waits: Waits): { changedAt: number; dueAt: number } {
  const changedAt = claim.changedAt ?? now
  const isDischarged = claim.submitted.dischargeDate !== undefined
  return { changedAt, dueAt: dueAt({ changedAt, now, isFirst: claim.revision < 0, isDischarged }, waits) }
}

/** What becomes of messages, by their places. */
const fated = (messages: readonly Received[], fateAt: (index: number) => Fate): (ArrivalPlace & { fate: Fate })[] =>
  messages.flatMap(({ topic, partition, offset, origin: { log } }, index) =>
    log === undefined ? [] : [{ topic, log, partition, offset, fate: fateAt(index) }],
  )

const fateOf = (refusal: 'repeat' | 'superseded' | 'conflict' | undefined): Fate =>
  refusal === 'conflict' ? 'quarantined' : (refusal ?? 'kept')

/** An event is kept where one of its documents is; one that cannot be read has none. */
function fateOfDocuments(answers: DocumentFate[] | undefined): Fate {
  if (answers === undefined) return 'quarantined'
  return answers.find((each) => each === 'kept') ?? answers.find((each) => each === 'superseded') ?? 'repeat'
}

/** Another content under a version and revision that is known; the ledger would say the same. */
const CONFLICT: Reason = { code: 'version-conflict', pointer: '/version', keyword: null }

const quarantined = (message: Received, { code, pointer, keyword }: Reason, stage: string): Outgoing =>
  quarantineOf(message, { code, pointer, keyword, stage, attempts: 1 })

/** As it was sent, out of its envelope, and with its tenant. */
function submittedIn({ value }: Received, { tenant }: Claim): SubmittedClaim {
  const sent = JSON.parse((value ?? '').toString().replace(/^\ufeff/, '')) as { specversion?: unknown; data?: unknown }
  const claim = sent.specversion !== undefined && sent.data !== undefined ? sent.data : sent
  return { ...(claim as SubmittedClaim), tenant }
}
