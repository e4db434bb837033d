import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createPrivateKey, createPublicKey, createSign, createHmac, generateKeyPairSync, randomUUID } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TOPICS } from '@claims-audit/contracts'
import { createTopics } from '@claims-audit/event-log'
import { apiLogin, findSession, migrate, openLedger, openSession } from '@claims-audit/ledger'
import type { Ledger, Session } from '@claims-audit/ledger'
import { syntheticClaims } from '../e2e/synthetic-claims.js'
import { freshDatabase } from '../fresh-database.js'
import { ServiceProcess } from '../operations/service-process.js'

/*
 * Tokens that a provider of the tests signs, and some that it did not. They are written by hand, since no library would write most of them.
 */

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const AUDIENCE = 'claims-audit-api'
const own = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })

let ledger: Ledger
let provider: Server
let [api, intake]: ServiceProcess[] = []
let [issuer, apiUrl, intakeUrl] = ['', '', '']

beforeAll(async () => {
  await createTopics(brokers)
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'tokens')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  provider = createServer((request, response) => {
    const jwk = { ...own.publicKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }
    const discovery = {
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [jwk] } : discovery))
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`
  api = new ServiceProcess('api', {
    OIDC_ISSUER: issuer,
    DATABASE_URL: await apiLogin(ledger, databaseUrl, 'a login of the whole server'),
  })
  intake = new ServiceProcess('intake', { OIDC_ISSUER: issuer })
  ;[apiUrl, intakeUrl] = await Promise.all([api.listening(), intake.listening()])
})
afterAll(async () => {
  await Promise.all([api?.stop(), intake?.stop()])
  provider.close()
  await ledger.destroy()
})

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = (): number => Math.floor(Date.now() / 1_000)

const CLAIMS = () => ({
  iss: issuer,
  aud: AUDIENCE,
  sub: 'robot',
  client_id: 'robot',
  iat: now(),
  exp: now() + 60,
  tenants: ['north'],
  roles: ['service'],
})

function signed(
  claims: object,
  { header = {}, key = own.privateKey }: { header?: object; key?: KeyObject } = {},
): string {
  const body = `${part({ alg: 'RS256', kid: 'own', typ: 'JWT', ...header })}.${part(claims)}`
  return `${body}.${createSign('sha256').update(body).sign(key, 'base64url')}`
}

/** The public key, taken for a shared secret: a classic of JWT (RFC 8725, 2.1). */
function bySecret(claims: object): string {
  const body = `${part({ alg: 'HS256', kid: 'own', typ: 'JWT' })}.${part(claims)}`
  const pem = createPublicKey(createPrivateKey(own.privateKey.export({ type: 'pkcs8', format: 'pem' })))
  return `${body}.${createHmac('sha256', pem.export({ type: 'spki', format: 'pem' }))
    .update(body)
    .digest('base64url')}`
}

const findings = async (token: string, query = ''): Promise<number> => {
  const answer = await fetch(`${apiUrl}/v1/findings${query}`, { headers: { authorization: `Bearer ${token}` } })
  expect(answer.headers.get('content-type')).toMatch(answer.status === 200 ? /application\/json/ : /problem\+json/)
  return answer.status
}

describe('a service', () => {
  it('is let in for its tenants by a token of the provider', async () => {
    expect(await findings(signed(CLAIMS()))).toBe(200)
    expect(await findings(signed(CLAIMS()), '?tenant=north')).toBe(200)
    expect(await findings(signed(CLAIMS()), '?tenant=south')).toBe(403)
    expect(await findings(signed({ ...CLAIMS(), tenants: [] }))).toBe(403)
    const two = { ...CLAIMS(), tenants: ['north', 'south'] }
    expect([await findings(signed(two)), await findings(signed(two), '?tenant=south')]).toEqual([403, 200])
  })

  it('has no role of a person’s, whatever its token says', async () => {
    const headers = { authorization: `Bearer ${signed({ ...CLAIMS(), roles: ['compliance', 'lead'] })}` }
    expect((await fetch(`${apiUrl}/v1/access-log`, { headers })).status).toBe(403)
    expect((await fetch(`${apiUrl}/v1/findings`, { headers })).status).toBe(403)
  })

  it.each<[string, () => string]>([
    ['is over', () => signed({ ...CLAIMS(), exp: now() - 60 })],
    ['never ends', () => signed({ ...CLAIMS(), exp: undefined })],
    ['is not valid yet', () => signed({ ...CLAIMS(), nbf: now() + 600 })],
    ['is for another', () => signed({ ...CLAIMS(), aud: 'another-api' })],
    ['is an ID token', () => signed({ ...CLAIMS(), aud: 'claims-audit' })],
    ['is another’s', () => signed({ ...CLAIMS(), iss: 'https://evil.example' })],
    ['is forged', () => signed(CLAIMS(), { key: stranger.privateKey })],
    ['names another key', () => signed(CLAIMS(), { header: { kid: 'another' } })],
    [
      'brings its key along',
      () =>
        signed(CLAIMS(), { key: stranger.privateKey, header: { jwk: stranger.publicKey.export({ format: 'jwk' }) } }),
    ],
    ['says alg none', () => `${part({ alg: 'none' })}.${part(CLAIMS())}.`],
    ['is signed with the public key', () => bySecret(CLAIMS())],
    ['was changed', () => signed(CLAIMS()).replace(/\.[^.]+\./, `.${part({ ...CLAIMS(), tenants: ['south'] })}.`)],
    ['is not a token', () => 'x.y.z'],
  ])('is refused with a token that %s', async (_, token) => {
    expect(await findings(token())).toBe(401)
  })
})

describe('where others are let in', () => {
  it('a program on this machine signs in like all others', async () => {
    expect((await fetch(`${apiUrl}/v1/findings`)).status).toBe(401)
    expect(
      (
        await fetch(`${intakeUrl}/v1/claims`, {
          method: 'POST',
          body: '{}',
          headers: { 'content-type': 'application/json' },
        })
      ).status,
    ).toBe(401)
  })

  it('the api does not start as a role that bypasses row-level security', async () => {
    const service = new ServiceProcess('api', { OIDC_ISSUER: issuer })
    expect(await service.ended).toBe(2)
    expect(service.lines.join()).toContain('bypasses row-level security')
  })

  it('no door is open to other machines without an address', async () => {
    const service = new ServiceProcess('intake', { OIDC_ISSUER: issuer, HOST: '0.0.0.0' })
    expect(await service.ended).toBe(2)
    expect(service.lines.join()).toContain('PUBLIC_URL')
  })
})

describe('the intake', () => {
  const claim = (tenant: string): string => JSON.stringify({ ...[...syntheticClaims(1, 1, 'tokens')][0], tenant })
  const send = async (path: string, body: string, claims: object = CLAIMS()): Promise<Response> =>
    fetch(`${intakeUrl}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', authorization: `Bearer ${signed(claims)}` },
    })

  it(`puts claims of the own tenants on ${TOPICS.submitted}, and no others`, async () => {
    expect((await send('/v1/claims', claim('north'))).status).toBe(202)
    const refused = await send('/v1/claims', claim('south'))
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ errors: [{ pointer: '/tenant', code: 'tenant' }] })
    const lines = (await (await send('/v1/claims:batch', `${claim('south')}\n${claim('north')}`)).text())
      .trim()
      .split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { status: number }).status)).toEqual([403, 202])
  })

  it('lets in who may submit alone', async () => {
    expect((await send('/v1/claims', claim('north'), { ...CLAIMS(), roles: ['read-only'] })).status).toBe(403)
    expect((await send('/v1/claims', claim('north'), { ...CLAIMS(), exp: now() - 60 })).status).toBe(401)
  })
})

