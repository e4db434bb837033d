/** The edge of fhir: claims of FHIR R4 resources (Claim, ExplanationOfBenefit, Bundle). Pure: nothing is fetched. */
export { isFhir, readFhir } from './read-fhir.js'
export type { FhirReading, FhirResult } from './read-fhir.js'
export { operationOutcome } from './report/operation-outcome.js'
export type { FhirIssue } from './report/operation-outcome.js'
export { addReport } from './report/report.js'
export type { FhirReport } from './report/report.js'
