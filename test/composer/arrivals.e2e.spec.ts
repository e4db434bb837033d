import 'reflect-metadata'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import kafkajs from 'kafkajs'
import { TOPICS } from '@claims-audit/contracts'
import type { Topic } from '@claims-audit/contracts'
import { RangeReader, logIdentity, logName, logRange, moveGroup } from '@claims-audit/event-log'
import type { BatchContext, Outgoing, Received } from '@claims-audit/event-log'
import { openLedger } from '@claims-audit/ledger'
import { acknowledgeArrivals, reconcileArrivals } from '@claims-audit/operations'
import type { DataSource } from 'typeorm'
import { ArrivalsController } from '../../apps/composer/src/arrivals.controller.js'
import { QuarantinedController } from '../../apps/findings/src/quarantined.controller.js'
import { freshLedger } from '../fresh-database.js'
import { freshLog } from '../fresh-log.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const kafka = new kafkajs.Kafka({ clientId: 'arrivals', brokers, logLevel: kafkajs.logLevel.NOTHING })
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner })
const CONTEXT = { stage: 'composer' } as BatchContext
let ledger: DataSource
let composer: ArrivalsController

beforeAll(async () => {
  await freshLog(brokers)
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'arrivals') })
  const waits = { firstMs: 2, quietMs: 5, mostMs: 20, readyWhenDischarged: false }
  composer = new ArrivalsController(ledger, { waits, now: () => 0, arrived: () => undefined })
  await producer.connect()
}, 120_000)
afterAll(async () => {
  await producer.disconnect()
  await ledger.destroy()
})

const claim = (version: number, more: object = {}): string =>
  JSON.stringify({
    claimId: 'A-1',
    version,
    claimType: 'institutional-inpatient',
    patient: { ageInYears: 60, sex: 'F' },
    admissionDate: '2026-01-04',
    diagnoses: [{ role: 'principal', code: 'M43.02' }],
    ...more,
  })
const note = (id: string, text: string, version = 1): object => ({ id, type: 'other', text, version })
const documents = (...held: object[]): string =>
  JSON.stringify({ encounter: { accountNumber: 'A-1' }, documents: held })

const send = (topic: Topic, values: string[]): Promise<unknown> =>
  producer.send({ topic, messages: values.map((value) => ({ value, partition: 0 })) })

/** What partition 0 has from an offset up to another, as the composer's consumer gives it. */
async function read(topic: Topic, from: number, to: number): Promise<Received[]> {
  const log = logName(await logIdentity(brokers, topic))
  const reader = new RangeReader(brokers, topic)
  const messages: Received[] = []
  for await (const message of reader.read(0, String(from), String(to)))
    messages.push({ ...message, origin: { ...message.origin, log } })
  await reader.close()
  return messages
}

async function accounts(): Promise<object[]> {
  const found: object[] = []
  for await (const account of reconcileArrivals(brokers, ledger)) found.push(account)
  return found
}

/** Quarantined events as the stage that records them reads them. */
async function quarantine(events: Outgoing[]): Promise<void> {
  const metrics = { quarantined: () => undefined }
  const findings = new QuarantinedController(ledger, metrics as never)
  const messages = events.map(({ topic, key, value, headers, origin }, at) => {
    const { log: _, ...place } = origin as Received['origin']
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    return { topic, partition: 0, offset: String(at), timestamp: '0', key, value: bytes, headers, origin: place }
  })
  await findings.onQuarantined(messages as unknown as Received[])
}

const FATES = { kept: 0, repeat: 0, superseded: 0, quarantined: 0 }

it('every offset that the composer reads has one fate, is open, or is missing', async () => {
  const sent = [claim(2), claim(2), claim(1), claim(2, { coder: 'other' }), 'no json', claim(3), claim(4)]
  await send(TOPICS.received, sent)
  const quarantined = await composer.onReceived(await read(TOPICS.received, 0, 5), CONTEXT)
  await quarantine(quarantined)
  const fates = { kept: 1, repeat: 1, superseded: 1, quarantined: 2 }
  const place = { topic: TOPICS.received, epoch: 1, partition: 0, from: '0', low: '0', high: '7' }
  const rest = [{ first: '5', last: '6' }]
  expect(await accounts()).toEqual([{ ...place, fates, open: rest, missing: [], lost: [], accounted: [] }])

  // The composer says that it has read six: of one nothing is known.
  await moveGroup(brokers, 'composer', TOPICS.received, new Map([[0, '6']]))
  const missing = [{ first: '5', last: '5' }]
  const open = [{ first: '6', last: '6' }]
  expect(await accounts()).toEqual([{ ...place, fates, open, missing, lost: [], accounted: [] }])

  // The group goes back: what has its fate keeps it.
  await composer.onReceived(await read(TOPICS.received, 0, 7), CONTEXT)
  const all = { ...fates, kept: 3 }
  expect(await accounts()).toEqual([{ ...place, fates: all, open: [], missing: [], lost: [], accounted: [] }])
})

