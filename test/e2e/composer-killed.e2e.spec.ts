import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { TOPICS, claimKey, documentsKey, typeOf } from '@claims-audit/contracts'
import type { ReceivedDocuments, SubmittedClaim } from '@claims-audit/contracts'
import { EventProducer, readAll } from '@claims-audit/event-log'
import { freshLog } from '../fresh-log.js'
import { ServiceProcess } from '../operations/service-process.js'
import { Watch, brokers, newDatabase } from './running.js'

const CLAIMS = Array.from({ length: 20 }, (_, at) => `K${at}`)
const WAITS = { COMPOSER_FIRST_MS: '100', COMPOSER_QUIET_MS: '50', COMPOSER_MOST_MS: '500', COMPOSER_POLL_MS: '100' }

let databaseUrl: string
let producer: EventProducer
let submitted: Watch<SubmittedClaim>
let composer: ServiceProcess | undefined

beforeAll(async () => {
  await freshLog(brokers)
  databaseUrl = await newDatabase()
  producer = new EventProducer({ cluster: brokers, clientId: 'test', source: '/claims-audit/test' })
  await producer.connect()
  submitted = await Watch.on(TOPICS.submitted)
}, 120_000)

afterAll(async () => {
  await kill()
  await Promise.all([producer.disconnect(), submitted.stop()])
}, 60_000)

async function start(): Promise<void> {
  composer = new ServiceProcess('composer', {
    KAFKA_BROKERS: brokers.join(','),
    DATABASE_URL: databaseUrl,
    ...WAITS,
  })
  await composer.listening()
}

async function kill(): Promise<void> {
  await composer?.stop('SIGKILL')
  composer = undefined
}

const claimOf = (claimId: string): SubmittedClaim => ({
  tenant: 'killed',
  claimId,
  claimType: 'institutional-inpatient',
  patient: { ageInYears: 60, sex: 'F' },
  admissionDate: '2026-01-04',
  dischargeDate: '2026-01-09',
  diagnoses: [{ role: 'principal', code: 'M43.02' }],
})
const sendClaims = (): Promise<void> =>
  producer.send(
    CLAIMS.map((claimId) => ({
      topic: TOPICS.received,
      key: claimKey('killed', claimId),
      type: typeOf(TOPICS.received),
      id: `claim ${claimId}`,
      value: JSON.stringify(claimOf(claimId)),
    })),
  )

/** A document for each claim, under an id. */
const sendDocuments = (id: string, more: Partial<ReceivedDocuments['documents'][0]> = {}): Promise<void> =>
  producer.send(
    CLAIMS.map((accountNumber) => {
      const encounter = { accountNumber }
      const documents = [{ id, type: 'progress-note' as const, text: `${id} of ${accountNumber}`, ...more }]
      return {
        topic: TOPICS.documents,
        key: documentsKey('killed', { encounter }),
        type: typeOf(TOPICS.documents),
        id: `${id} ${accountNumber} ${more.status}`,
        value: JSON.stringify({ tenant: 'killed', encounter, documents } satisfies ReceivedDocuments),
      }
    }),
  )
const has =
  (...ids: string[]) =>
  (claim: SubmittedClaim | undefined): boolean =>
    claim?.tenant === 'killed' && JSON.stringify((claim.documents ?? []).map(({ id }) => id)) === JSON.stringify(ids)

it('a composer that is killed in its work leaves each claim with its documents, and no revision twice', async () => {
  await start()
  await sendDocuments('a')
  await sendClaims()
  // In the middle of its work: some claims are composed, others are not.
  await submitted.until(() => true, 3)
  await kill()
  await sendDocuments('b', { replaces: ['a'] })
  await start()
  await submitted.until(has('b'), 3)
  await kill()
  await sendDocuments('c')
  await sendDocuments('c', { status: 'cancelled', text: '' })
  await sendDocuments('d')
  await start()
  await submitted.until(has('b', 'd'), CLAIMS.length)

  const events = (await readAll(brokers, TOPICS.submitted)).map(({ headers, value }) => ({
    id: String(headers['ce_id']),
    body: JSON.parse(String(value)) as SubmittedClaim,
  }))
  const bodies = new Map<string, string>()
  const last = new Map<string, SubmittedClaim>()
  for (const { id, body } of events) {
    const name = `${body.claimId} ${body.revision} ${id}`
    expect(bodies.get(name) ?? JSON.stringify(body)).toBe(JSON.stringify(body))
    bodies.set(name, JSON.stringify(body))
    if ((last.get(body.claimId)?.revision ?? -1) < (body.revision ?? 0)) last.set(body.claimId, body)
  }
  // One event id for each revision of a claim.
  expect(new Set([...bodies.keys()].map((name) => name.split(' ').slice(0, 2).join(' '))).size).toBe(bodies.size)
  expect([...last.keys()].toSorted()).toEqual(CLAIMS.toSorted())
  for (const body of last.values()) expect(has('b', 'd')(body)).toBe(true)
}, 240_000)
