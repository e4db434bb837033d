import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { TOPICS } from '@claims-audit/contracts'
import { createTopics, readAll } from '@claims-audit/event-log'
import { syntheticClaims } from '../e2e/synthetic-claims.js'
import { TcpProxy } from '../faults/tcp-proxy.js'
import { freshLedger } from '../fresh-database.js'
import { changed, segments, written } from '../x12/small-file.js'
import { ServiceProcess } from './service-process.js'

/* The intake, with a database that comes and goes. */

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
let intake: ServiceProcess
let proxy: TcpProxy
let [url, postgres] = ['', 0] as [string, number]

beforeAll(async () => {
  await createTopics(brokers)
  const databaseUrl = new URL(await freshLedger(process.env['DATABASE_URL'] ?? '', 'intake'))
  postgres = Number(databaseUrl.port)
  proxy = await TcpProxy.open(postgres)
  databaseUrl.port = String(proxy.port)
  intake = new ServiceProcess('intake', { DATABASE_URL: databaseUrl.href })
  url = await intake.listening()
})
afterAll(async () => {
  await intake.stop()
  await proxy.close()
})

const post = (path: string, body: Uint8Array<ArrayBuffer> | string): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': path === '/x12/837' ? 'application/edi-x12' : 'application/json' },
    body,
  })
const own = (file: Buffer, account: string): string => file.toString().replaceAll('CLM*A-1', `CLM*${account}`)

it('numbers claims of an 837 by their content, and answers 503 while it cannot', async () => {
  const account = randomUUID()
  const file = own(written(segments()), account)
  expect((await post('/x12/837', file)).status).toBe(202)
  proxy.target = 1
  proxy.cut()
  const refused = await post('/x12/837', own(changed(['ABF:I10', 'ABF:I110']), account))
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '10'])
  const claim = JSON.stringify([...syntheticClaims(1, 1, 'door')][0])
  expect((await post('/v1/claims', claim)).status).toBe(202)
  proxy.target = postgres
  expect((await post('/x12/837', own(changed(['ABF:I10', 'ABF:I110']), account))).status).toBe(202)
  expect((await post('/x12/837', file)).status).toBe(202)
  const events = (await readAll(brokers, TOPICS.submitted)).filter(({ key }) => String(key).endsWith(account))
  const versions = events.map(({ value }) => (JSON.parse(String(value)) as { version: number }).version)
  expect(versions).toEqual([1, 2, 1])
})
