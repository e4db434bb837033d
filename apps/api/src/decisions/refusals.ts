import type { ActRefused, ClaimActRefused, QueryRefused } from '@claims-audit/ledger'
import { Problem } from '@claims-audit/service'

/** Status and words of each refusal. 409: something holds now that the caller did not know of. */
const WORDS: Record<ActRefused['refused'], [status: number, detail: string]> = {
  superseded: [409, 'A newer version of the claim was audited, or the claim was voided; open it again'],
  'stale-digest': [409, 'The finding has changed since it was read'],
  'not-owner': [403, 'Another person has taken the claim'],
  'already-decided': [409, 'The finding is decided already'],
  'awaits-second-review': [409, 'The finding waits for its second review'],
  'not-in-second-review': [409, 'The finding does not wait for a second review'],
  'second-reviewer-is-first': [403, 'The second reviewer must be another person than the first'],
  'not-agreed': [409, 'Only a finding that was agreed with can be rebutted'],
  'unknown-reason': [422, 'A reason code of the tenant is needed'],
  'no-date': [422, 'Deferring needs a date'],
  'nothing-to-undo': [409, 'The last act on the finding is not yours'],
  'too-late-to-undo': [409, 'An act can be undone for ten minutes'],
  'already-sent': [409, 'A correction was sent because of the act'],
  'not-sampled': [409, 'The finding is not in the sample that is read blind'],
  'already-read': [409, 'Another person has read the finding already'],
  'act-id-taken': [409, 'The actId belongs to another act'],
}

/** As problem+json, with the code and what holds now. */
export function refusalProblem({ refused, now }: ActRefused): Problem {
  const [status, detail] = WORDS[refused]
  return new Problem(status, { detail, code: refused, now })
}

const WORDS_OF_CLAIMS: Record<ClaimActRefused['refused'], [status: number, detail: string]> = {
  taken: [409, 'Another person has taken the claim'],
  'not-owner': [403, 'You have not taken the claim'],
  'no-person': [422, 'Name the person who has the claim from now on'],
  'act-id-taken': [409, 'The actId belongs to another act'],
}

/** The same for acts on claims. */
export function claimRefusalProblem({ refused, now }: ClaimActRefused): Problem {
  const [status, detail] = WORDS_OF_CLAIMS[refused]
  return new Problem(status, { detail, code: refused, now })
}

const WORDS_OF_QUERIES: Record<QueryRefused['refused'], [status: number, detail: string]> = {
  'not-possible': [409, 'The query is in a state that does not allow this'],
  superseded: [409, 'A newer version of the claim was audited, or the claim was voided; open it again'],
  'no-wording': [422, 'The rule of the finding asks nothing; write a wording'],
  'no-addressee': [422, 'Name the provider who is asked'],
  'already-asked': [409, 'The provider was asked about the finding already'],
  finding: [409, 'The finding is in a state that does not allow this'],
  'act-id-taken': [409, 'The actId belongs to another act'],
}

/** The same for acts on queries. */
export function queryRefusalProblem({ refused, now }: QueryRefused): Problem {
  const [status, detail] = WORDS_OF_QUERIES[refused]
  return new Problem(status, { detail, code: refused, now })
}
