import { BulkController } from './bulk.controller.js'
import { ClaimsController } from './claims.controller.js'
import { OutcomesController } from './outcomes.controller.js'
import { QueriesController } from './queries.controller.js'
import { TenantSettingsController } from './tenant-settings.controller.js'
import { VerdictsController } from './verdicts.controller.js'

/** The routes of decisions. */
export const DECISIONS = [
  VerdictsController,
  BulkController,
  ClaimsController,
  QueriesController,
  OutcomesController,
  TenantSettingsController,
]
