/** The edge of claim: what a claim is, and how one is read. */
export { MAX_EVENT_BYTES, parseClaim, parseEvent, normalizeClaim } from './parse.js'
export type { Claim, ParsedClaim, Rejection } from './parse.js'
export { ageAtAdmission, codingDate } from './dates.js'
export { canonicalJson, contentDigest } from './digest.js'
export { claimNamed } from './claim-named.js'
export type { NamedClaim } from './claim-named.js'
