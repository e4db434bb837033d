import type { Reason } from '@claims-audit/contracts'
import type { Claim, ExplanationOfBenefit, FhirResource, Reference } from 'fhir/r4.js'
import type { Element } from '../resource/element.js'
import type { Found, References } from '../resource/references.js'
import type { Notes } from '../report/report.js'

/** What a Claim and an ExplanationOfBenefit have in common for us: they name the same elements alike. */
export type Billed = Claim & Pick<ExplanationOfBenefit, 'facility' | 'supportingInfo'>

/** Why a claim is not read, where. */
export class Refused extends Error {
  constructor(readonly reason: Reason) {
    super(reason.code)
  }
}

export const refuse = (code: string, pointer: string, keyword: string | null = null): never => {
  throw new Refused({ code, pointer, keyword })
}

/** A resource of a document, with what is needed to read what it names. */
export interface Within {
  found: Found
  references: References
  notes: Notes
}

/** A claim's resource. */
export interface Source extends Within {
  claim: Element<Billed>
}

/** What a reference names; noted where the document has not got it. */
export function named<T extends FhirResource>(
  { references, found, notes }: Within,
  reference: Element<Reference>,
): Element<T> | undefined {
  if (!reference.isThere) return undefined
  const resource = references.resolve<T>(reference, found)
  if (resource === undefined && reference.text('reference') !== undefined)
    notes.add('reference-missing', reference.pointer)
  return resource
}
