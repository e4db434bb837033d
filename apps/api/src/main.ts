import { apiOpenApi } from '@claims-audit/contracts'
import { openLedger } from '@claims-audit/ledger'
import { databaseUrl, intakeUrl, queryPatience, runService, serveDocs, waitFor } from '@claims-audit/service'
import type { Opening, Service } from '@claims-audit/service'
import express from 'express'
import { DECISIONS } from './decisions/controllers.js'
import { FindingsController } from './findings.controller.js'
import { RunsController } from './runs.controller.js'
import { LEDGER } from './tokens.js'

class ApiModule {}

await runService('api', open, { loopbackOnly: true })

async function open({ log }: Opening): Promise<Service> {
  const [intake, patience] = [intakeUrl(), queryPatience()]
  const ledger = await waitFor(
    'Postgres',
    () => openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit api', poolSize: 10, ...patience }),
    log,
  )
  return {
    module: {
      module: ApiModule,
      controllers: [FindingsController, RunsController, ...DECISIONS],
      providers: [{ provide: LEDGER, useValue: ledger }],
    },
    prepare: async (app) => {
      app.use('/v1', express.json({ limit: '64kb' }))
      app.use(express.Router().get('/', (_request, answer) => answer.redirect('/docs')))
      const document = {
        ...apiOpenApi,
        externalDocs: { description: 'Claims go in at the intake', url: `${intake}/docs` },
      }
      await serveDocs(app, document, { supportedSubmitMethods: ['get'] })
    },
    ready: () => ledger.query('select 1'),
    close: () => ledger.destroy(),
  }
}
