import { BLIND_ACTS, isDecided } from './acts.js'
import type { Act, RecordedAct, State, WantedAct } from './acts.js'

/** What is known of a finding when a person acts on it. */
export interface KnownFinding {
  findingDigest: string
  claimVersion: number
  /** Whether its result is the newest of the claim. */
  open: boolean
  /** Of the claim. */
  newestVersion: number
  /** How many persons must agree before its correction is sent. */
  persons: number
  /** Who has taken the claim; empty: no one. */
  owner: string
  /** Of this finding at this version and revision. */
  acts: readonly RecordedAct[]
  /** Reason codes of the tenant. */
  reasons: readonly string[]
  /** Milliseconds since the epoch. */
  now: number
}

/** What a decided act does to the finding's correction: sends it, takes back what was sent, or neither. */
export type Effect = 'release' | 'take-back' | 'none'

export interface Decided {
  state: State
  effect: Effect
}

export type RefusalCode =
  | 'superseded'
  | 'stale-digest'
  | 'not-owner'
  | 'already-decided'
  | 'awaits-second-review'
  | 'not-in-second-review'
  | 'second-reviewer-is-first'
  | 'not-agreed'
  | 'unknown-reason'
  | 'no-date'
  | 'nothing-to-undo'
  | 'too-late-to-undo'
  | 'already-sent'
  | 'not-sampled'
  | 'already-read'

export interface Refusal {
  refused: RefusalCode
}

/** So long a person may take back an act of their own. */
export const UNDO_MS = 10 * 60_000

/**
 * Whether an act is possible, and the state it leads to. Pure: the ledger loads what is known under the claim's lane
 * lock and records what is decided, so that a verdict and a new version of the claim come one after the other.
 */
export function decide(known: KnownFinding, wanted: WantedAct): Decided | Refusal {
  const state = known.acts.at(-1)?.state ?? 'open'
  const refused = staleness(known, wanted) ?? ownership(known, wanted) ?? missing(known, wanted)
  return refused === undefined ? TRANSITIONS[wanted.act](state, known, wanted) : { refused }
}

function staleness(known: KnownFinding, wanted: WantedAct): RefusalCode | undefined {
  if (!known.open || wanted.claimVersion !== known.claimVersion) return 'superseded'
  return wanted.findingDigest === known.findingDigest ? undefined : 'stale-digest'
}

/** These are for the person who works on the claim, where one has taken it. */
const OF_THE_OWNER: readonly Act[] = ['agree', 'disagree', 'defer', 'query']

function ownership({ owner }: KnownFinding, { act, person }: WantedAct): RefusalCode | undefined {
  return owner !== '' && owner !== person && OF_THE_OWNER.includes(act) ? 'not-owner' : undefined
}

const NEED_REASON: readonly Act[] = ['disagree', 'second-overturn', 'blind-disagree']

function missing({ reasons }: KnownFinding, { act, reason, until }: WantedAct): RefusalCode | undefined {
  if (NEED_REASON.includes(act) && (reason === null || !reasons.includes(reason))) return 'unknown-reason'
  return act === 'defer' && until === null ? 'no-date' : undefined
}

type Transition = (state: State, known: KnownFinding, wanted: WantedAct) => Decided | Refusal

const to = (state: State, effect: Effect = 'none'): Decided => ({ state, effect })
const no = (refused: RefusalCode): Refusal => ({ refused })

const whereUndecided =
  (next: (known: KnownFinding) => Decided): Transition =>
  (state, known) => {
    if (isDecided(state)) return no('already-decided')
    return state === 'second-review' ? no('awaits-second-review') : next(known)
  }

const inSecondReview =
  (next: Decided): Transition =>
  (state, { acts }, { person }) => {
    if (state !== 'second-review') return no('not-in-second-review')
    return firstReviewer(acts) === person ? no('second-reviewer-is-first') : next
  }

/** A person who has acted on the finding is not blind. */
const readBlind: Transition = (state, { acts }, { person }) => {
  if (!isDecided(state) || !acts.some(({ sampled }) => sampled)) return no('not-sampled')
  if (acts.some(({ act }) => BLIND_ACTS.includes(act))) return no('already-read')
  return acts.some((each) => each.person === person) ? no('second-reviewer-is-first') : to(state)
}

const TRANSITIONS: Record<Act, Transition> = {
  agree: whereUndecided(({ persons }) => (persons > 1 ? to('second-review') : to('agreed', 'release'))),
  disagree: whereUndecided(() => to('disagreed', 'take-back')),
  defer: whereUndecided(() => to('deferred')),
  'second-agree': inSecondReview(to('agreed', 'release')),
  'second-overturn': inSecondReview(to('disagreed', 'take-back')),
  'second-return': inSecondReview(to('returned')),
  rebut: (state) => (state === 'agreed' ? to('rebutted') : no('not-agreed')),
  query: whereUndecided(() => to('queried')),
  // Answered or closed: a person decides now.
  'query-over': (state) => to(state === 'queried' ? 'open' : state),
  comment: (state) => to(state),
  'blind-agree': readBlind,
  'blind-disagree': readBlind,
  undo: (state, known, wanted) => undone(state, known, wanted),
}

/** Who agreed first, of a finding that waits for the second. */
const firstReviewer = (acts: readonly RecordedAct[]): string | undefined =>
  acts.findLast(({ act }) => act === 'agree')?.person

/** These leave the state as it is. */
const MOVE_NOTHING: readonly Act[] = ['comment', ...BLIND_ACTS]

/** Goes back to the state before the last act that changed it. */
function undone(_: State, { acts, now }: KnownFinding, { person, undoes }: WantedAct): Decided | Refusal {
  const moves = acts.filter(({ act }) => !MOVE_NOTHING.includes(act))
  const last = moves.at(-1)
  if (last === undefined || last.act === 'undo' || last.person !== person) return no('nothing-to-undo')
  if (undoes !== undefined && last.actId !== undoes) return no('nothing-to-undo')
  if (last.sent) return no('already-sent')
  return now - last.at > UNDO_MS ? no('too-late-to-undo') : to(moves.at(-2)?.state ?? 'open')
}
