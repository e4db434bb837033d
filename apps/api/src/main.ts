import { openApi } from '@claims-audit/contracts'
import { openLedger } from '@claims-audit/ledger'
import { databaseUrl, listenAt, loopbackOnly, runService, waitFor } from '@claims-audit/service'
import { SwaggerModule } from '@nestjs/swagger'
import type { OpenAPIObject } from '@nestjs/swagger'
import type { NestExpressApplication } from '@nestjs/platform-express'
import express from 'express'
import { FindingsController } from './findings.controller.js'
import { RunsController } from './runs.controller.js'
import { LEDGER } from './tokens.js'

class ApiModule {}

/** The document, with the address of the intake that runs beside this api. */
function served(): OpenAPIObject {
  const intake = process.env['INTAKE_URL'] ?? 'http://127.0.0.1:3001'
  return JSON.parse(JSON.stringify(openApi).replaceAll('http://127.0.0.1:3001', intake)) as OpenAPIObject
}

await runService('api', async (log) => {
  const at = loopbackOnly(listenAt(3000))
  const ledger = await waitFor('Postgres', () => openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit api', poolSize: 10 }), log)
  return {
    module: { module: ApiModule, controllers: [FindingsController, RunsController], providers: [{ provide: LEDGER, useValue: ledger }] },
    at,
    loopbackOnly: true,
    prepare: (app) => {
      // Only JSON that says so: a page from elsewhere cannot send that without being asked about first (CORS).
      ;(app as NestExpressApplication).use('/v1/runs', express.json({ limit: '64kb' }))
      app.getHttpAdapter().get('/', (_request: unknown, answer: { redirect(to: string): void }) => answer.redirect('/docs'))
      // Claims go in at another door, which a page of this one may not call.
      const swaggerOptions = { supportedSubmitMethods: ['get'] }
      SwaggerModule.setup('docs', app, served(), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml', customSiteTitle: 'claims-audit', swaggerOptions })
    },
    ready: () => ledger.query('select 1'),
    close: () => ledger.destroy(),
  }
})
