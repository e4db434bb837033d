import type { ReasonCode } from '@claims-audit/contracts'

/** Of a tenant that has set none. */
export const DEFAULT_REASONS: readonly ReasonCode[] = [
  { code: 'rule-wrong', label: 'The rule does not apply', feedback: 'rule-wrong' },
  { code: 'evidence-misread', label: 'The evidence was misread', feedback: 'evidence-misread' },
  { code: 'documented-elsewhere', label: 'Documented elsewhere', feedback: 'documented-elsewhere' },
  { code: 'payer-policy', label: "The payer's policy differs", feedback: 'payer-policy' },
  { code: 'other', label: 'Other', feedback: 'other' },
]
