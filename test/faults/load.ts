import { setTimeout as pause } from 'node:timers/promises'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { TOPICS, VOIDED, claimKey, typeOf } from '@claims-audit/contracts'
import { EventProducer, eventId } from '@claims-audit/event-log'
import type { Outgoing } from '@claims-audit/event-log'
import { syntheticClaims } from '../e2e/synthetic-claims.ts'
import { seeded } from '../protocol/claims.ts'
import type { Random } from '../protocol/claims.ts'

/** How often claims.submitted gets a batch. */
const BEAT_MS = 50

/** No fault lasts so long: what is not taken by then never will be. */
const PATIENCE_MS = 180_000

export interface LoadOptions {
  brokers: string[]
  intakePort: number
  /** Ids begin with it, so that loads do not meet. */
  name: string
  seed: number
  /** Events a second. */
  rate: number
}

/**
 * An upstream as they are: most claims once, some twice, new versions, late ones, contradictions, voids, rubbish; most
 * straight to the topic, some over HTTP. What is not acknowledged it sends again, until it is.
 */
export class Load {
  /** `ce_id` of what Kafka or the intake has acknowledged. */
  readonly acknowledged = new Set<string>()
  private readonly options: LoadOptions
  private readonly producer: EventProducer
  private readonly events: Generator<Sent>
  private stopping = false
  private readonly running: Promise<void>

  constructor(options: LoadOptions) {
    this.options = options
    this.producer = new EventProducer({ cluster: options.brokers, clientId: 'upstream', source: '/upstream' })
    this.events = unruly(options.name, options.seed)
    this.running = this.run()
  }

  /** Sends no more, once all that was begun is acknowledged. */
  async stop(): Promise<void> {
    this.stopping = true
    await this.running
    await this.producer.disconnect()
  }

  private async run(): Promise<void> {
    const began = Date.now()
    for (let sent = 0; !this.stopping;) {
      const due = Math.floor(((Date.now() - began) / 1_000) * this.options.rate) - sent
      // What could not be sent during a fault is not made up for at once: a thousand events are a burst as good as any.
      const batch = Array.from({ length: Math.min(due, 1_000) }, () => this.events.next().value as Sent)
      sent += due
      if (batch.length > 0) await this.deliver(batch)
      await pause(BEAT_MS)
    }
  }

  private async deliver(batch: Sent[]): Promise<void> {
    const { true: overHttp = [], false: straight = [] } = Object.groupBy(batch, (each, at) =>
      String(at % 5 === 0 && !each.straight),
    )
    await Promise.all([
      this.untilTaken((events) => this.producer.send(events), straight),
      this.untilTaken((events) => this.post(events), overHttp),
    ])
  }

  private async untilTaken(send: (events: Outgoing[]) => Promise<void>, sent: Sent[]): Promise<void> {
    if (sent.length === 0) return
    const events = sent.map(({ event }) => event)
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      try {
        await send(events)
        break
      } catch (error) {
        if (Date.now() > deadline) throw error
        await pause(200)
      }
    }
    for (const { id } of events) this.acknowledged.add(id)
  }

  private async post(events: Outgoing[]): Promise<void> {
    const lines = events.map(
      ({ id, value }) =>
        `{"specversion":"1.0","id":"${id}","type":"${SUBMITTED}","source":"/upstream","data":${String(value)}}`,
    )
    const answer = await fetch(`http://127.0.0.1:${this.options.intakePort}/v1/claims:batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
      signal: AbortSignal.timeout(30_000),
    })
    const taken = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { status: number })
    if (taken.length !== events.length || taken.some(({ status }) => status !== 202))
      throw new Error('not all were accepted')
  }
}

const SUBMITTED = typeOf(TOPICS.submitted)

/** What is straight goes to the topic alone: the intake would refuse rubbish, and a void that is not in a file. */
interface Sent {
  event: Outgoing
  straight: boolean
}

/** Without an end, the same for the same seed. */
function* unruly(name: string, seed: number): Generator<Sent> {
  const random = seeded(seed)
  const fresh = syntheticClaims(Number.MAX_SAFE_INTEGER, seed, name)
  const recent: SubmittedClaim[] = []
  for (let n = 0; ; n += 1) {
    const claim = nextClaim(random, fresh, recent)
    const rubbish = random() < 0.03
    const isVoid = !rubbish && random() < 0.02
    const written = rubbish ? RUBBISH[Math.floor(random() * RUBBISH.length)] : isVoid ? voidOf : undefined
    yield { event: eventOf(claim, `${name} ${n}`, written), straight: rubbish || isVoid }
    if (rubbish || isVoid) continue
    recent.push(claim)
    if (recent.length > 200) recent.shift()
  }
}

function nextClaim(random: Random, fresh: Generator<SubmittedClaim>, recent: SubmittedClaim[]): SubmittedClaim {
  const earlier = recent[Math.floor(random() * recent.length)]
  const dice = random()
  if (earlier === undefined || dice > 0.26) return fresh.next().value as SubmittedClaim
  if (dice < 0.1) return earlier
  const { version = 1, revision = 0 } = earlier
  if (dice < 0.16) return { ...earlier, version: version + 1, diagnoses: (earlier.diagnoses ?? []).slice(0, 2) }
  if (dice < 0.19)
    return {
      ...earlier,
      revision: revision + 1,
      documents: [{ id: 'D9', type: 'progress-note', date: '2026-02-04', text: 'Left C6 radiculopathy.' }],
    }
  // Late, or a contradiction of what has been said under the same version.
  if (dice < 0.23) return { ...earlier, version: Math.max(1, version - 1), totalCharge: '1.00' }
  return { ...earlier, dischargeStatus: '07' }
}

type Written = (claim: SubmittedClaim) => { value: string; type?: string }

/** As the next version of what was sent. */
const voidOf: Written = ({ tenant, claimId, version = 1 }) => ({
  value: JSON.stringify({ tenant, claimId, version: version + 1 }),
  type: VOIDED,
})

const RUBBISH: Written[] = [
  (claim) => ({ value: JSON.stringify(claim).slice(0, -7) }),
  (claim) => ({ value: JSON.stringify({ ...claim, diagnoses: 'none' }) }),
  (claim) => ({ value: JSON.stringify({ ...claim, admissionDate: '1999-01-01', dischargeDate: '1999-01-02' }) }),
  (claim) => ({ value: JSON.stringify(claim), type: 'claims.submitted.v9' }),
  () => ({ value: '\u0000\u0001' }),
]

function eventOf(claim: SubmittedClaim, seedOfId: string, written?: Written): Outgoing {
  const key = claimKey(claim.tenant ?? 'default', claim.claimId)
  const { value, type = SUBMITTED } = written?.(claim) ?? { value: JSON.stringify(claim) }
  const id = eventId(seedOfId, { topic: TOPICS.submitted, partition: 0, offset: '0', timestamp: '0' })
  return { topic: TOPICS.submitted, key, type, id, value }
}
