/** The edge of service: what every process shares. Logs without PHI, traces, health, settings, start and drain. */
export { runService } from './run-service.js'
export type { Service } from './run-service.js'
export { eventLogLines, openLog } from './log.js'
export { waitFor } from './wait-for.js'
export { Problem } from './problem.js'
export type { ProblemDetails } from './problem.js'
export { SettingError, additions, auditBudget, brokers, databaseUrl, listenAt, loopbackOnly, signingKey } from './settings.js'
