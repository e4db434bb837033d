import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { TOPICS } from '@claims-audit/contracts'
import { createTopics, readAll } from '@claims-audit/event-log'
import { apiLogin, migrate, openLedger, recordQuarantine } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { syntheticClaims } from '../e2e/synthetic-claims.js'
import { freshDatabase } from '../fresh-database.js'
import { ServiceProcess } from '../operations/service-process.js'
import { sessionOf } from './session.js'
import type { Person } from './session.js'

/* Quarantined events at an api that logs in as at npm start, for people who sign in, and for programs on the same machine. */

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const [sound] = [...syntheticClaims(1, 7, 'parked')]
const claimOf = (claimId: string, more: object = {}): object => ({ ...sound, tenant: 'north', claimId, ...more })
/** Mended by a discharge date that an edition covers. */
const BAD = { admissionDate: '2009-01-01', dischargeDate: '2009-01-02' }

let ledger: Ledger
let [guarded, local, cutOff]: ServiceProcess[] = []
let [url, localUrl, cutOffUrl] = ['', '', '']

beforeAll(async () => {
  await createTopics(brokers)
  const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'parked')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
  const login = { DATABASE_URL: await apiLogin(ledger, databaseUrl, 'a login of the whole server') }
  guarded = new ServiceProcess('api', { ...login, OIDC_ISSUER: 'https://people.hospital.example' })
  local = new ServiceProcess('api', login)
  cutOff = new ServiceProcess('api', { ...login, KAFKA_BROKERS: '127.0.0.1:1' })
  ;[url, localUrl, cutOffUrl] = await Promise.all([guarded.listening(), local.listening(), cutOff.listening()])
  for (let n = 0; n < 5; n += 1) await park('north', `C-${n}`, n, claimOf(`C-${n}`, BAD))
  await park('south', 'C-0', 5, claimOf('C-0', { tenant: 'south', ...BAD }))
  await park('_unread', 'claims.submitted/0/6', 6, '{"claimId":')
})
afterAll(async () => {
  await Promise.all([guarded?.stop(), local?.stop(), cutOff?.stop()])
  await ledger.destroy()
})

async function park(tenant: string, claimId: string, offset: number, value: object | string): Promise<void> {
  const origin = { topic: 'claims.submitted', partition: 0, offset: String(offset), timestamp: '1767225600000' }
  const bytes = Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
  const reason = { code: 'outside-editions', pointer: '/dischargeDate', keyword: 'date' }
  const event = { tenant, claimId, origin, concludes: true, stage: 'code-validation', reason, attempts: 1 }
  await recordQuarantine(ledger, [{ ...event, failedAt: origin, key: null, value: bytes, headers: {} }], [0])
}

const idOf = (offset: number): string =>
  Buffer.from(`claims.submitted/0/${offset}/code-validation`).toString('base64url')

interface Answer {
  status: number
  body: Record<string, unknown> & { items: Record<string, unknown>[]; cursor: string | null }
}

