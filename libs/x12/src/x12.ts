/** The edge of x12: claims of X12 005010 files (837I, 837P), read in two passes over the same bytes. */
export { Surveyor } from './envelope/survey.js'
export type { Survey } from './envelope/survey.js'
export { ClaimReader } from './claim/claim-reader.js'
export { isX12 } from './read/is-x12.js'
export type { Place, Refusal } from './report/place.js'
export type { Report } from './report/report.js'
export type { X12Result } from './report/result.js'
export type { Loop } from './report/unmapped.js'