describe('a logout token', () => {
  const EVENT = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const LOGOUT = () => ({
    iss: issuer,
    aud: 'claims-audit',
    iat: now(),
    exp: now() + 60,
    jti: randomUUID(),
    sid: 'S',
    events: EVENT,
  })
  const header = { typ: 'logout+jwt' }
  const limits = { idleMs: 60_000, absoluteMs: 60_000 }
  const session = (providerSession: string): Session => ({
    digest: randomUUID(),
    ...{ issuer, subject: 'ana', providerSession, name: 'Ana', roles: [], facilities: null, tenants: [], tenant: null },
  })
  const end = async (token: string): Promise<number> => {
    const body = new URLSearchParams({ logout_token: token })
    return (await fetch(`${apiUrl}/auth/backchannel-logout`, { method: 'POST', body })).status
  }

  it('ends the session that it names, once', async () => {
    const [mine, other] = [session('S'), session('T')]
    for (const each of [mine, other]) await openSession(ledger, each, limits)
    const token = signed(LOGOUT(), { header })
    expect(await end(token)).toBe(200)
    expect(await findSession(ledger, mine.digest, limits)).toBeUndefined()
    expect(await findSession(ledger, other.digest, limits)).toBeDefined()
    await openSession(ledger, mine, limits)
    expect(await end(token)).toBe(400)
    expect(await findSession(ledger, mine.digest, limits)).toBeDefined()
  })

  it.each<[string, () => string]>([
    ['is forged', () => signed(LOGOUT(), { header, key: stranger.privateKey })],
    ['is of another type', () => signed(LOGOUT())],
    ['is old', () => signed({ ...LOGOUT(), iat: now() - 600 }, { header })],
    ['is for another', () => signed({ ...LOGOUT(), aud: AUDIENCE }, { header })],
    ['has a nonce, as an ID token has', () => signed({ ...LOGOUT(), nonce: 'n' }, { header })],
    ['names no event', () => signed({ ...LOGOUT(), events: undefined }, { header })],
    ['names no one', () => signed({ ...LOGOUT(), sid: undefined }, { header })],
    ['says alg none', () => `${part({ alg: 'none', ...header })}.${part(LOGOUT())}.`],
  ])('is refused that %s', async (_, token) => {
    const mine = session('S')
    await openSession(ledger, mine, limits)
    expect(await end(token())).toBe(400)
    expect(await findSession(ledger, mine.digest, limits)).toBeDefined()
  })
})
