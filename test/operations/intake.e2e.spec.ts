import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import pg from 'pg'
import { TOPICS } from '@claims-audit/contracts'
import { createTopics, readAll } from '@claims-audit/event-log'
import { syntheticClaims } from '../e2e/synthetic-claims.js'
import { freshLedger } from '../fresh-database.js'
import { segments, written } from '../x12/small-file.js'
import { ServiceProcess } from './service-process.js'

/* One address for claims of all formats, and bounds on what is taken in. */

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const MOST_BYTES = 64_000_000
let [intake, impatient]: ServiceProcess[] = []
let [url, impatientUrl, databaseUrl] = ['', '', '']

beforeAll(async () => {
  await createTopics(brokers)
  databaseUrl = await freshLedger(process.env['DATABASE_URL'] ?? '', 'formats')
  intake = new ServiceProcess('intake', {
    DATABASE_URL: databaseUrl,
    INTAKE_MOST_MB: String(MOST_BYTES / 1_000_000),
  })
  impatient = new ServiceProcess('intake', { REQUEST_TIMEOUT_MS: '500' })
  ;[url, impatientUrl] = await Promise.all([intake.listening(), impatient.listening()])
})
afterAll(() => Promise.all([intake?.stop(), impatient?.stop()]))

const post = (type: string, body: string, more: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/v1/claims`, { method: 'POST', headers: { 'content-type': type, ...more }, body })
const claim = (): object => ({ ...[...syntheticClaims(1, 1, 'formats')][0], claimId: randomUUID() })
const cloudEvent = (id: string): object => ({
  specversion: '1.0',
  id,
  type: 'claims.submitted.v1',
  source: '/upstream',
  data: claim(),
})
const idsOf = async (answer: Response): Promise<unknown> =>
  (await answer.text())
    .trim()
    .split('\n')
    .map((line) => {
      const { status, id } = JSON.parse(line) as { status: number; id?: string }
      return id ?? status
    })

describe('claims at one address', () => {
  it('are CloudEvents, one or a batch, that keep their ids', async () => {
    const ids = Array.from({ length: 3 }, () => randomUUID())
    const one = await post('application/cloudevents+json', JSON.stringify(cloudEvent(ids[0] ?? '')))
    expect([one.status, await one.json()]).toEqual([202, { id: ids[0] }])
    const batch = [cloudEvent(ids[1] ?? ''), { ...cloudEvent('broken'), data: {} }, cloudEvent(ids[2] ?? '')]
    const several = await post('application/cloudevents-batch+json; charset=utf-8', JSON.stringify(batch))
    expect([several.status, await idsOf(several)]).toEqual([200, [ids[1], 422, ids[2]]])
    const sent = (await readAll(brokers, TOPICS.submitted)).map(({ headers }) => String(headers['ce_id']))
    expect(ids.filter((id) => sent.includes(id))).toEqual(ids)
  })

  it.each(['{', '{"specversion":"1.0"}'])('are no batch where they are no array: %s', async (body) => {
    const answer = await post('application/cloudevents-batch+json', body)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
    ])
  })

  it('are X12, answered as X12 is', async () => {
    const file = written(segments()).toString()
    const [json, edi] = [
      await post('application/edi-x12', file, { accept: 'application/json' }),
      await post('application/EDI-X12', file, { accept: 'application/edi-x12' }),
    ]
    expect([json?.status, await json?.json()]).toMatchObject([202, { report: { claims: 1, claimsRefused: 0 } }])
    expect([edi?.status, await edi?.text()]).toMatchObject([202, expect.stringContaining('IK5*A')])
  })

  it('are FHIR, answered by an OperationOutcome', async () => {
    const bundle = await readFile(new URL('../../contracts/examples/claims.fhir.json', import.meta.url), 'utf8')
    const answer = await post('application/fhir+json', bundle)
    expect(answer.headers.get('content-type')).toContain('application/fhir+json')
    expect([answer.status, await answer.json()]).toMatchObject([202, { resourceType: 'OperationOutcome' }])
  })
})

describe('a request with an Idempotency-Key', () => {
  const keyed = (key: string, body: string, type = 'application/json'): Promise<Response> =>
    post(type, body, { 'idempotency-key': key })
  const told = async (answer: Response): Promise<unknown> => [
    answer.status,
    answer.headers.get('content-type'),
    await answer.text(),
  ]

  it('is answered once: the same again gets the first answer, and sends nothing', async () => {
    const [key, body] = [`"${randomUUID()}"`, JSON.stringify(claim())]
    const first = await told(await keyed(key, body))
    expect(first).toEqual([202, 'application/json; charset=utf-8', expect.stringMatching(/^\{"id":"[0-9a-f-]{36}"\}$/)])
    expect(await told(await keyed(key.replaceAll('"', ''), body))).toEqual(first)
    const { claimId } = JSON.parse(body) as { claimId: string }
    const sent = (await readAll(brokers, TOPICS.submitted)).filter((event) => String(event.key).endsWith(claimId))
    expect(sent).toHaveLength(1)
  })

  it('is answered once where it is refused, and where it is X12', async () => {
    const refused = await told(await keyed('refused', '{}'))
    expect(refused).toMatchObject([422, expect.stringContaining('problem+json'), expect.any(String)])
    expect(await told(await keyed('refused', '{}'))).toEqual(refused)
    const file = written(segments()).toString()
    const answered = await told(await keyed('file', file, 'application/edi-x12'))
    expect(await told(await keyed('file', file, 'application/edi-x12'))).toEqual(answered)
  })

  it('is refused where another request had the key', async () => {
    expect((await keyed('taken', JSON.stringify(claim()))).status).toBe(202)
    expect((await keyed('taken', JSON.stringify(claim()))).status).toBe(422)
  })

  it('is answered 409 while the first is not answered', async () => {
    const other = new pg.Client({ connectionString: databaseUrl })
    await other.connect()
    await other.query(`update idempotent_answer set status = null where key = 'refused'`)
    await other.end()
    expect((await keyed('refused', '{}')).status).toBe(409)
  })

  it.each([
    ['no key', '""'],
    ['no ASCII', 'schl\u00fcssel'],
    ['too long', 'k'.repeat(256)],
  ])('is refused where it is %s', async (_, key) => {
    expect((await keyed(key, '{}')).status).toBe(400)
  })

  it('is no batch', async () => {
    expect((await keyed('batch', '[]', 'application/cloudevents-batch+json')).status).toBe(400)
  })
})

/** A request that says how long its body is, and sends a part of it. */
async function begun(to: string, length: number): Promise<ClientRequest> {
  const sent = request(`${to}/x12/837`, {
    method: 'POST',
    headers: { 'content-type': 'application/edi-x12', 'content-length': String(length) },
  })
  sent.on('error', () => undefined)
  await new Promise<void>((resolve) => sent.write('ISA*', () => resolve()))
  return sent
}

/** Resolves once a metric is what is wanted. */
async function until(at: string, metric: string, isWanted: (value: number) => boolean): Promise<void> {
  for (;;) {
    const lines = (await (await fetch(`${at}/metrics`)).text()).split('\n')
    const line = lines.find((each) => each.startsWith(`claims_audit_${metric}`))
    if (line !== undefined && isWanted(Number(line.split(' ').at(-1)))) return
  }
}
const untilHeld = (at: string, bytes: number): Promise<void> => until(at, 'body_bytes', (value) => value === bytes)

describe('bodies', () => {
  it('beyond the bound are refused for now, until others are gone', async () => {
    const large = await begun(url, MOST_BYTES)
    await untilHeld(url, MOST_BYTES)
    const refused = await post('application/json', JSON.stringify(claim()))
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10'])
    large.destroy()
    await untilHeld(url, 0)
    expect((await post('application/json', JSON.stringify(claim()))).status).toBe(202)
  })

  it('of a client that stops midway are held for a while, and answered 408', async () => {
    const slow = await begun(impatientUrl, 1_000)
    const [answer] = (await once(slow, 'response')) as [IncomingMessage]
    expect(answer.statusCode).toBe(408)
    await untilHeld(impatientUrl, 0)
  })
  it('of a client that reads no answer are held for a while', async () => {
    const lines = '{}\n'.repeat(60_000)
    const { port } = new URL(impatientUrl)
    const mute = connect(Number(port), '127.0.0.1').on('error', () => undefined)
    const head = `POST /v1/claims:batch HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/x-ndjson\r\ncontent-length: ${lines.length}\r\n\r\n`
    await new Promise<void>((resolve) => mute.pause().write(head + lines, () => resolve()))
    await until(impatientUrl, 'submitted_total{status="422"', (refused) => refused > 0)
    await untilHeld(impatientUrl, 0)
    mute.destroy()
  })
})
