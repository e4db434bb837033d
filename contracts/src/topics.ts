/** Topic names and their event types (`ce_type`), as in asyncapi.yaml. */
export const TOPICS = {
  submitted: 'claims.submitted',
  documents: 'documents.received',
  validated: 'claims.validated',
  audited: 'claims.audited',
  corrections: 'claims.corrections',
  screened: 'claims.screened',
  quarantined: 'claims.quarantined',
} as const

export type Topic = (typeof TOPICS)[keyof typeof TOPICS]

const TYPES: Partial<Record<Topic, string>> = { [TOPICS.corrections]: 'claims.correction.v1' }

/** The CloudEvents type of a topic's events. */
export const typeOf = (topic: Topic): string => TYPES[topic] ?? `${topic}.v1`

/** The message key: one claim's versions stay on one partition, in order. A tenant holds no colon, so the key reads back. */
export const claimKey = (tenant: string, claimId: string): string => `${tenant}:${claimId}`
