/** The edge of service: what every process shares. Logs without PHI, traces, metrics, health, settings, start and drain. */
export { runService } from './run-service.js'
export type { Access, Opening, Service } from './run-service.js'
export { stageConsumer } from './stage-consumer.js'
export { eventLogLines, openLog } from './log.js'
export { Metrics } from './metrics.js'
export { reasonOf } from './metric-labels.js'
export { serveDocs } from './serve-docs.js'
export { limitRequests } from './access/rate-limit.js'
export { Tokens, WrongToken, unreachable } from './access/tokens.js'
export type { ServiceToken } from './access/tokens.js'
export { lately } from './lately.js'
export { waitFor } from './wait-for.js'
export { Problem } from './problem.js'
export type { ProblemDetails } from './problem.js'
export { setting } from './settings/table.js'
export { SettingError } from './settings/variables.js'
export { cluster, clusterGiven } from './settings/kafka-settings.js'
export {
  additions,
  auditBudget,
  claimsDoor,
  databaseUrl,
  documentsApart,
  folder,
  identityProvider,
  intakeUrl,
  isOpenToOthers,
  listenAt,
  mllp,
  mode,
  namesLoopback,
  publicUrl,
  queryPatience,
  sessionLimits,
} from './settings/settings.js'
export type { IdentityProvider } from './settings/settings.js'
