import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { afterEach, describe, expect, it } from '@jest/globals'
import { LongAudits } from '@claims-audit/long-audits'
import type { LongAuditsOptions } from '@claims-audit/long-audits'
import express from 'express'
import { pino } from 'pino'
import { ProblemFilter } from '../../../libs/service/src/problem.js'
import { denseClaim } from '../../../test/e2e/synthetic-claims.js'
import { ANSWERS, ClaimsController, PUBLISHER } from './claims.controller.js'
import { DocumentationController } from './documentation.controller.js'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** The intake's HTTP surface, with a publisher that takes everything. */
async function intake(o: LongAuditsOptions): Promise<(path: string, bytes: number) => Promise<Response>> {
  const audits = new LongAudits(o)
  const providers = [{ provide: PUBLISHER, useValue: { send: async () => undefined } }, { provide: ANSWERS, useValue: { inc: () => undefined } }, { provide: LongAudits, useValue: audits }]
  class Intake {}
  const app = await NestFactory.create<NestExpressApplication>({ module: Intake, controllers: [ClaimsController, DocumentationController], providers }, { logger: false, bodyParser: false })
  app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' })))
  app.use(express.text({ type: () => true, limit: 4_000_000 }))
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  closing.push(async () => {
    await audits.close()
    await app.close()
  })
  return (path, bytes) => fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(denseClaim(bytes, 8, 'intake')) })
}

const CHECK = '/v1/documentation:check'

describe('a check of a long record', () => {
  it('does not hold up a claim: what is posted during the check is answered first', async () => {
    const post = await intake({})
    const order: string[] = []
    const check = post(CHECK, 3_900_000).then((answer) => {
      order.push('check')
      return answer
    })
    // The thread takes a second to start, and several to audit; a small check in between needs neither.
    await post(CHECK, 2_000)
    const claim = await post('/v1/claims', 2_000)
    order.push('claim')
    expect(claim.status).toBe(202)
    expect((await check).status).toBe(200)
    expect(order).toEqual(['claim', 'check'])
  })

  it('is refused with its code once its time is over', async () => {
    const post = await intake({ budgetMs: 1 })
    const answer = await post(CHECK, 1_000_000)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([422, 'application/problem+json; charset=utf-8'])
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'audit-timeout', keyword: '1 ms', pointer: null }] })
  })

  it('is asked for again later where others wait already', async () => {
    const post = await intake({ mostAtOnce: 1 })
    const both = await Promise.all([post(CHECK, 1_000_000), post(CHECK, 1_000_000)])
    const [answered, busy] = both.sort((a, b) => a.status - b.status)
    expect([answered?.status, busy?.status, busy?.headers.get('retry-after')]).toEqual([200, 503, '10'])
  })
})
