/**
 * The edge of door: what every way in does with claims that were read: versions for those that have none, then Kafka.
 */
export { Door } from './claim-door.js'
export type { DoorOptions } from './claim-door.js'
export { DoorLedger } from './door-ledger.js'
