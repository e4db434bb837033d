import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS, claimKey, documentsKey, typeOf } from '@claims-audit/contracts'
import type { ReceivedDocuments, SubmittedClaim, Topic } from '@claims-audit/contracts'
import { EventProducer } from '@claims-audit/event-log'
import type { Outgoing } from '@claims-audit/event-log'
import { framed } from '@claims-audit/notes'
import { diceOf } from '../conformance/dice.ts'
import type { Dice } from '../conformance/dice.ts'
import { arrivalsOf } from '../composer/generate-stays.ts'
import type { Arrival } from '../composer/world.ts'

/** So that the log's clock tells two versions of a document apart. */
const APART_MS = 3
const AGAIN_MS = 200
/** Stays that are sent at once: one whose note waits for a listener that is gone holds up no other. */
const LANES = 2
/** Between two stays of a lane, so that two composers keep up. */
const STAY_MS = 500
/** No fault lasts so long. */
const PATIENCE_MS = 60_000

export interface HospitalOptions {
  brokers: string[]
  mllpPort: number
  tenant: string
  /** Ids begin with it. */
  name: string
  seed: number
}

/** Claims, documents in any order and more than once, and notes over MLLP: each until it is acknowledged. */
export class Hospital {
  /** The control ids of the messages that were acknowledged. */
  readonly acknowledged = new Set<string>()
  readonly claims = new Set<string>()
  private readonly producer: EventProducer
  private stopping = false
  private readonly running: Promise<void>

  private readonly o: HospitalOptions

  constructor(o: HospitalOptions) {
    this.o = o
    this.producer = new EventProducer({ cluster: o.brokers, clientId: 'hospital', source: '/hospital' })
    this.running = this.run()
  }

  /** Sends no more, once the stays that were begun are sent. */
  async stop(): Promise<void> {
    this.stopping = true
    await this.running
    await this.producer.disconnect()
  }

  private async run(): Promise<void> {
    await this.producer.connect()
    await Promise.all(Array.from({ length: LANES }, (_, lane) => this.runLane(lane + 1)))
  }

  private async runLane(first: number): Promise<void> {
    for (let stay = first; !this.stopping; stay += LANES) {
      await this.sendStays(diceOf(this.o.seed + stay), stay)
      await pause(STAY_MS)
    }
  }

  private async sendStays(dice: Dice, at: number): Promise<void> {
    const name = `${this.o.name}-${at}-`
    const arrivals = arrivalsOf(dice, name)
    const repeated = arrivals.filter(() => dice.chance(0.2))
    for (const arrival of dice.shuffled([...arrivals, ...repeated])) {
      await untilTaken(() => this.producer.send([this.eventOf(arrival)]))
      await pause(APART_MS)
    }
    const claim = arrivals.find((arrival) => 'claim' in arrival)?.claim
    const account = claim?.accountNumber ?? ''
    for (const note of dice.shuffled(['1', '2'])) {
      const id = `${name}note-${note}`
      await untilTaken(() => acknowledgedBy(this.o.mllpPort, noteOf(id, account)))
      this.acknowledged.add(id)
      await pause(APART_MS)
    }
  }

  private eventOf(arrival: Arrival): Outgoing {
    const { tenant } = this.o
    if ('claim' in arrival) {
      const claim: SubmittedClaim = { tenant, ...arrival.claim }
      this.claims.add(claim.claimId)
      const id = `${claim.claimId} ${claim.version}`
      return { ...named(TOPICS.received, claimKey(tenant, claim.claimId), id), value: JSON.stringify(claim) }
    }
    const received: ReceivedDocuments = { tenant, ...arrival.received }
    const id = `${received.documents[0]?.id} ${arrival.receivedAt}`
    return { ...named(TOPICS.documents, documentsKey(tenant, received), id), value: JSON.stringify(received) }
  }
}

const named = (topic: Topic, key: string, id: string): Outgoing => ({ topic, key, id, type: typeOf(topic), value: '' })

async function untilTaken(send: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(AGAIN_MS)) {
    try {
      await send()
      return
    } catch (error) {
      if (Date.now() > deadline) throw error
    }
  }
}

/** A message over a connection of its own. Rejects where no acknowledgment, or another than AA, comes back. */
async function acknowledgedBy(port: number, message: string): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write(framed(message))
    const answer = await firstOf(socket)
    if (!answer.includes('MSA|AA|')) throw new Error('not acknowledged')
  } finally {
    socket.destroy()
  }
}

async function firstOf(socket: Socket): Promise<string> {
  for await (const chunk of socket) return String(chunk)
  throw new Error('the connection was closed')
}

const noteOf = (id: string, account: string): string =>
  [
    `MSH|^~\\&|EHR|NORTH|AUDIT|NORTH|20260105161500||MDM^T02^MDM_T02|${id}|P|2.5.1`,
    `PID|1||MRN-1^^^NORTH^MR||Sample^Ada||19610402|F||||||||||${account}`,
    'PV1|1|I',
    `TXA|1|PR|TX|20260105|||||1234567893^Ames^Ann|||${id}|||||AU`,
    `OBX|1|TX|11506-3^Progress note^LN||Neck pain. Text of ${id}.||||||F`,
    '',
  ].join('\r')
