import { openApi } from '@claims-audit/contracts'
import { openLedger } from '@claims-audit/ledger'
import { databaseUrl, listenAt, loopbackOnly, runService } from '@claims-audit/service'
import { SwaggerModule } from '@nestjs/swagger'
import type { OpenAPIObject } from '@nestjs/swagger'
import { FindingsController, LEDGER } from './findings.controller.js'

class ApiModule {}

await runService('api', async () => {
  const at = loopbackOnly(listenAt(3000))
  const ledger = await openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit api', poolSize: 10 })
  return {
    module: { module: ApiModule, controllers: [FindingsController], providers: [{ provide: LEDGER, useValue: ledger }] },
    at,
    loopbackOnly: true,
    prepare: (app) => SwaggerModule.setup('docs', app, openApi as unknown as OpenAPIObject, { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' }),
    ready: () => ledger.query('select 1'),
    close: () => ledger.destroy(),
  }
})
