import { describe, expect, it } from '@jest/globals'
import { ACTS, UNDO_MS, decide, stateOf } from './decisions.js'
import type { Act, KnownFinding, RecordedAct, State, WantedAct } from './decisions.js'

const wanted = (act: Act, more: Partial<WantedAct> = {}): WantedAct => ({
  actId: '00000000-0000-4000-8000-000000000001',
  act,
  person: 'ann',
  findingDigest: 'sha256:f',
  claimVersion: 1,
  reason: 'other',
  note: null,
  until: '2027-01-01',
  ...more,
})

const known = (more: Partial<KnownFinding> = {}): KnownFinding => ({
  findingDigest: 'sha256:f',
  claimVersion: 1,
  open: true,
  newestVersion: 1,
  persons: 1,
  owner: '',
  acts: [],
  reasons: ['other'],
  now: 0,
  ...more,
})

const acted = (act: Act, state: State, more: Partial<RecordedAct> = {}): RecordedAct => ({
  act,
  state,
  person: 'ann',
  at: 0,
  sent: false,
  ...more,
})

/** The state after each act by another person, or why there is none; a finding that two persons decide. */
const TABLE: Record<State, Record<Exclude<Act, 'undo'>, string>> = {
  open: {
    agree: 'second-review',
    disagree: 'disagreed',
    defer: 'deferred',
    comment: 'open',
    ...noSecond(),
    rebut: 'not-agreed',
  },
  deferred: {
    agree: 'second-review',
    disagree: 'disagreed',
    defer: 'deferred',
    comment: 'deferred',
    ...noSecond(),
    rebut: 'not-agreed',
  },
  returned: {
    agree: 'second-review',
    disagree: 'disagreed',
    defer: 'deferred',
    comment: 'returned',
    ...noSecond(),
    rebut: 'not-agreed',
  },
  rebutted: {
    agree: 'second-review',
    disagree: 'disagreed',
    defer: 'deferred',
    comment: 'rebutted',
    ...noSecond(),
    rebut: 'not-agreed',
  },
  'second-review': {
    agree: 'awaits-second-review',
    disagree: 'awaits-second-review',
    defer: 'awaits-second-review',
    comment: 'second-review',
    'second-agree': 'agreed',
    'second-overturn': 'disagreed',
    'second-return': 'returned',
    rebut: 'not-agreed',
  },
  agreed: {
    agree: 'already-decided',
    disagree: 'already-decided',
    defer: 'already-decided',
    comment: 'agreed',
    ...noSecond(),
    rebut: 'rebutted',
  },
  disagreed: {
    agree: 'already-decided',
    disagree: 'already-decided',
    defer: 'already-decided',
    comment: 'disagreed',
    ...noSecond(),
    rebut: 'not-agreed',
  },
}

function noSecond() {
  const refused = 'not-in-second-review'
  return { 'second-agree': refused, 'second-overturn': refused, 'second-return': refused }
}

const CASES = Object.entries(TABLE).flatMap(([state, row]) =>
  Object.entries(row).map(([act, then]) => [state as State, act as Act, then] as const),
)

describe('an act on a finding', () => {
  it.each(CASES)('of state %s: %s leads to %s', (state, act, then) => {
    const acts = state === 'open' ? [] : [acted('agree', state)]
    const decided = decide(known({ persons: 2, acts }), wanted(act, { person: 'bob' }))
    expect('refused' in decided ? decided.refused : decided.state).toBe(then)
  })

  it.each<[string, Partial<KnownFinding>, Partial<WantedAct>, string]>([
    ['the claim has a newer version', { open: false }, {}, 'superseded'],
    ['the act names another version', {}, { claimVersion: 2 }, 'superseded'],
    ['the finding says something else now', { findingDigest: 'sha256:g' }, {}, 'stale-digest'],
    ['another person has the claim', { owner: 'bob' }, {}, 'not-owner'],
    ['the reason is none of the tenant', {}, { act: 'disagree', reason: 'mine' }, 'unknown-reason'],
    ['no date is named', {}, { act: 'defer', until: null }, 'no-date'],
  ])('is refused where %s', (_, of, asked, refused) => {
    expect(decide(known(of), wanted('agree', asked))).toEqual({ refused })
  })

  it('sends the correction when as many persons agree as the policy wants', () => {
    for (const persons of [0, 1])
      expect(decide(known({ persons }), wanted('agree'))).toEqual({ state: 'agreed', effect: 'release' })
    const first = known({ persons: 2, acts: [acted('agree', 'second-review')] })
    expect(decide(known({ persons: 2 }), wanted('agree'))).toEqual({ state: 'second-review', effect: 'none' })
    expect(decide(first, wanted('second-agree'))).toEqual({ refused: 'second-reviewer-is-first' })
    expect(decide(first, wanted('second-agree', { person: 'bob' }))).toEqual({ state: 'agreed', effect: 'release' })
  })

  it('is undone by who did it, soon enough, where nothing was sent; comments stand in no way', () => {
    const acts = [acted('defer', 'deferred'), acted('agree', 'agreed'), acted('comment', 'agreed', { person: 'bob' })]
    expect(decide(known({ acts, now: UNDO_MS }), wanted('undo'))).toEqual({ state: 'deferred', effect: 'none' })
    expect(decide(known({ acts, now: UNDO_MS + 1 }), wanted('undo'))).toEqual({ refused: 'too-late-to-undo' })
    expect(decide(known({ acts }), wanted('undo', { person: 'bob' }))).toEqual({ refused: 'nothing-to-undo' })
    expect(decide(known(), wanted('undo'))).toEqual({ refused: 'nothing-to-undo' })
    const sent = [acted('agree', 'agreed', { sent: true })]
    expect(decide(known({ acts: sent }), wanted('undo'))).toEqual({ refused: 'already-sent' })
    expect(decide(known({ acts: [...acts, acted('undo', 'deferred')] }), wanted('undo'))).toEqual({
      refused: 'nothing-to-undo',
    })
  })

  it('takes a right, each its own', () => {
    expect(Object.keys(ACTS)).toHaveLength(9)
  })
})

describe('the number of a state', () => {
  it('is read back, or refused', () => {
    expect(stateOf(5)).toBe('agreed')
    expect(() => stateOf(7)).toThrow(RangeError)
  })
})
