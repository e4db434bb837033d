import { TOPICS, intakeOpenApi } from '@claims-audit/contracts'
import { Door, DoorLedger } from '@claims-audit/door'
import { EventProducer, logRange } from '@claims-audit/event-log'
import {
  Tokens,
  additions,
  auditBudget,
  cluster,
  eventLogLines,
  identityProvider,
  isOpenToOthers,
  runService,
  serveDocs,
  setting,
  waitFor,
} from '@claims-audit/service'
import type { Opening, Service } from '@claims-audit/service'
import { LongAudits } from '@claims-audit/long-audits'
import { letServicesIn } from './access.js'
import { Admission } from './admission.js'
import { routeByContentType } from './by-content-type.js'
import { takeBytes } from './bytes-of.js'
import { ClaimPublisher } from './claim-publisher.js'
import { ClaimsController } from './claims.controller.js'
import { DocumentationController } from './documentation.controller.js'
import { FhirController } from './fhir.controller.js'
import { answerOnce } from './idempotency.js'
import { X12Controller } from './x12.controller.js'

class IntakeModule {}

/** Long records that are checked or wait for it. Each waits for those before it, some seconds each. */
const MOST_LONG_CHECKS = 4
const MEGABYTE = 1_000_000
const HOUR_MS = 3_600_000

await runService('intake', open, { guarded: true, anyType: true })

async function open({ log, metrics }: Opening): Promise<Service> {
  const provider = isOpenToOthers() ? identityProvider() : undefined
  const audits = new LongAudits({
    additions: additions(),
    ...auditBudget(),
    mostAtOnce: MOST_LONG_CHECKS,
    log: eventLogLines(log),
  })
  const publisher = new EventProducer({
    cluster: cluster(),
    clientId: 'intake',
    source: '/claims-audit/intake',
    log: eventLogLines(log),
  })
  await waitFor('Kafka', () => publisher.connect(), log)
  const databaseUrl = setting('DATABASE_URL')
  if (databaseUrl === undefined) log.warn('no DATABASE_URL: versions of X12 and FHIR claims are not numbered')
  const ledger = databaseUrl === undefined ? undefined : new DoorLedger(databaseUrl, 'claims-audit intake')
  const door = new Door({ publisher, ledger })
  const answers = metrics.counter('submitted_total', 'Claims posted, by how they were answered', ['status'])
  const admission = new Admission({
    mostBytes: setting('INTAKE_MOST_MB') * MEGABYTE,
    silenceMs: setting('REQUEST_TIMEOUT_MS'),
  })
  metrics.gauge('body_bytes', 'Bytes of bodies that are held or may still come', [], (gauge) =>
    gauge.set(admission.bytes),
  )
  let stopForgetting = (): void => undefined
  const providers = [
    { provide: ClaimPublisher, useValue: new ClaimPublisher(door, answers, (line) => log.warn(line)) },
    { provide: LongAudits, useValue: audits },
  ]
  return {
    module: {
      module: IntakeModule,
      controllers: [ClaimsController, DocumentationController, FhirController, X12Controller],
      providers,
    },
    ready: () => logRange(cluster(), TOPICS.submitted),
    prepare: async (app) => {
      routeByContentType(app)
      letServicesIn(app, { tokens: provider && new Tokens(provider), perMinute: setting('REQUESTS_PER_MINUTE') })
      admission.guard(app)
      takeBytes(app)
      stopForgetting = answerOnce(app, {
        ledger,
        keptMs: setting('IDEMPOTENCY_HOURS') * HOUR_MS,
        warn: (line) => log.warn(line),
      })
      await serveDocs(app, intakeOpenApi)
    },
    close: async () => {
      stopForgetting()
      await Promise.all([publisher.disconnect(), audits.close()])
      await ledger?.close()
    },
  }
}
