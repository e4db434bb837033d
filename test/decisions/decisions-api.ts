import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { NestExpressApplication } from '@nestjs/platform-express'
import type { Caller, Role } from '@claims-audit/access'
import { openLedger } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import express from 'express'
import type { NextFunction, Request, Response as Answer } from 'express'
import { pino } from 'pino'
import { AnalyticsController } from '../../apps/api/src/analytics/analytics.controller.js'
import { DECISIONS } from '../../apps/api/src/decisions/controllers.js'
import { RetentionController } from '../../apps/api/src/retention/retention.controller.js'
import { RulesController } from '../../apps/api/src/reference/rules.controller.js'
import { ViewsController } from '../../apps/api/src/work/views.controller.js'
import { WorkController } from '../../apps/api/src/work/work.controller.js'
import { LEDGER, RULES } from '../../apps/api/src/tokens.js'
import { ProblemFilter } from '../../libs/service/src/problem.js'
import { freshLedger } from '../fresh-database.js'

export interface DecisionsApi {
  ledger: Ledger
  /** `caller` is a person, a role (auditor where none is named) and a tenant (t), with spaces between. */
  ask(method: string, path: string, caller: string, body?: object): Promise<{ status: number; body: unknown }>
  close(): Promise<void>
}

/** Rules of the claims that `judgedClaim` makes. */
const JUDGED_RULES = [
  { rule: { id: 'rule.change', title: 'A level is not coded', message: '{code} names no level' }, cases: [] },
  { rule: { id: 'rule.query', title: 'Myelopathy is not documented', message: 'Ask' }, cases: [] },
]

/** The routes of decisions and work on a ledger of their own; the caller comes by a header, in place of the guard. */
export async function serveDecisions(purpose: string): Promise<DecisionsApi> {
  const ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', purpose) })
  class Api {}
  const providers = [
    { provide: LEDGER, useValue: ledger },
    { provide: RULES, useValue: JUDGED_RULES },
  ]
  const module = {
    module: Api,
    controllers: [
      ...DECISIONS,
      AnalyticsController,
      RetentionController,
      RulesController,
      WorkController,
      ViewsController,
    ],
    providers,
  }
  const app = await NestFactory.create<NestExpressApplication>(module, { logger: false, bodyParser: false })
  app.useGlobalFilters(new ProblemFilter(pino({ level: 'silent' })))
  app.use('/v1', express.json(), named)
  await app.listen(0, '127.0.0.1')
  const url = await app.getUrl()
  return {
    ledger,
    ask: async (method, path, caller, body) => {
      const headers = { 'content-type': 'application/json', 'x-test-caller': caller }
      const answer = await fetch(`${url}/v1/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) })
      const text = await answer.text()
      return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
    },
    close: async () => {
      await app.close()
      await ledger.destroy()
    },
  }
}

function named(request: Request & { caller?: Caller }, _: Answer, next: NextFunction): void {
  const [person = '', role = 'auditor', tenant = 't'] = String(request.headers['x-test-caller']).split(' ')
  request.caller = { person, name: person, roles: [role as Role], tenant, facilities: null }
  next()
}
