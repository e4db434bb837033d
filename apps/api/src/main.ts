import { apiOpenApi } from '@claims-audit/contracts'
import { EventProducer } from '@claims-audit/event-log'
import { connection, openLedger } from '@claims-audit/ledger'
import { LongAudits } from '@claims-audit/long-audits'
import { readRulePacks } from '@claims-audit/reference'
import { Tokens, eventLogLines, runService, serveDocs, waitFor } from '@claims-audit/service'
import {
  SettingError,
  additions,
  auditBudget,
  clusterGiven,
  databaseUrl,
  identityProvider,
  intakeUrl,
  isOpenToOthers,
  mode,
  publicUrl,
  queryPatience,
  sessionLimits,
  setting,
} from '@claims-audit/settings'
import type { Opening, Service } from '@claims-audit/service'
import type { DataSource } from 'typeorm'
import { useMiddleware } from './access/middleware.js'
import { apiModule } from './api-module.js'
import { logStates } from './pipeline/pipeline-state.js'
import { serveWorkbench } from './workbench/serve-workbench.js'

/** Long claims that are tried or wait for it; each waits for those before it. */
const MOST_TRIALS = 4

await runService('api', open, { guarded: true })

async function open({ log }: Opening): Promise<Service> {
  const [intake, patience, provider, limits] = [intakeUrl(), queryPatience(), identityProvider(), sessionLimits()]
  const zone = setting('TIME_ZONE') ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const isSecure = publicUrl()?.startsWith('https:') === true
  const ledger = await waitFor(
    'Postgres',
    () => openLedger({ databaseUrl: databaseUrl(), applicationName: 'claims-audit api', poolSize: 10, ...patience }),
    log,
  )
  await assertKeptApart(ledger, (line) => log.warn(line))
  const tokens = provider && new Tokens(provider)
  const audits = new LongAudits({
    additions: additions(),
    ...auditBudget(),
    mostAtOnce: MOST_TRIALS,
    log: eventLogLines(log),
  })
  const publisher = publisherGiven(log)
  const given = clusterGiven()
  const known = {
    audits,
    rules: readRulePacks(additions().ruleDirectories),
    publisher,
    logStates: given && logStates(given, mode()),
  }
  return {
    module: apiModule(
      { ledger, limits, tokens, letsLocalIn: !isOpenToOthers(), isSecure, zone },
      known,
      provider && tokens && { ledger, identityProvider: provider, tokens, limits, publicUrl: publicUrl() },
    ),
    prepare: async (app) => {
      useMiddleware(app, {
        isSecure,
        requestsPerMinute: setting('REQUESTS_PER_MINUTE'),
        signInsPerMinute: setting('SIGN_INS_PER_MINUTE'),
      })
      app.use(serveWorkbench())
      const document = {
        ...apiOpenApi,
        externalDocs: { description: 'Claims go in at the intake', url: `${intake}/docs` },
      }
      await serveDocs(app, document, { supportedSubmitMethods: ['get'] })
    },
    ready: () => ledger.query('select 1'),
    close: () => Promise.all([ledger.destroy(), audits.close(), publisher?.disconnect()]),
  }
}

/**
 * For quarantined events that are sent again. It connects with the first of them: all else is answered without Kafka.
 */
function publisherGiven(log: Opening['log']): EventProducer | undefined {
  const cluster = clusterGiven()
  return (
    cluster && new EventProducer({ cluster, clientId: 'api', source: '/claims-audit/api', log: eventLogLines(log) })
  )
}

/** Where others are let in, the database keeps the rows of tenants apart, or the api does not start. */
async function assertKeptApart(ledger: DataSource, warn: (line: string) => void): Promise<void> {
  const { bypasses, mayBecomeApp } = await connection(ledger)
  if (isOpenToOthers() && (bypasses || !mayBecomeApp))
    throw new SettingError(
      `DATABASE_URL: this role ${bypasses ? 'bypasses row-level security' : 'is no member of claims_audit_app, or the ledger is not prepared'}; give the api a login of its own (docs/access.md, "Postgres")`,
    )
  if (!mayBecomeApp)
    warn(
      'the database does not keep tenants apart: the role claims_audit_app is missing or not granted (docs/access.md, "Postgres")',
    )
}
