import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from '@jest/globals'
import { LongAudits } from '@claims-audit/long-audits'
import type { LongAuditsOptions } from '@claims-audit/long-audits'
import { pino } from 'pino'
import { ProblemFilter } from '../../../libs/service/src/problem.js'
import { denseClaim } from '../../../test/e2e/synthetic-claims.js'
import { CLOUD_EVENTS, takeBytes } from './bytes-of.js'
import { ClaimPublisher } from './door-publisher.js'
import { ClaimsController } from './claims.controller.js'
import { DocumentationController } from './documentation.controller.js'
import { X12Controller } from './x12.controller.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

type Post = (path: string, body: string | Uint8Array<ArrayBuffer>, type?: string) => Promise<Response>

/** The intake's HTTP surface, with a publisher that takes everything. */
async function intake(o: LongAuditsOptions): Promise<Post> {
  const audits = new LongAudits(o)
  const providers = [
    {
      provide: ClaimPublisher,
      useValue: new ClaimPublisher(
        async () => undefined,
        { inc: () => undefined },
        () => undefined,
      ),
    },
    { provide: LongAudits, useValue: audits },
  ]
  class Intake {}
  const app = await NestFactory.create<NestExpressApplication>(
    { module: Intake, controllers: [ClaimsController, DocumentationController, X12Controller], providers },
    { logger: false, bodyParser: false },
  )
  app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' })))
  takeBytes(app)
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  closing.push(async () => {
    await audits.close()
    await app.close()
  })
  return (path, body, type) =>
    fetch(`${url}${path}`, { method: 'POST', body, ...(type !== undefined && { headers: { 'content-type': type } }) })
}

const dense = (bytes: number): string => JSON.stringify(denseClaim(bytes, 8, 'intake'))

const CHECK = '/v1/documentation:check'

describe('a check of a long record', () => {
  it('does not hold up a claim: what is posted during the check is answered first', async () => {
    const post = await intake({})
    const order: string[] = []
    const check = post(CHECK, dense(3_900_000)).then((answer) => {
      order.push('check')
      return answer
    })
    // The thread takes a second to start, and several to audit; a small check in between needs neither.
    await post(CHECK, dense(2_000))
    const claim = await post('/v1/claims', dense(2_000))
    order.push('claim')
    expect(claim.status).toBe(202)
    expect((await check).status).toBe(200)
    expect(order).toEqual(['claim', 'check'])
  })

  it('is refused with its code once its time is over', async () => {
    const post = await intake({ budgetMs: 1 })
    const answer = await post(CHECK, dense(1_000_000))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      422,
      'application/problem+json; charset=utf-8',
    ])
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'audit-timeout', keyword: '1 ms', pointer: null }] })
  })

  it('is asked for again later where others wait already', async () => {
    const post = await intake({ mostAtOnce: 1 })
    const both = await Promise.all([post(CHECK, dense(1_000_000)), post(CHECK, dense(1_000_000))])
    const [answered, busy] = both.sort((a, b) => a.status - b.status)
    expect([answered?.status, busy?.status, busy?.headers.get('retry-after')]).toEqual([200, 503, '10'])
  })
})

describe('what is posted', () => {
  const visit = {
    claimId: 'C-1',
    claimType: 'institutional-outpatient',
    patient: { ageInYears: 64, sex: 'F' },
    lines: [{ hcpcs: '99213', serviceDate: '2026-01-04' }],
    diagnoses: [],
  }
  const latin1 = Uint8Array.from(Buffer.from(JSON.stringify({ ...visit, coder: 'é' }), 'latin1'))

  it.each(['/v1/claims', CHECK])('is refused where it is no UTF-8: %s', async (path) => {
    const post = await intake({})
    const answer = await post(path, latin1)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'not-utf-8', pointer: null }] })
  })

  it('is refused line by line in a batch', async () => {
    const post = await intake({})
    const lines = Buffer.concat([latin1, Buffer.from(`\n${JSON.stringify(visit)}\n${dense(2_000)}\n`)])
    const answers = (await (await post('/v1/claims:batch', Uint8Array.from(lines))).text()).trim().split('\n')
    expect(answers.map((answer) => JSON.parse(answer) as unknown)).toMatchObject([
      { line: 1, status: 422, errors: [{ code: 'not-utf-8' }] },
      { line: 2, status: 422, errors: [{ code: 'no-diagnosis' }] },
      { line: 3, status: 202 },
    ])
  })

  it('is refused item by item in a batch, one that nests without end too', async () => {
    const post = await intake({})
    const batch = `[${'['.repeat(100_000)}${']'.repeat(100_000)},${dense(2_000)}]`
    const answers = (await (await post('/v1/claims:batch', batch, CLOUD_EVENTS)).text()).trim().split('\n')
    expect(answers.map((answer) => JSON.parse(answer) as unknown)).toMatchObject([
      { line: 1, status: 422, errors: [{ code: 'too-deep' }] },
      { line: 2, status: 202 },
    ])
  })

  it('as X12 leaves the event loop free, however many claims of it are refused', async () => {
    const head = readFileSync(new URL('../../../contracts/examples/claims.837', import.meta.url)).subarray(0, 106)
    const group = 'GS*HC*A*B*20260101*1200*1*X*005010X223A2~ST*837*0001*005010X223A2~'
    const file = `${head.toString()}${group}${'CLM*A*1~'.repeat(200_000)}SE*200002*0001~GE*1*1~IEA*1*1~`
    const post = await intake({})
    let turns = 0
    const counting = setInterval(() => (turns += 1), 1)
    const answer = await post('/x12/837', file)
    clearInterval(counting)
    expect(answer.status).toBe(422)
    // More than fetch and the parser of bodies have between them.
    expect(turns).toBeGreaterThan(20)
  })

  it('as a claim needs a diagnosis, and as a note none', async () => {
    const post = await intake({})
    const answer = await post('/v1/claims', JSON.stringify(visit))
    expect(answer.status).toBe(422)
    const reason = { code: 'no-diagnosis', pointer: '/diagnoses', keyword: 'minItems' }
    expect(await answer.json()).toMatchObject({ errors: [reason] })
    expect((await post(CHECK, JSON.stringify(visit))).status).toBe(200)
  })
})
