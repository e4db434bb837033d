/**
 * The edge of submission: claims from outside, as events ready to publish or with every reason why they are refused.
 */
export {
  OF_ANOTHER_TENANT,
  claimEvent,
  convertedSubmission,
  submission,
  submissionOfFile,
  voidSubmission,
} from './submit.js'
export type { Accepted, ForTenant, Sender, Submission } from './submit.js'
export { isVoidEvent } from './void.js'
export { numberedEvent, unnumbered } from './unnumbered.js'
export type { Unnumbered } from './unnumbered.js'
export { named } from './named.js'
export { eventIdInFile } from './event-id.js'
export { judgedConversion } from './input-claim.js'
export { areDocumentsOf, documentsSubmission } from './submit-documents.js'
export type { InputClaim } from './input-claim.js'
export { DOCUMENTS_APART, judgedReceived } from './input-documents.js'
export type { InputDocuments } from './input-documents.js'
export { readJsonInput } from './read-json-claims.js'
