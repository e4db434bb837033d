import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { request } from 'node:http'
import pg from 'pg'
import { createTopics } from '@claims-audit/event-log'
import { syntheticClaims } from '../e2e/synthetic-claims.js'
import { freshLedger } from '../fresh-database.js'
import { ServiceProcess } from './service-process.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
let [api, intake]: ServiceProcess[] = []
let [apiUrl, intakeUrl, databaseUrl] = ['', '', '']

beforeAll(async () => {
  await createTopics(brokers)
  databaseUrl = await freshLedger(process.env['DATABASE_URL'] ?? '', 'http')
  const patience = { LOCK_TIMEOUT_MS: '1500', CONNECTION_TIMEOUT_MS: '400' }
  api = new ServiceProcess('api', { DATABASE_URL: databaseUrl, ...patience })
  intake = new ServiceProcess('intake', {})
  ;[apiUrl, intakeUrl] = await Promise.all([api.listening(), intake.listening()])
})
afterAll(() => Promise.all([api?.stop(), intake?.stop()]))

const CLAIM = JSON.stringify([...syntheticClaims(1, 1, 'http')][0])

/** By hand, since fetch sets Host and Origin itself. */
function ask(url: string, headers: Record<string, string>, body?: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: body === undefined ? 'GET' : 'POST', headers }, (answer) =>
      resolve(answer.resume().statusCode),
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

const json = { 'content-type': 'application/json' }
/** Its own page, as /docs is. */
const page = () => ({ origin: new URL(intakeUrl).origin, 'sec-fetch-mode': 'no-cors' })

describe('every answer', () => {
  it.each(['/v1/findings', '/docs', '/openapi.json', '/health/live', '/nowhere'])(
    'of the api (%s) names no framework and is not sniffed',
    async (path) => {
      const { headers } = await fetch(`${apiUrl}${path}`)
      expect([headers.get('x-powered-by'), headers.get('x-content-type-options')]).toEqual([null, 'nosniff'])
    },
  )

  it.each(['api', 'intake'])('of the documentation’s page (%s) says what it may load', async (which) => {
    const answer = await fetch(`${which === 'api' ? apiUrl : intakeUrl}/docs`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toMatch(/default-src 'self'.*script-src 'self'/)
  })
})

describe('a page in the user’s browser', () => {
  it.each([
    ['another host', { ...json, host: 'evil.example' }, 403],
    ['another origin', { ...json, origin: 'https://evil.example' }, 403],
    ['an origin that it hides', { ...json, origin: 'null' }, 403],
    ['another site', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['another port of this machine', { ...json, origin: 'http://localhost:5000', 'sec-fetch-site': 'same-site' }, 403],
    ['a program that calls it a form, as curl does', { 'content-type': 'application/x-www-form-urlencoded' }, 202],
    ['a program, without a content type', {}, 202],
    ['a program, with another kind of JSON', { 'content-type': 'application/cloudevents+json; charset=utf-8' }, 202],
  ])('may post a claim from %s or not', async (_, headers, status) => {
    expect(await ask(`${intakeUrl}/v1/claims`, headers as Record<string, string>, CLAIM)).toBe(status)
  })

  it.each([
    ['JSON', json, 202],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { 'content-type': 'text/plain' }, 415],
    ['no content type', {}, 415],
  ])('of the service itself may post %s or not', async (_, headers, status) => {
    expect(await ask(`${intakeUrl}/v1/claims`, { ...page(), ...headers }, CLAIM)).toBe(status)
  })

  it('of another port may not cancel a run, which takes no body', async () => {
    const headers = { origin: 'http://localhost:5000', 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }
    expect(await ask(`${apiUrl}/v1/runs/1:cancel`, headers, '')).toBe(403)
  })

  it('may not ask for runs by a form', async () => {
    expect(await ask(`${apiUrl}/v1/runs`, { 'content-type': 'text/plain' }, '{"source":{"kind":"topic"}}')).toBe(415)
  })
})

describe('each server', () => {
  const pathsOf = async (url: string): Promise<string[]> =>
    Object.keys(((await (await fetch(`${url}/openapi.json`)).json()) as { paths: object }).paths)

  it('documents what it serves, and nothing else', async () => {
    const [ofApi, ofIntake] = await Promise.all([pathsOf(apiUrl), pathsOf(intakeUrl)])
    const health = ['/health/live', '/health/ready', '/metrics']
    expect(ofApi).toEqual(expect.arrayContaining(['/v1/findings', '/v1/runs', ...health]))
    expect(ofIntake.sort()).toEqual(
      [...health, '/fhir/Claim', '/x12/837', '/v1/claims', '/v1/claims:batch', '/v1/documentation:check'].sort(),
    )
    expect(ofApi.filter((path) => ofIntake.includes(path)).sort()).toEqual(health)
  })
})

describe('while a table is locked', () => {
  it('the api answers 503 with Retry-After, also to those that find no connection free', async () => {
    const other = new pg.Client({ connectionString: databaseUrl })
    await other.connect()
    await other.query('begin; lock table work_finding in access exclusive mode')
    const answers = await Promise.all(Array.from({ length: 14 }, () => fetch(`${apiUrl}/v1/findings`)))
    const told = await Promise.all(
      answers.map(async (answer) => [
        answer.status,
        answer.headers.get('content-type'),
        answer.headers.get('retry-after'),
      ]),
    )
    expect(new Set(told.map(String))).toEqual(new Set(['503,application/problem+json; charset=utf-8,10']))
    await other.query('rollback')
    await other.end()
    expect((await fetch(`${apiUrl}/v1/findings`)).status).toBe(200)
    const logged = api?.lines.filter((line) => line.includes('"error"')) ?? []
    expect(logged.some((line) => line.includes('55P03'))).toBe(true)
    expect(logged.length).toBe(14)
  })
})

describe('a client that goes away', () => {
  it('in the middle of what it sends leaves no error in the log', async () => {
    const before = intake?.lines.length ?? 0
    const sent = request(`${intakeUrl}/v1/claims:batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'transfer-encoding': 'chunked' },
    })
    sent.on('error', () => undefined)
    sent.write(`${CLAIM}\n`)
    await new Promise<void>((resolve) => sent.on('response', () => resolve()).write(`${CLAIM}\n`.repeat(600)))
    sent.destroy()
    // Answered by the same process, after it has noticed.
    expect((await fetch(`${intakeUrl}/v1/claims`, { method: 'POST', body: CLAIM, headers: json })).status).toBe(202)
    expect(await intake?.stop()).toBe(0)
    expect(intake?.lines.slice(before).filter((line) => /"level":"(error|warn)"/.test(line))).toEqual([])
  })
})
