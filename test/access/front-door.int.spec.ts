import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { request } from 'node:http'
import { apiLogin, openLedger } from '@claims-audit/ledger'
import { freshLedger } from '../fresh-database.js'
import { ServiceProcess } from '../operations/service-process.js'

/* The api as it is deployed behind a proxy that ends TLS: it listens to all addresses and answers to its public one. */

const PUBLIC = 'audit.hospital.example'
const LIMIT = 40
let api: ServiceProcess
let port = 0

beforeAll(async () => {
  const databaseUrl = await freshLedger(process.env['DATABASE_URL'] ?? '', 'door')
  const ledger = await openLedger({ databaseUrl, poolSize: 1 })
  const login = await apiLogin(ledger, databaseUrl, 'a login of the whole server')
  await ledger.destroy()
  api = new ServiceProcess('api', {
    DATABASE_URL: login,
    HOST: '0.0.0.0',
    OIDC_ISSUER: 'https://people.hospital.example',
    PUBLIC_URL: `https://${PUBLIC}`,
    REQUESTS_PER_MINUTE: String(LIMIT),
    SIGN_INS_PER_MINUTE: '3',
  })
  port = Number(new URL(await api.listening()).port)
})
afterAll(() => api.stop())

interface Answer {
  status: number | undefined
  headers: Record<string, string | string[] | undefined>
}

/** By hand, since fetch sets Host and Origin itself. */
function ask(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      answer.resume()
      resolve({ status: answer.statusCode, headers: answer.headers })
    })
    sent.on('error', reject).end()
  })
}

const OWN = { host: PUBLIC }

describe('the public door', () => {
  it.each<[string, Record<string, string>, number]>([
    ['its address', OWN, 401],
    ['its own page', { ...OWN, origin: `https://${PUBLIC}`, 'sec-fetch-site': 'same-origin' }, 401],
    ['another host', { host: 'evil.example' }, 403],
    ['a page of another site', { ...OWN, origin: 'https://evil.example' }, 403],
    ['its page without TLS', { ...OWN, origin: `http://${PUBLIC}` }, 403],
    ['a page that hides', { ...OWN, origin: 'null' }, 403],
    ['a frame of another site', { ...OWN, 'sec-fetch-site': 'cross-site' }, 403],
  ])('answers a request to or from %s', async (_, headers, status) => {
    expect((await ask('/v1/findings', headers)).status).toBe(status)
  })

  const LINK = { ...OWN, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', accept: 'text/html' }
  it.each<[string, string, string, number]>([
    ['opens a page', '/claims/north/C-F1', 'document', 200],
    ['reads no data', '/v1/findings', 'document', 403],
    ['signs no one in', '/auth/sign-in', 'document', 403],
    ['shows no page in a frame', '/work', 'iframe', 403],
  ])('of a link from another site %s', async (_, path, dest, status) => {
    expect((await ask(path, { ...LINK, 'sec-fetch-dest': dest })).status).toBe(status)
  })

  it('lets a person return from the identity provider', async () => {
    expect((await ask('/auth/callback', { ...OWN, 'sec-fetch-site': 'cross-site' })).status).toBe(401)
    expect((await ask('/auth/tenant', { ...OWN, 'sec-fetch-site': 'cross-site' }, 'POST')).status).toBe(403)
  })

  it('asks browsers to insist on TLS, and names no framework', async () => {
    const { headers } = await ask('/v1/findings', OWN)
    expect(headers['strict-transport-security']).toMatch(/max-age=\d{8}/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(headers['x-powered-by']).toBeUndefined()
  })

  it('tells who asks too often when to come back', async () => {
    const signIns: Answer[] = []
    for (let n = 0; n < 4; n += 1) signIns.push(await ask('/auth/sign-in', OWN))
    expect(signIns.at(-1)).toMatchObject({
      status: 429,
      headers: {
        'content-type': 'application/problem+json; charset=utf-8',
        'retry-after': expect.stringMatching(/^\d+$/),
      },
    })
    let last: Answer = { status: 0, headers: {} }
    for (let n = 0; n <= LIMIT; n += 1) last = await ask('/v1/findings', OWN)
    expect(last.status).toBe(429)
    // Another caller is counted by itself.
    expect((await ask('/v1/findings', { ...OWN, cookie: `__Host-claims-audit=${'A'.repeat(43)}` })).status).toBe(401)
  })
})
