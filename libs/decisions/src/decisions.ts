/** The edge of decisions: what a person may do to a finding, and what it leads to. Pure. */
export { ACTS, FIRST_DECIDED, STATES, isDecided, stateOf } from './acts.js'
export type { Act, RecordedAct, State, WantedAct } from './acts.js'
export { UNDO_MS, decide } from './decide.js'
export type { Decided, Effect, KnownFinding, Refusal, RefusalCode } from './decide.js'
export { personsFor } from './release-policy.js'
export { DEFAULT_REASONS } from './reasons.js'
export { CLAIM_ACTS, DEFAULT_RANKING, decideOwner } from './claim-work.js'
export type { ClaimAct, ClaimRefusalCode } from './claim-work.js'
