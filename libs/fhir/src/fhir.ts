/** The edge of fhir: claims and documents of FHIR R4 resources. Pure: nothing is fetched. */
export { isFhir, readFhir } from './read-fhir.js'
export type { FhirReading, FhirResult } from './read-fhir.js'
export { hasDocumentsApart, readFhirDocuments } from './document/read-documents.js'
export type { FhirDocumentResult } from './document/read-documents.js'
export { operationOutcome } from './report/operation-outcome.js'
export type { FhirIssue } from './report/operation-outcome.js'
export { addReport } from './report/report.js'
export type { FhirReport } from './report/report.js'
