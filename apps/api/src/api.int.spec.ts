import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { askRun, migrate, openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { readRulePacks } from '@claims-audit/reference'
import { pino } from 'pino'
import { ProblemFilter } from '../../../libs/service/src/problem.js'
import { freshDatabase } from '../../../test/fresh-database.js'
import { useMiddleware } from './access/middleware.js'
import { apiModule } from './api-module.js'

let ledger: Ledger
let app: NestExpressApplication
let url: string
let audits: LongAudits

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'api') })
  await migrate(ledger)
  const identify = {
    ledger,
    limits: { idleMs: 1, absoluteMs: 1 },
    tokens: undefined,
    letsLocalIn: true,
    zone: 'UTC',
    isSecure: false,
  }
  audits = new LongAudits()
  const module = apiModule(
    identify,
    { audits, rules: readRulePacks(), publisher: undefined, logStates: undefined },
    undefined,
  )
  app = await NestFactory.create<NestExpressApplication>(module, { logger: false, bodyParser: false })
  app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' })))
  useMiddleware(app, { isSecure: false, requestsPerMinute: 10_000, signInsPerMinute: 10_000 })
  await app.listen(0, '127.0.0.1')
  url = await app.getUrl()
})
afterAll(async () => {
  await app.close()
  await audits.close()
  await ledger.destroy()
})
beforeEach(() => ledger.query('delete from audit_run'))

function post(path: string, body?: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' }
  return fetch(`${url}${path}`, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) })
}

const ask = (more: object, source: object = {}): Promise<Response> =>
  post('/v1/runs', { source: { kind: 'archive', ...source }, ...more })

async function problem(answer: Response): Promise<unknown> {
  const contentType = answer.headers.get('content-type')
  return { status: answer.status, contentType, ...((await answer.json()) as object) }
}

const refused = (status: number, pointer: string): object =>
  expect.objectContaining({
    status,
    contentType: 'application/problem+json; charset=utf-8',
    errors: expect.arrayContaining([expect.objectContaining({ pointer })]),
  })

describe('a run that is asked for', () => {
  it('has a share from a hundredth to the whole', async () => {
    for (const share of [5e-324, 1e-9, 0, -1, 0.0099, 1.5])
      expect(await problem(await ask({ share }))).toEqual(refused(422, '/share'))
    for (const share of [0.01, 1]) expect((await ask({ share })).status).toBe(202)
  })

  it.each<[string, object, object, string]>([
    ['a day beyond the calendar', {}, { fromTime: '2026-02-30' }, '/source/fromTime'],
    ['an hour beyond the day', {}, { toTime: '2026-01-01T25:00Z' }, '/source/toTime'],
    ['a partition beyond int32', {}, { partitions: [1e300] }, '/source/partitions/0'],
    ['what jsonb cannot hold, in a note', { note: 'a\0b' }, {}, '/note'],
    ['half a character in a filter', { only: { tenant: '\ud800' } }, {}, '/only/tenant'],
    ['an escape sequence in a filter', { only: { facility: '\u009b2J' } }, {}, '/only/facility'],
  ])('is refused with %s', async (_, more, source, pointer) => {
    expect(await problem(await ask(more, source))).toEqual(refused(422, pointer))
  })

  it('takes text of every script', async () => {
    expect((await ask({ note: 'Nachprüfung 😀 שלום', only: { claimId: 'é😀' } })).status).toBe(202)
  })

  it('waits with a hundred others at most, also where it is resumed; files are not counted', async () => {
    for (let n = 0; n < 100; n += 1) await askRun(ledger, { source: { kind: 'files', files: ['x'] } }, null)
    const { id } = (await (await ask({})).json()) as { id: number }
    expect((await post(`/v1/runs/${id}:cancel`)).status).toBe(200)
    for (let n = 0; n < 100; n += 1) expect((await ask({})).status).toBe(202)
    expect(await problem(await ask({}))).toMatchObject({ status: 429, detail: expect.stringContaining('100 runs') })
    expect((await post(`/v1/runs/${id}:resume`)).status).toBe(429)
    expect((await post(`/v1/runs/${id + 1}:cancel`)).status).toBe(200)
    expect((await post(`/v1/runs/${id}:resume`)).status).toBe(200)
  })
})

const FORGED = Buffer.from('["SECRET","6fe779fb-12ac-5253-ad3e-5f156575d2d0",0]').toString('base64url')

describe('a query of findings', () => {
  it.each([
    ['limit', '0x10'],
    ['limit', '1e2'],
    ['limit', '501'],
    ['dischargeFrom', '2026-02-30'],
    ['dischargeTo', '-infinity'],
    ['amountFrom', '1e308'],
    ['rule', 'a\0b'],
    ['rule', 'x'.repeat(1_000)],
    ['cursor', FORGED],
  ])('is refused with a wrong %s: %s', async (name, value) => {
    const answer = await fetch(`${url}/v1/findings?${new URLSearchParams({ [name]: value })}`)
    expect(await problem(answer)).toEqual(refused(400, `/${name}`))
  })
})
