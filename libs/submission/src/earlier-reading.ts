import type { ServiceLine, SubmittedClaim } from '@claims-audit/contracts'

/** Fields that readers of X12 and FHIR fill since reading 2. */
const ADDED = new Set<string>([
  'admissionHour',
  'dischargeHour',
  'occurrences',
  'occurrenceSpans',
  'values',
  'conditions',
  'attending',
  'operating',
  'otherOperating',
  'rendering',
  'referring',
] satisfies (keyof SubmittedClaim)[])
const ADDED_TO_LINES = new Set<string>(['diagnosisPointers', 'lineControlNumber'] satisfies (keyof ServiceLine)[])

/**
 * How much of a claim the readers of X12 and FHIR read; raised with each field that they fill. It sets apart the
 * digests of what they gave.
 */
export const READING = 2

/** The claim as readers gave it before reading 2. */
export function earlierReading(sent: SubmittedClaim): SubmittedClaim {
  const claim = without(sent, ADDED)
  return claim.lines === undefined
    ? claim
    : { ...claim, lines: claim.lines.map((line) => without(line, ADDED_TO_LINES)) }
}

const without = <T extends object>(item: T, names: Set<string>): T =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.has(name))) as T
