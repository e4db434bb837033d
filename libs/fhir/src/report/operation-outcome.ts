import type { OperationOutcome, OperationOutcomeIssue } from 'fhir/r4.js'
import type { Reason } from '@claims-audit/contracts'

/** What became of a claim: the id of its event, or why it has no event. Pointers are into the document. */
export type FhirIssue = { severity: 'information'; pointer: string; id: string } | { severity: 'error'; reason: Reason }

/** IssueType of our reasons (R4 value set issue-type). */
const TYPES: Record<string, OperationOutcomeIssue['code']> = {
  'not-json': 'structure',
  'not-utf-8': 'structure',
  'too-large': 'too-long',
  'incomplete-bundle': 'incomplete',
  'no-claim': 'required',
  'no-diagnosis': 'required',
  'reference-missing': 'not-found',
  'code-system': 'code-invalid',
  'icd-9': 'code-invalid',
  'claim-type': 'not-supported',
  frequency: 'not-supported',
  status: 'business-rule',
}

/**
 * What a FHIR client is told: an issue for each claim, with its place as FHIRPath (R4, operationoutcome.html:
 * expression), never with a value.
 */
export const operationOutcome = (resourceType: string, issues: FhirIssue[]): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: issues.map((issue) =>
    issue.severity === 'information'
      ? {
          severity: 'information',
          code: 'informational',
          diagnostics: issue.id,
          details: { text: 'accepted' },
          expression: [expressionOf(resourceType, issue.pointer)],
        }
      : refusal(resourceType, issue.reason),
  ),
})

const refusal = (resourceType: string, { code, pointer, keyword }: Reason): OperationOutcomeIssue => ({
  severity: 'error',
  code: TYPES[code] ?? 'invalid',
  details: { text: keyword === null ? code : `${code} (${keyword})` },
  ...(pointer !== null && { expression: [expressionOf(resourceType, pointer)] }),
})

/** `/entry/2/resource` of a Bundle is `Bundle.entry[2].resource`. */
const expressionOf = (resourceType: string, pointer: string): string =>
  pointer
    .split('/')
    .slice(1)
    .reduce((path, step) => (/^\d+$/.test(step) ? `${path}[${step}]` : `${path}.${step}`), resourceType)
