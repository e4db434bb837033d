import { readText } from '@claims-audit/claim'
import type { Reason } from '@claims-audit/contracts'
import { isFhir, readFhir } from '@claims-audit/fhir'
import type { FhirResult } from '@claims-audit/fhir'

export interface FhirAsked {
  bytes: Uint8Array
}

/** The claims of a body, or why it has none. */
export type FhirClaims = { resourceType: string; results: FhirResult[] } | { ended: Reason }

/** A Claim, an ExplanationOfBenefit or a Bundle. */
export function fhirClaimsIn({ bytes }: FhirAsked): FhirClaims {
  const document = readText(bytes)
  if ('rejected' in document) return { ended: document.rejected }
  const { value } = document
  if (!isFhir(value)) return { ended: { code: 'no-claim', pointer: null, keyword: null } }
  return { resourceType: value.resourceType, results: readFhir(value).results }
}
