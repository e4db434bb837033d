/** The edge of claim: what a claim is, and how one is read. */
export { MAX_EVENT_BYTES, normalizeClaim, parseClaim, parseEvent, readJson } from './parse.js'
export type { Claim, ParsedClaim, Rejection } from './parse.js'
export { ageAtAdmission, codingDate, daysBetween, outsideEditions } from './dates.js'
export { linesOf } from './lines.js'
export type { Line } from './lines.js'
export { contentDigest } from './digest.js'
export { claimNamed } from './claim-named.js'
export type { NamedClaim } from './claim-named.js'
