import { auditClaim, explainClaim, judgingBy, tryClaim, validateClaim } from '@claims-audit/audit'
import type { ClaimReading, Knowledge, Trial, Validated } from '@claims-audit/audit'
import { parseClaim, parseEvent, parseNote, readText, type Envelope } from '@claims-audit/claim'
import { USER_TABLE_NAMES } from '@claims-audit/contracts'
import type { AuditResult, Reason, TrialChanges } from '@claims-audit/contracts'
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
export type Judged = Validated | AuditResult | Trial | ClaimReading | Refused

/** A claim, what is tried on it, and the version of MS-DRG to try it by; null: that of its date. */
export interface TrialAsked {
  claim: unknown
  changes: TrialChanges
  msDrg: string | null
}

/**
 * What can be asked of an event: the code and documentation rules alone, of a claim or of a note; the whole audit; that
 * of a claim with changes; or what was read in it, and why it has its findings.
 */
export interface JudgedBy {
  check: Exclude<Validated, Refused> | Refused
  validate: Exclude<Validated, Refused> | Refused
  audit: AuditResult | Refused
  try: Trial | Refused
  explain: ClaimReading | Refused
}
export type Task = keyof JudgedBy

const JUDGES = { check: validateClaim, validate: validateClaim, audit: auditClaim, explain: explainClaim }

/** The same on the event loop and in a thread, so that both give the same bytes. */
export function judgeEvent<T extends Task>(
  task: T,
  { value, envelope }: SubmittedEvent,
  knowledge: Knowledge,
): JudgedBy[T] {
  if (task === 'try') return tried(value, knowledge) as JudgedBy[T]
  const parsed = task === 'check' ? parseNote(value) : parseEvent(value, envelope)
  return (
    'rejected' in parsed
      ? parsed
      : JUDGES[task as keyof typeof JUDGES](parsed.claim, knowledge, { sentOn: parsed.sentOn })
  ) as JudgedBy[T]
}

/** `value` is a TrialAsked as JSON. */
function tried(value: SubmittedEvent['value'], knowledge: Knowledge): Trial | Refused {
  const read = readText(value ?? '')
  if ('rejected' in read) return read
  const { claim, changes, msDrg } = read.value as TrialAsked
  const parsed = parseClaim(claim)
  if ('rejected' in parsed) return parsed
  return tryClaim(parsed.claim, changes, msDrg === null ? knowledge : judgingBy({ msDrg }, knowledge))
}

/** By what packs and tables of the user's it is judged. */
export const digestsOf = (knowledge: Knowledge): string =>
  [knowledge.rules, ...USER_TABLE_NAMES.map((name) => knowledge[name])].map((part) => part?.digest ?? 'none').join(' ')
