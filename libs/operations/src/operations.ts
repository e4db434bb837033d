/**
 * The edge of operations: what an operator does to log and ledger together. Make ready, reconcile, bring back, mend
 * what is quarantined, restore.
 */
export { prepare, type Prepared, type PrepareOptions } from './prepare.js'
export { acceptCurrentLog, admitCurrentLog } from './current-log.js'
export { RestoredLedger, acceptRestore, assertNotRestored } from './restored.js'
export { acknowledge, reconcile, type Account } from './reconcile.js'
export { ARRIVAL_TOPICS, acknowledgeArrivals, reconcileArrivals } from './reconcile-arrivals.js'
export { resubmitMissing, type Resubmitted } from './resubmit.js'
export { editQuarantined, redriveQuarantined, type MendRefused, type Mender } from './quarantine/mend.js'
export { shownBytes, whyNotEdited, whyNotRedriven } from './quarantine/words.js'
