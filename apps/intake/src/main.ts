import { intakeOpenApi } from '@claims-audit/contracts'
import { Door, DoorLedger } from '@claims-audit/door'
import { EventProducer, logRange } from '@claims-audit/event-log'
import { Tokens, eventLogLines, runService, serveDocs, waitFor } from '@claims-audit/service'
import {
  additions,
  auditBudget,
  claimsDoor,
  cluster,
  documentsApart,
  identityProvider,
  isOpenToOthers,
  mllp,
  setting,
} from '@claims-audit/settings'
import type { Opening, Service } from '@claims-audit/service'
import { LongAudits } from '@claims-audit/long-audits'
import { letServicesIn } from './access.js'
import { Admission } from './admission.js'
import { routeByContentType } from './by-content-type.js'
import { MAX_DOCUMENTS_BYTES, takeBytes } from './bytes-of.js'
import { ClaimPublisher, DocumentPublisher } from './door-publisher.js'
import { ClaimsController } from './claims.controller.js'
import { CapturesController } from './captures.controller.js'
import { DocumentationController } from './documentation.controller.js'
import { DocumentsController } from './documents.controller.js'
import { FhirController } from './fhir.controller.js'
import { answerOnce } from './idempotency.js'
import { MllpListener } from './mllp/mllp-listener.js'
import { takeMessage } from './mllp/take-message.js'
import { BodyReader } from './reading/body-reader.js'
import { X12Controller } from './x12.controller.js'

class IntakeModule {}

/** Long records that are checked or wait for it. Each waits for those before it, some seconds each. */
const MOST_LONG_CHECKS = 4
const MEGABYTE = 1_000_000
const HOUR_MS = 3_600_000

/** What is served only where documents come apart from claims. */
const APART = ['/v1/documents', '/v1/captures']

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
  const door = new Door({ publisher, topic: claimsDoor(), ledger })
  const answers = metrics.counter('submitted_total', 'Claims posted, by how they were answered', ['status'])
  const admission = new Admission({
    mostBytes: setting('INTAKE_MOST_MB') * MEGABYTE,
    silenceMs: setting('REQUEST_TIMEOUT_MS'),
  })
  metrics.gauge('body_bytes', 'Bytes of bodies that are held or may still come', [], (gauge) =>
    gauge.set(admission.bytes),
  )
  let stopForgetting = (): void => undefined
  const warn = (line: string): void => log.warn(line)
  const documents = metrics.counter('documents_total', 'Documents posted, by how they were answered', ['status'])
  const documentPublisher = new DocumentPublisher((events) => publisher.send(events), documents, warn)
  const reader = new BodyReader()
  const listener = await listenForMessages(documentPublisher, reader, log)
  const providers = [
    { provide: ClaimPublisher, useValue: new ClaimPublisher((claims) => door.send(claims), answers, warn) },
    { provide: DocumentPublisher, useValue: documentPublisher },
    { provide: LongAudits, useValue: audits },
    { provide: BodyReader, useValue: reader },
  ]
  return {
    module: {
      module: IntakeModule,
      controllers: [
        ...[ClaimsController, DocumentationController, FhirController, X12Controller],
        ...(documentsApart() ? [DocumentsController, CapturesController] : []),
      ],
      providers,
    },
    ready: () => logRange(cluster(), claimsDoor()),
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
      await serveDocs(app, documentServed())
    },
    close: async () => {
      stopForgetting()
      await listener?.close()
      await Promise.all([publisher.disconnect(), audits.close(), reader.close()])
      await ledger?.close()
    },
  }
}

/** The document names what this process serves, and nothing else. */
function documentServed(): typeof intakeOpenApi {
  if (documentsApart()) return intakeOpenApi
  const paths = Object.entries(intakeOpenApi['paths'] as object).filter(([path]) => !APART.includes(path))
  return { ...intakeOpenApi, paths: Object.fromEntries(paths) }
}

/** HL7 v2 over MLLP, where a port is set for it. */
async function listenForMessages(
  publisher: DocumentPublisher,
  reader: BodyReader,
  log: Opening['log'],
): Promise<MllpListener | undefined> {
  const at = mllp()
  if (at === undefined) return undefined
  const listener = new MllpListener({
    ...at,
    largestMessage: MAX_DOCUMENTS_BYTES,
    take: (message) =>
      takeMessage(message, {
        tenant: at.tenant,
        reader,
        publish: (events) => publisher.publish(events),
        refuse: () => publisher.refuse(422),
      }),
    log: (line) => log.warn(line),
  })
  const { address, port } = await listener.listen()
  log.info(`MLLP at ${address}:${port}`)
  return listener
}
