import { auditClaim, validateClaim } from '@claims-audit/audit'
import type { Knowledge, Validated } from '@claims-audit/audit'
import { parseEvent, parseNote, type Envelope } from '@claims-audit/claim'
import { USER_TABLE_NAMES } from '@claims-audit/contracts'
import type { AuditResult, Reason } from '@claims-audit/contracts'
import type { openKnowledge } from '@claims-audit/reference'

/** The user's packs and tables. */
export type Additions = NonNullable<Parameters<typeof openKnowledge>[0]>

/** A submitted event as it came. */
export interface SubmittedEvent {
  value: string | Uint8Array | null
  envelope?: Envelope
}

/** `others`: further reasons, for who reads a 422. */
export type Refused = { rejected: Reason; others?: Reason[] }
export type Judged = Validated | AuditResult | Refused

/** What can be asked of an event: the code and documentation rules alone, of a claim or of a note; or the whole audit. */
export interface JudgedBy {
  check: Exclude<Validated, Refused> | Refused
  validate: Exclude<Validated, Refused> | Refused
  audit: AuditResult | Refused
}
export type Task = keyof JudgedBy

const JUDGES = { check: validateClaim, validate: validateClaim, audit: auditClaim }

/** The same on the event loop and in a thread, so that both give the same bytes. */
export function judgeEvent<T extends Task>(
  task: T,
  { value, envelope }: SubmittedEvent,
  knowledge: Knowledge,
): JudgedBy[T] {
  const parsed = task === 'check' ? parseNote(value) : parseEvent(value, envelope)
  return (
    'rejected' in parsed ? parsed : JUDGES[task](parsed.claim, knowledge, { sentOn: parsed.sentOn })
  ) as JudgedBy[T]
}

/** By what packs and tables of the user's it is judged. */
export const digestsOf = (knowledge: Knowledge): string =>
  [knowledge.rules, ...USER_TABLE_NAMES.map((name) => knowledge[name])].map((part) => part?.digest ?? 'none').join(' ')
