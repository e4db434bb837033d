import { operationOutcome } from '@claims-audit/fhir'
import type { FhirIssue } from '@claims-audit/fhir'
import { ClaimAcknowledgment, acknowledge, segmentError, statusOf } from '@claims-audit/x12'
import type { AnsweredClaim, AnswerStamp, SegmentError } from '@claims-audit/x12'
import type { Entry } from '../read/judged.js'
import { entriesIn } from '../record/journal.js'
import type { FileRecord } from '../record/record.js'

/** An answer of a record: the ending of its name, and its text. */
export interface Answer {
  ending: string
  text: () => AsyncIterable<string> | Iterable<string>
}

/**
 * What a sender is told of a content: of its record and its journal in `folder` alone, so that the same content has the
 * same answers for ever.
 */
export function answersTo(record: FileRecord, folder: string): Answer[] {
  const lines: Answer = { ending: 'jsonl', text: () => lineAnswers(folder) }
  if (record.kind === 'fhir') return [lines, { ending: 'OperationOutcome.json', text: () => outcome(folder) }]
  if (record.kind !== 'x12') return [lines]
  const stamp = { at: new Date(record.at), controlNumber: numberOf(record.digest) }
  const second = { ...stamp, controlNumber: stamp.controlNumber + record.envelopes.length }
  return [
    lines,
    { ending: '999', text: () => acknowledge(record, stamp, errorsIn(folder)) },
    { ending: '277CA', text: () => claimAnswers(record, folder, second) },
  ]
}

/** Of the bytes, so that the same file is answered by the same number. */
const numberOf = (digest: string): number => (Number.parseInt(digest.slice(0, 8), 16) % 999_999_999) + 1

/** A line for each claim or document, as the intake answers a batch. */
async function* lineAnswers(folder: string): AsyncGenerator<string> {
  for await (const { at, id, errors, passedOver, unfinished } of entriesIn(folder)) {
    const refused = passedOver === undefined ? { status: 'refused', errors } : { status: 'passed-over', passedOver }
    yield `${JSON.stringify({ ...at, ...(id === undefined ? refused : { status: 'accepted', id }), unfinished })}\n`
  }
}

async function* errorsIn(folder: string): AsyncGenerator<SegmentError> {
  for await (const { at, errors: [reason] = [], echo } of entriesIn(folder)) {
    const error = reason && segmentError(at, reason, echo?.accountNumber ?? '')
    if (error !== undefined) yield error
  }
}

async function* claimAnswers({ envelopes }: FileRecord, folder: string, stamp: AnswerStamp): AsyncGenerator<string> {
  const answer = new ClaimAcknowledgment(envelopes, stamp)
  for await (const claim of answeredIn(folder)) answer.count(claim)
  for await (const claim of answeredIn(folder)) yield answer.write(claim)
  yield answer.end()
}

async function* answeredIn(folder: string): AsyncGenerator<AnsweredClaim> {
  for await (const { at, id, errors = [], echo } of entriesIn(folder)) {
    if (echo === undefined) continue
    const { interchange, transaction } = at as AnsweredClaim
    const [reason = { code: '', pointer: null, keyword: null }] = errors
    yield { interchange, transaction, echo, outcome: id === undefined ? { status: statusOf(reason) } : { id } }
  }
}

/** An OperationOutcome whose issues are written one by one. */
async function* outcome(folder: string): AsyncGenerator<string> {
  let before = '{"resourceType":"OperationOutcome","issue":['
  for await (const entry of entriesIn(folder))
    for (const issue of operationOutcome('Bundle', issuesOf(entry)).issue) {
      yield before + JSON.stringify(issue)
      before = ','
    }
  yield ']}\n'
}

function issuesOf({ at, id, errors = [] }: Entry): FhirIssue[] {
  const { resource: pointer = '' } = at as { resource?: string }
  if (id !== undefined) return [{ severity: 'information', pointer, id }]
  return errors.map((reason) => ({
    severity: 'error',
    reason: { ...reason, pointer, keyword: [reason.pointer, reason.keyword].filter(Boolean).join(' ') || null },
  }))
}
