import type { DynamicModule } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { AccessGuard } from './access/access.guard.js'
import { AccessLogController } from './access/access-log.controller.js'
import { AuthController } from './access/auth.controller.js'
import { Identify } from './access/identify.js'
import type { IdentifyOptions } from './access/identify.js'
import { Provider } from './access/provider.js'
import type { ProviderOptions } from './access/provider.js'
import type { LoadedRule } from '@claims-audit/audit'
import type { Publisher } from '@claims-audit/event-log'
import { LongAudits } from '@claims-audit/long-audits'
import { AnalyticsController } from './analytics/analytics.controller.js'
import { StreamController } from './arrivals/stream.controller.js'
import { ClaimsInDepthController } from './claims-in-depth.controller.js'
import { CountsController } from './counts.controller.js'
import { DECISIONS } from './decisions/controllers.js'
import { ExportJobs } from './export/export-jobs.js'
import { ExportsController } from './export/exports.controller.js'
import { FindingsController } from './findings.controller.js'
import { PipelineController } from './pipeline/pipeline.controller.js'
import type { LogStates } from './pipeline/pipeline-state.js'
import { QuarantineController } from './quarantine/quarantine.controller.js'
import { CasesController } from './reference/cases.controller.js'
import { CodesController } from './reference/codes.controller.js'
import { DrgsController } from './reference/drgs.controller.js'
import { RulesController } from './reference/rules.controller.js'
import { RetentionController } from './retention/retention.controller.js'
import { RunsController } from './runs.controller.js'
import { IDENTIFY, LEDGER, LOG_STATES, PROVIDER, PUBLISHER, RULES } from './tokens.js'
import { ViewsController } from './work/views.controller.js'
import { WorkController } from './work/work.controller.js'
import { TrialsController } from './what-if/trials.controller.js'

class ApiModule {}

/** By what claims are tried, codes and rules are shown, and events sent again. */
export interface Known {
  audits: LongAudits
  rules: LoadedRule[]
  /** Undefined: quarantined events cannot be sent again. */
  publisher: Publisher | undefined
  /** Undefined: nothing is known of the stages. */
  logStates: LogStates | undefined
}

/** All that the api serves, behind the one guard. Undefined `provider`: no one can sign in. */
export function apiModule(
  identify: IdentifyOptions,
  { audits, rules, publisher, logStates }: Known,
  provider: ProviderOptions | undefined,
): DynamicModule {
  return {
    module: ApiModule,
    controllers: [
      AnalyticsController,
      ClaimsInDepthController,
      CountsController,
      ExportsController,
      FindingsController,
      TrialsController,
      StreamController,
      ...DECISIONS,
      CasesController,
      CodesController,
      DrgsController,
      RulesController,
      RetentionController,
      RunsController,
      PipelineController,
      WorkController,
      ViewsController,
      QuarantineController,
      AccessLogController,
      AuthController,
    ],
    providers: [
      { provide: LEDGER, useValue: identify.ledger },
      { provide: LongAudits, useValue: audits },
      ExportJobs,
      { provide: PUBLISHER, useValue: publisher },
      { provide: LOG_STATES, useValue: logStates },
      { provide: RULES, useValue: rules },
      { provide: IDENTIFY, useValue: new Identify(identify) },
      { provide: PROVIDER, useValue: provider && new Provider(provider) },
      { provide: APP_GUARD, useClass: AccessGuard },
    ],
  }
}
