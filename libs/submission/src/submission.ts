/** The edge of submission: claims from outside, as events ready to publish or with every reason why they are refused. */
export { OF_ANOTHER_TENANT, convertedSubmission, submission, submissionOfFile } from './submit.js'
export type { ForTenant, Sender, Submission } from './submit.js'
export { named } from './named.js'
export { eventIdInFile } from './event-id.js'
export { judgedItem } from './input-claim.js'
export type { InputClaim } from './input-claim.js'
export { readJsonClaims } from './read-json-claims.js'
