import type { ClaimType } from '@claims-audit/contracts'

/** What a guide's transactions are: 837I and 837P, each with all its addenda (005010X223A1 to A3, X222A1 and A2). */
export type Form = 'institutional' | 'professional'

const FORMS: Record<string, Form> = { '005010X223': 'institutional', '005010X222': 'professional' }

export const formOf = (guide: string): Form | undefined =>
  /^005010X22[23](?:A\d)?$/.test(guide) ? FORMS[guide.slice(0, 10)] : undefined

/** A guide's name as a keyword; undefined where it is not one. */
export const guideName = (text: string): string | undefined =>
  /^\d{6}X\d{3}[A-Z0-9]{0,3}$/.test(text) ? text : undefined

/**
 * By the type of bill's first two digits: 11 is inpatient, 41 inpatient of a religious non-medical institution; 12 is
 * inpatient Part B, and not a stay.
 */
export function claimTypeOf(form: Form, place: string): ClaimType {
  if (form === 'professional') return 'professional'
  return place === '11' || place === '41' ? 'institutional-inpatient' : 'institutional-outpatient'
}