it('an event of documents is kept where one of them is', async () => {
  await send(TOPICS.documents, [
    documents(note('N-1', 'Neck pain.', 2)),
    documents(note('N-1', 'Neck pain.', 2), note('N-2', 'Arm pain.')),
    documents(note('N-2', 'Arm pain.')),
    documents(note('N-1', 'Pain.', 1), note('N-2', 'Arm pain.')),
    '{"documents":[]}',
  ])
  await composer.onDocuments(await read(TOPICS.documents, 0, 5), CONTEXT)
  expect(await accounts()).toContainEqual(
    expect.objectContaining({
      ...{ topic: TOPICS.documents, open: [], missing: [] },
      fates: { kept: 2, repeat: 1, superseded: 1, quarantined: 1 },
    }),
  )
})

it('what is quarantined in the composer’s place has its fate by the quarantine, of its own log', async () => {
  await send(TOPICS.received, [claim(5), claim(6)])
  const [one, two] = (await composer.onReceived(
    (await read(TOPICS.received, 4, 5)).flatMap((message) => [message, message]),
    CONTEXT,
  )) as [Outgoing, Outgoing]
  // As the consumer quarantines what fails at each attempt: the composer's own transaction was not made.
  const at = (event: Outgoing, offset: string, log: string): Outgoing => ({
    ...event,
    origin: { topic: TOPICS.received, partition: 0, offset, timestamp: '1', log },
    headers: { ...event.headers, 'origin-log': log },
  })
  const log = logName(await logIdentity(brokers, TOPICS.received))
  await quarantine([at(one, '7', log), at(two, '8', 'another')])
  const [account] = (await accounts()) as [{ fates: object; open: object[] }]
  expect(account.fates).toEqual({ ...FATES, kept: 3, repeat: 1, superseded: 1, quarantined: 3 })
  expect(account.open).toEqual([{ first: '8', last: '8' }])
})

it('what the log dropped before it was read is lost until a person acknowledges it', async () => {
  const [range] = await logRange(brokers, TOPICS.received)
  const admin = kafka.admin()
  await admin.connect()
  await admin.fetchTopicOffsets(TOPICS.received)
  await admin.deleteTopicRecords({
    topic: TOPICS.received,
    partitions: [{ partition: 0, offset: range?.high as string }],
  })
  await admin.disconnect()
  const span = { topic: TOPICS.received, epoch: undefined, partition: 0, first: '8', last: '8' }
  const lost = [{ first: '8', last: '8' }]
  expect((await accounts())[0]).toMatchObject({ low: '9', high: '9', open: [], missing: [], lost, accounted: [] })
  const by = { by: 'ann', note: null }
  await expect(acknowledgeArrivals(brokers, ledger, { ...span, last: '9' }, by)).rejects.toThrow('there is no 9 yet')
  await acknowledgeArrivals(brokers, ledger, span, by)
  expect((await accounts())[0]).toMatchObject({ lost: [], accounted: lost })
})

it('a topic that is made again is another log: its offsets have no fate of the former', async () => {
  await freshLog(brokers)
  await send(TOPICS.received, [claim(7)])
  expect(await accounts()).toMatchObject([
    { topic: TOPICS.received, epoch: 1, low: null, high: '7', lost: [], missing: [] },
    { topic: TOPICS.received, epoch: 2, low: '0', high: '1', fates: FATES, open: [{ first: '0', last: '0' }] },
    { topic: TOPICS.documents, epoch: 1, low: null, lost: [] },
  ])
}, 120_000)

it('of a ledger whose composer worked before, the account begins when fates were first recorded', async () => {
  await ledger.query(`insert into arrival_since select now() + interval '1 day'`)
  expect(await accounts()).not.toContainEqual(expect.objectContaining({ epoch: 2 }))
})
