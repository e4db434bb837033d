import type { Scenario } from './scenario.ts'
import { DOCUMENTS } from './scenarios/documents.ts'
import { FOLDERS } from './scenarios/folders.ts'
import { LOGS } from './scenarios/logs.ts'
import { PROCESSES } from './scenarios/processes.ts'
import { REFUSALS } from './scenarios/refusals.ts'
import { SERVERS } from './scenarios/servers.ts'
import { SIZES } from './scenarios/sizes.ts'
import { RESTORES } from './scenarios/restores.ts'
import { VERDICTS } from './scenarios/verdicts.ts'
import { UPGRADES } from './scenarios/upgrades.ts'

/** In the order in which they are played. */
export const SCENARIOS: readonly Scenario[] = [
  ...PROCESSES,
  ...FOLDERS,
  ...DOCUMENTS,
  ...VERDICTS,
  ...SERVERS,
  ...REFUSALS,
  ...SIZES,
  ...LOGS,
  ...RESTORES,
  ...UPGRADES,
]