async function send(base: string, method: string, path: string, headers: object, body?: object): Promise<Answer> {
  const answer = await fetch(`${base}/v1/quarantine${path}`, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

async function ask(person: Person, method: string, path: string, body?: object): Promise<Answer> {
  return send(url, method, path, await sessionOf(ledger, person), body)
}

const LEAD: Person = { role: 'lead' }
const told = ({ body }: Answer): unknown[] => body.items.map(({ claimId }) => claimId)

async function sentFor(id: unknown): Promise<{ value: string; of: string }[]> {
  const events = await readAll(brokers, TOPICS.submitted)
  return events
    .filter(({ headers }) => String(headers['ce_id']) === id)
    .map(({ value, headers }) => ({ value: String(value), of: String(headers['ce_redriveof']) }))
}

describe('the list', () => {
  it('shows a tenant its own, page by page, without bytes', async () => {
    const first = await ask(LEAD, 'GET', '?limit=3')
    expect(told(first)).toEqual(['C-0', 'C-1', 'C-2'])
    const second = await ask(LEAD, 'GET', `?limit=3&cursor=${first.body.cursor}`)
    expect(told(second)).toEqual(['C-3', 'C-4'])
    expect(second.body.cursor).toBeNull()
    expect(first.body.items[0]).toMatchObject({
      ...{ id: idOf(0), tenant: 'north', stage: 'code-validation', attempts: 1, state: 'parked', edits: 0 },
      reason: { code: 'outside-editions', pointer: '/dischargeDate', keyword: 'date' },
      ageSeconds: expect.any(Number),
    })
    expect(JSON.stringify(first.body)).not.toContain('M43')
    expect(told(await ask(LEAD, 'GET', '?code=not-json'))).toEqual([])
    expect(told(await ask(LEAD, 'GET', '?state=redriven'))).toEqual([])
  })

  it('shows a program on the same machine what could not be read, and each tenant', async () => {
    const all = await send(localUrl, 'GET', '', {})
    expect(new Set(all.body.items.map(({ tenant }) => tenant))).toEqual(new Set(['north', 'south', '_unread']))
    expect(told(await send(localUrl, 'GET', '?tenant=south', {}))).toEqual(['C-0'])
  })

  it('shows a caller with facilities no event that is of no known facility', async () => {
    expect(told(await ask({ ...LEAD, facilities: ['F1'] }, 'GET', ''))).toEqual([])
  })
})

describe('the bytes', () => {
  it('are shown to those who say why, and the access log keeps it', async () => {
    expect((await ask(LEAD, 'GET', `/${idOf(0)}`)).body).not.toHaveProperty('value')
    expect((await ask(LEAD, 'GET', `/${idOf(0)}?purpose=curiosity`)).status).toBe(400)
    const opened = await ask(LEAD, 'GET', `/${idOf(0)}?purpose=operations`)
    expect(JSON.parse(String(opened.body['value']))).toMatchObject({ claimId: 'C-0', ...BAD })
    const rows: object[] = await ledger.query(
      `select act, claims, purpose from access_log where tenant = 'north' and act like '%view' order by at`,
    )
    expect(rows).toEqual([
      { act: 'view', claims: ['C-0'], purpose: null },
      { act: 'document-view', claims: ['C-0'], purpose: 'operations' },
    ])
  })

  it('of another tenant, and of what could not be read, are not found', async () => {
    for (const offset of [5, 6, 99])
      expect((await ask(LEAD, 'GET', `/${idOf(offset)}?purpose=operations`)).status).toBe(404)
    expect((await ask(LEAD, 'GET', '/not-an-id')).status).toBe(404)
    const opened = await send(localUrl, 'GET', `/${idOf(6)}?purpose=operations`, {})
    expect(opened.body['value']).toBe('{"claimId":')
  })
})

describe('an event', () => {
  it('is mended and sent again, once, and each act is recorded', async () => {
    const path = `/${idOf(1)}`
    expect(await ask(LEAD, 'POST', `${path}:redrive`, {})).toMatchObject({
      status: 422,
      body: { code: 'rejected', errors: [{ code: 'outside-editions', pointer: '/dischargeDate' }] },
    })
    expect(await ask(LEAD, 'PUT', path, { claim: claimOf('C-1', BAD) })).toMatchObject({ status: 422 })
    const edited = await ask(LEAD, 'PUT', path, { claim: claimOf('C-1'), note: 'dates' })
    expect(edited).toMatchObject({ status: 200, body: { edits: 1, state: 'parked' } })
    const done = await Promise.all([1, 2].map(() => ask(LEAD, 'POST', `${path}:redrive`, {})))
    expect(done.map(({ status }) => status).sort()).toEqual([200, 409])
    const eventId = done.find(({ status }) => status === 200)?.body['eventId']
    expect(await sentFor(eventId)).toEqual([
      { value: JSON.stringify(claimOf('C-1')), of: 'claims.submitted/0/1/code-validation' },
    ])
    const { body } = await ask(LEAD, 'GET', path)
    expect(body).toMatchObject({
      state: 'redriven',
      acts: [
        { act: 'edit', by: 'lead', note: 'dates' },
        { act: 'redrive', by: 'lead', eventId },
      ],
    })
    const [again, byProgram] = [{ again: true }, await send(localUrl, 'POST', `${path}:redrive`, {}, {})]
    expect(byProgram.status).toBe(409)
    expect((await send(localUrl, 'POST', `${path}:redrive`, {}, again)).status).toBe(200)
  })

  it('is not sent for another tenant or facility', async () => {
    expect((await ask(LEAD, 'PUT', `/${idOf(2)}`, { claim: claimOf('C-2', { tenant: 'south' }) })).status).toBe(403)
    expect((await ask(LEAD, 'PUT', `/${idOf(5)}`, { claim: claimOf('C-0') })).status).toBe(404)
    expect((await ask({ role: 'admin' }, 'POST', `/${idOf(2)}:redrive`, {})).status).toBe(403)
  })

  it('stays as it was where Kafka cannot be reached', async () => {
    await ask(LEAD, 'PUT', `/${idOf(3)}`, { claim: claimOf('C-3') })
    expect((await send(cutOffUrl, 'POST', `/${idOf(3)}:redrive`, {}, {})).status).toBe(503)
    expect((await ask(LEAD, 'GET', `/${idOf(3)}`)).body).toMatchObject({ state: 'parked', acts: [{ act: 'edit' }] })
  })
})
