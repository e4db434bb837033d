import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { RIGHTS, ROLES } from '@claims-audit/access'
import type { Role } from '@claims-audit/access'
import { apiOpenApi } from '@claims-audit/contracts'
import type { AuditResult } from '@claims-audit/contracts'
import { apiLogin, migrate, openLedger, recordQuarantine } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { recordClaims } from '../decisions/judged-claims.js'
import { freshDatabase } from '../fresh-database.js'
import { ServiceProcess } from '../operations/service-process.js'
import { resultOf } from '../protocol/claims.js'
import { NEW_ID, NORTH, QUARANTINED, ROUTES, RUNS, SOUTH } from './routes.js'
import type { Row } from './routes.js'
import { sessionOf } from './session.js'
import type { Person } from './session.js'

/* Every route of the contract, by every role, for the own and a foreign tenant and facility (OWASP API Security 2023, 1, 3, 5), at an api that logs in as at npm start. */

let ledger: Ledger
let api: ServiceProcess
let issuer: Server
let url = ''

beforeAll(async () => {
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'matrix')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  await record('north', 'F1', NORTH.F1)
  await record('north', 'F2', NORTH.F2)
  await record('south', 'F1', SOUTH)
  await park('north', QUARANTINED.own)
  await park('south', QUARANTINED.foreign)
  Object.assign(RUNS, { own: await newRun('north'), foreign: await newRun('south') })
  issuer = createServer((_, response) => response.writeHead(404).end()).listen(0, '127.0.0.1')
  await once(issuer, 'listening')
  const own = await apiLogin(ledger, databaseUrl, 'a login of the whole server')
  api = new ServiceProcess('api', {
    DATABASE_URL: own ?? '',
    OIDC_ISSUER: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}`,
    REQUESTS_PER_MINUTE: '100000',
  })
  url = await api.listening()
})
afterAll(async () => {
  await api?.stop()
  issuer?.close()
  await ledger.destroy()
})

async function newRun(tenant: string): Promise<number> {
  const [row]: { id: number }[] = await ledger.query(
    `insert into audit_run (request, state, tenant) values ('{"source":{"kind":"archive"}}', 'failed', $1) returning id`,
    [tenant],
  )
  return row?.id as number
}

async function record(tenant: string, facilityId: string, findingId: string): Promise<void> {
  const result = resultOf({ claimId: `C-${facilityId}`, version: 1, revision: 0, content: 'both', poisoned: false })
  const [finding] = result.findings
  const claim = {
    ...result,
    tenant,
    facets: { ...result.facets, facilityId },
    findings: [{ ...finding, findingId }],
  } as AuditResult
  await recordClaims(ledger, claim)
}

async function park(tenant: string, name: string): Promise<void> {
  const [topic = '', , offset = '', stage = ''] = name.split('/')
  const origin = { topic, partition: 0, offset, timestamp: '1767225600000' }
  const what = { concludes: true, attempts: 1, key: null, value: null, headers: {} }
  const reason = { code: 'no-value', pointer: null, keyword: null }
  await recordQuarantine(ledger, [{ ...what, tenant, claimId: 'C-F1', origin, stage, reason, failedAt: origin }], [0])
}

const headersOf = (person: Person): Promise<Record<string, string>> => sessionOf(ledger, person)

const ask = (method: string, path: string, headers: Record<string, string>, body?: object): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body, (_, value: unknown) => (value === NEW_ID ? randomUUID() : value)) }),
  })

async function statusOf(...asked: Parameters<typeof ask>): Promise<number> {
  const answer = await ask(...asked)
  // A stream goes on.
  if (answer.headers.get('content-type')?.startsWith('text/event-stream') === true) await answer.body?.cancel()
  else await answer.text()
  return answer.status
}

/** What the contract says that a route answers. */
function documented(route: string): number[] {
  const [method, path] = route.split(' ') as [string, string]
  const paths = apiOpenApi['paths'] as Record<string, Record<string, { responses: Record<string, unknown> }>>
  return Object.keys(paths[path]?.[method]?.responses ?? {}).map(Number)
}

const PEOPLE = ROLES.filter((role) => role !== 'service')
const mayBy = (needs: Row['needs'], role: Role): boolean =>
  needs === 'open' || needs === 'signed in' || (RIGHTS[needs] as readonly Role[]).includes(role)

it('names every route of the contract, and no other', () => {
  const served = Object.entries(apiOpenApi['paths'] as Record<string, object>).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((name) => name !== 'parameters')
      .map((method) => `${method} ${path}`),
  )
  expect(Object.keys(ROUTES).sort()).toEqual(served.sort())
})

describe.each(Object.entries(ROUTES))('%s', (route, { needs, own, foreign, body, answers }) => {
  const method = route.split(' ')[0] as string
  const isChange = method === 'delete' || route.endsWith(':cancel') || route.endsWith(':resume')

  it('is closed to who is not signed in', async () => {
    const status = await statusOf(method, own(), {}, body)
    expect(status).toBe(needs === 'open' ? answers : 401)
    expect(documented(route)).toContain(status)
  })

  it.each(PEOPLE)('is open to %s or not, and to no one for a foreign tenant', async (role) => {
    const headers = await headersOf({ role })
    const may = mayBy(needs, role)
    if (isChange) Object.assign(RUNS, { own: await newRun('north'), foreign: await newRun('south') })
    if (foreign !== undefined) {
      const status = await statusOf(method, foreign(), headers, body)
      expect([403, 404]).toContain(status)
      expect(documented(route)).toContain(status)
    }
    const expected = route.endsWith(':cancel') || route.endsWith(':resume') ? 200 : answers
    const status = await statusOf(method, own(), headers, body)
    expect(status).toBe(may ? expected : 403)
    expect(documented(route)).toContain(status)
  })
})

describe('a caller with facilities', () => {
  it('sees those of the own tenant alone', async () => {
    const headers = await headersOf({ role: 'auditor', facilities: ['F2'] })
    expect(await statusOf('get', `/v1/findings/${NORTH.F1}`, headers)).toBe(404)
    expect(await statusOf('get', `/v1/findings/${NORTH.F2}`, headers)).toBe(200)
    expect(await statusOf('get', '/v1/claims/north/C-F1', headers)).toBe(404)
    expect(await statusOf('get', '/v1/claims/north/C-F2', headers)).toBe(200)
    const list = (await (await ask('get', '/v1/findings', headers)).json()) as { items: { facilityId: string }[] }
    expect(list.items.map(({ facilityId }) => facilityId)).toEqual(['F2'])
    const other = await headersOf({ role: 'auditor', tenants: ['south'], facilities: ['F2'] })
    expect(await (await ask('get', '/v1/findings', other)).json()).toEqual({ items: [], cursor: null })
  })
})

describe('what findings cite', () => {
  it.each<[Role, boolean]>([
    ['auditor', true],
    ['coder', true],
    ['read-only', false],
    ['compliance', false],
  ])('is shown to %s: %s', async (role, isShown) => {
    const answer = await ask('get', `/v1/findings/${NORTH.F1}`, await headersOf({ role }))
    const { evidence } = (await answer.json()) as { evidence: { text: string }[] }
    expect(evidence.every(({ text }) => (text !== '') === isShown)).toBe(true)
  })
})

describe('a list', () => {
  it('names its next page as a link until the end, and is not sent again unchanged', async () => {
    const headers = await headersOf({ role: 'auditor' })
    const seen: string[] = []
    let next: string | undefined = '/v1/work?limit=1&sort=-impact'
    while (next !== undefined) {
      const answer = await ask('get', next, headers)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const { items } = (await answer.json()) as { items: { findingId: string }[] }
      seen.push(...items.map(({ findingId }) => findingId))
      // Without it, fetch adds no-cache.
      const unlessSame = { 'if-none-match': answer.headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
      expect((await ask('get', next, { ...headers, ...unlessSame })).status).toBe(304)
      next = /^<(.+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
    }
    expect(seen.sort()).toEqual([NORTH.F1, NORTH.F2])
  })
})

describe('a run of a tenant', () => {
  it('reads the claims of that tenant alone', async () => {
    const headers = await headersOf({ role: 'lead' })
    const asked = await ask('post', '/v1/runs', headers, { source: { kind: 'archive' }, only: { facility: 'F1' } })
    expect(await asked.json()).toMatchObject({ request: { only: { facility: 'F1', tenant: 'north' } } })
    const body = { source: { kind: 'archive' }, only: { tenant: 'south' } }
    expect(await statusOf('post', '/v1/runs', headers, body)).toBe(403)
  })
})

/** What a filter, an id or a cursor may hold that is meant for something else. */
const HOSTILE = [
  "' or 1=1 --",
  "'; set role postgres; --",
  "north' union select * from session --",
  '$1',
  '%00',
  '\u0000',
  '../../etc/passwd',
  '{"$gt":""}',
  'x'.repeat(3_000),
  '=cmd|1',
  '\u001b[2J',
]

describe('hostile input', () => {
  const parameters = (path: string): string[] =>
    (
      (apiOpenApi['paths'] as Record<string, { get: { parameters: { name: string; in: string }[] } }>)[path]?.get
        .parameters ?? []
    )
      .filter((each) => each.in === 'query')
      .map(({ name }) => name)

  it.each([
    ['/v1/findings', 'auditor'],
    ['/v1/work', 'auditor'],
    ['/v1/access-log', 'compliance'],
    ['/v1/quarantine', 'lead'],
  ] as const)('in each parameter of %s shows nothing and breaks nothing', async (path, role) => {
    const headers = await headersOf({ role })
    for (const name of [...parameters(path), 'unknown'])
      for (const value of HOSTILE) {
        const answer = await ask('get', `${path}?${new URLSearchParams({ [name]: value })}`, headers)
        const text = await answer.text()
        expect({ name, value, is: documented(`get ${path}`).includes(answer.status) && answer.status < 500 }).toEqual({
          name,
          value,
          is: true,
        })
        expect(text).not.toMatch(/ at .*\.(ts|js):\d+|south/)
        if (answer.status === 200) expect(JSON.parse(text)).toMatchObject({ items: [] })
      }
  })

  it('in paths is not found', async () => {
    const headers = await headersOf({ role: 'lead' })
    for (const value of HOSTILE)
      for (const [path, route] of [
        ['/v1/findings/', 'get /v1/findings/{id}'],
        ['/v1/claims/north/', 'get /v1/claims/{tenant}/{claimId}'],
        ['/v1/runs/', 'get /v1/runs/{run}'],
      ] as const) {
        const status = await statusOf('get', `${path}${encodeURIComponent(value)}`, headers)
        expect({ path, value, status }).toEqual({ path, value, status: 404 })
        expect(documented(route)).toContain(status)
      }
  })

  it.each([
    ['no JSON', '{"note": "my patient', 400],
    ['no object', '"my patient"', 422],
  ])('that is %s is refused without a word of it', async (_, body, status) => {
    const headers = { ...(await headersOf({ role: 'lead' })), 'content-type': 'application/json' }
    const answer = await fetch(`${url}/v1/queries`, { method: 'POST', headers, body })
    expect([answer.status, (await answer.text()).includes('patient')]).toEqual([status, false])
  })

  it('that only the identity provider could judge is for later while it is away', async () => {
    const token = 'e30.e30.e30'
    expect(await statusOf('get', '/v1/findings', { authorization: `Bearer ${token}` })).toBe(503)
    const body = new URLSearchParams({ logout_token: token })
    expect((await fetch(`${url}/auth/backchannel-logout`, { method: 'POST', body })).status).toBe(503)
  })

  it('of ten megabytes is refused by its length', async () => {
    const headers = { ...(await headersOf({ role: 'lead' })), 'content-type': 'application/json' }
    for (const path of ['/v1/runs', '/auth/tenant']) {
      const body = JSON.stringify({ note: 'x'.repeat(10_000_000) })
      const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body })
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        413,
        'application/problem+json; charset=utf-8',
      ])
    }
  })

  // A Problem of 503 is the identity provider: there is none here.
  it('leaves no error behind', () => {
    expect(api.lines.filter((line) => /"level":"(error|fatal)"/.test(line) && !/"msg":"Problem"/.test(line))).toEqual(
      [],
    )
  })
})
