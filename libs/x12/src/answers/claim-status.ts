import type { Reason } from '@claims-audit/contracts'

/**
 * STC01 of a 277CA: the claim status category and the claim status code (code source 507 and 508), with the entity that
 * a code is about.
 */
export interface ClaimStatus {
  category: 'A1' | 'A3' | 'A6' | 'A7'
  code: string
  entity?: string
}

/** A1 says that it was taken; A2 would say that a payer adjudicates it. */
export const ACCEPTED: ClaimStatus = { category: 'A1', code: '20' }

/** Missing or invalid information. */
const UNSPECIFIC = '21'
const STATEMENT = '188'
const SERVICE_DATES = '187'
const CLAIM_NUMBER = '478'
const FREQUENCY = '535'
const DIAGNOSIS = '255'
const PATIENT = 'QC'

/** By our reason's code. Not processable: A3. */
const BY_CODE: Record<string, ClaimStatus> = {
  'icd-9': { category: 'A7', code: DIAGNOSIS },
  'no-diagnosis': { category: 'A6', code: '254' },
  'code-missing': { category: 'A6', code: DIAGNOSIS },
  date: { category: 'A7', code: SERVICE_DATES },
  amount: { category: 'A7', code: '178' },
  'claim-id': { category: 'A6', code: CLAIM_NUMBER },
  frequency: { category: 'A3', code: FREQUENCY },
  'outside-editions': { category: 'A3', code: STATEMENT },
  'date-order': { category: 'A7', code: SERVICE_DATES },
}

/** By the field of the claim that its schema refuses. */
const BY_FIELD: [field: RegExp, code: string, entity?: string][] = [
  [/^\/patient\/birthDate/, '158', PATIENT],
  [/^\/patient\/sex/, '157', PATIENT],
  [/^\/admissionDate/, '189'],
  [/^\/dischargeDate/, '190'],
  [/^\/statement/, STATEMENT],
  [/^\/diagnoses/, DIAGNOSIS],
  [/^\/claimId|^\/accountNumber/, CLAIM_NUMBER],
  [/^\/frequency|^\/typeOfBill/, FREQUENCY],
  [/^\/lines\/\d+\/serviceDate/, SERVICE_DATES],
]

/**
 * What a sender is told of a claim that is refused: A6 where something is missing, A7 where it is wrong, A3 where the
 * claim is not one that is audited.
 */
export function statusOf({ code, pointer, keyword }: Reason): ClaimStatus {
  const known = BY_CODE[code]
  if (known !== undefined) return known
  const field = BY_FIELD.find(([pattern]) => pattern.test(pointer ?? ''))
  if (field === undefined) return { category: 'A3', code: UNSPECIFIC }
  const [, status, entity] = field
  return { category: keyword === 'required' ? 'A6' : 'A7', code: status, ...(entity !== undefined && { entity }) }
}
