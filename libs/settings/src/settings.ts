/**
 * The edge of settings: every environment variable of services, command line and `npm start`, read and checked by one
 * table.
 */
export { SETTINGS, setting } from './table.js'
export type { Setting } from './kinds.js'
export { SettingError } from './variables.js'
export { cluster, clusterGiven } from './kafka-settings.js'
export { healthAt, isOpenToOthers, listenAt, loopbackOnly, mllp, namesLoopback, publicUrl } from './addresses.js'
export type { Address } from './addresses.js'
export { identityProvider } from './identity-provider.js'
export type { IdentityProvider } from './identity-provider.js'
export {
  additions,
  auditBudget,
  claimsDoor,
  databaseUrl,
  documentsApart,
  folder,
  intakeUrl,
  mode,
  queryPatience,
  sessionLimits,
} from './values.js'
