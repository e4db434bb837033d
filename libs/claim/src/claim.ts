/** The edge of claim: what a claim is, and how one is read. */
export {
  MAX_EVENT_BYTES,
  TOO_LARGE,
  isDeeper,
  normalizeClaim,
  parseClaim,
  parseEvent,
  parseNote,
  readJson,
  readText,
  rejectionOf,
} from './parse.js'
export type { Claim, Envelope, ParsedClaim, Rejection } from './parse.js'
export { ageAtAdmission, codingDate, daysBetween, outsideEditions } from './dates.js'
export { parseCapture, parseDocuments, readDocuments } from './parse-documents.js'
export type { ParsedDocuments } from './parse-documents.js'
export { linesOf } from './lines.js'
export type { Line } from './lines.js'
export { cameOf } from './came-of.js'
export { contentDigest, digestOfCanonical, inCanonicalOrder } from './digest.js'
export { claimNamed } from './claim-named.js'
export type { NamedClaim } from './claim-named.js'
export { parseVoid } from './parse-void.js'
export type { ParsedVoid, Void } from './parse-void.js'
