import type { Right } from '@claims-audit/access'

/** Where a finding stands with the audit team. The numbers are stored, and lists are ordered by them. */
export const STATES = {
  open: 0,
  deferred: 1,
  queried: 2,
  'second-review': 3,
  returned: 4,
  rebutted: 5,
  agreed: 6,
  disagreed: 7,
} as const
export type State = keyof typeof STATES

/** From here on no person has to act on the finding. */
export const FIRST_DECIDED = STATES.agreed

export const isDecided = (state: State): boolean => STATES[state] >= FIRST_DECIDED

const NAMES = Object.fromEntries(Object.entries(STATES).map(([name, number]) => [number, name as State]))

/** Throws RangeError for a number that no state has. */
export function stateOf(number: number): State {
  const state = NAMES[number]
  if (state === undefined) throw new RangeError(`no state has the number ${number}`)
  return state
}

/** What a person may do to a finding, and the right that it takes. */
export const ACTS = {
  agree: 'findings:judge',
  disagree: 'findings:judge',
  defer: 'findings:judge',
  undo: 'findings:judge',
  comment: 'findings:judge',
  rebut: 'findings:rebut',
  'second-agree': 'findings:lead',
  'second-overturn': 'findings:lead',
  'second-return': 'findings:lead',
  query: 'queries:write',
  'query-over': 'queries:answer',
  'blind-agree': 'findings:judge',
  'blind-disagree': 'findings:judge',
} as const satisfies Record<string, Right>
export type Act = keyof typeof ACTS

/** Readings of a sampled finding by a person who does not know the verdict. They move nothing. */
export const BLIND_ACTS: readonly Act[] = ['blind-agree', 'blind-disagree']

/** An act as a person asks for it, bound to what the person has read. */
export interface WantedAct {
  /** Chosen by the client: the same id again is answered with what it did the first time. */
  actId: string
  act: Act
  person: string
  /** Of the finding as the person has read it. */
  findingDigest: string
  claimVersion: number
  /** A reason code of the tenant; `disagree`, `second-overturn` and `blind-disagree` need one. */
  reason: string | null
  note: string | null
  /** `defer`: until which day, ISO. */
  until: string | null
  /** `undo`: the act that is taken back, which must be the last that moved the finding; without it, whichever that is. */
  undoes?: string
}

/** An act that was recorded, in the order of recording. */
export interface RecordedAct {
  actId: string
  act: Act
  person: string
  /** The state of the finding after it. */
  state: State
  /** When, in milliseconds since the epoch. */
  at: number
  /** Whether corrections were sent because of it. */
  sent: boolean
  /** Whether it decided a finding that is to be read blind. */
  sampled: boolean
}
