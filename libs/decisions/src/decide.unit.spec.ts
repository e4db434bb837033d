import { describe, expect, it } from '@jest/globals'
import { UNDO_MS, decide, stateOf } from './decisions.js'
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
  actId: `00000000-0000-4000-8000-${act}`,
  act,
  state,
  person: 'ann',
  at: 0,
  sent: false,
  sampled: false,
  ...more,
})

/** The state after each act by another person, or why the act is refused; a finding that two persons decide. */
const REFUSED = {
  'second-agree': 'not-in-second-review',
  'second-overturn': 'not-in-second-review',
  'second-return': 'not-in-second-review',
  rebut: 'not-agreed',
  'blind-agree': 'not-sampled',
  'blind-disagree': 'not-sampled',
}
const FREE = { ...REFUSED, agree: 'second-review', disagree: 'disagreed', defer: 'deferred', query: 'queried' }
const OVER = {
  ...REFUSED,
  agree: 'already-decided',
  disagree: 'already-decided',
  defer: 'already-decided',
  query: 'already-decided',
}
const WAITS = 'awaits-second-review'
const TABLE: Record<State, Record<Exclude<Act, 'undo'>, string>> = {
  open: { ...FREE, comment: 'open', 'query-over': 'open' },
  deferred: { ...FREE, comment: 'deferred', 'query-over': 'deferred' },
  queried: { ...FREE, comment: 'queried', 'query-over': 'open' },
  returned: { ...FREE, comment: 'returned', 'query-over': 'returned' },
  rebutted: { ...FREE, comment: 'rebutted', 'query-over': 'rebutted' },
  'second-review': {
    agree: WAITS,
    disagree: WAITS,
    defer: WAITS,
    query: WAITS,
    comment: 'second-review',
    'query-over': 'second-review',
    'second-agree': 'agreed',
    'second-overturn': 'disagreed',
    'second-return': 'returned',
    rebut: 'not-agreed',
    'blind-agree': 'not-sampled',
    'blind-disagree': 'not-sampled',
  },
  agreed: { ...OVER, rebut: 'rebutted', comment: 'agreed', 'query-over': 'agreed' },
  disagreed: { ...OVER, comment: 'disagreed', 'query-over': 'disagreed' },
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
    ['the tenant has no such reason', {}, { act: 'disagree', reason: 'mine' }, 'unknown-reason'],
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
    const [earlier, last] = acts as [RecordedAct, RecordedAct]
    expect(decide(known({ acts }), wanted('undo', { undoes: last.actId }))).toMatchObject({ state: 'deferred' })
    expect(decide(known({ acts }), wanted('undo', { undoes: earlier.actId }))).toEqual({ refused: 'nothing-to-undo' })
    const sent = [acted('agree', 'agreed', { sent: true })]
    expect(decide(known({ acts: sent }), wanted('undo'))).toEqual({ refused: 'already-sent' })
    expect(decide(known({ acts: [...acts, acted('undo', 'deferred')] }), wanted('undo'))).toEqual({
      refused: 'nothing-to-undo',
    })
  })
})

describe('a blind reading', () => {
  const decided = [acted('agree', 'agreed', { sampled: true })]
  const read = (acts: RecordedAct[], person: string, act: Act = 'blind-disagree') =>
    decide(known({ acts }), wanted(act, { person }))

  it('of a sampled finding changes nothing, whatever it says, and can be undone by no one', () => {
    expect(read(decided, 'bob')).toEqual({ state: 'agreed', effect: 'none' })
    expect(read(decided, 'bob', 'blind-agree')).toEqual({ state: 'agreed', effect: 'none' })
    const acts = [...decided, acted('blind-agree', 'agreed', { person: 'bob' })]
    expect(decide(known({ acts }), wanted('undo', { person: 'bob' }))).toEqual({ refused: 'nothing-to-undo' })
    expect(decide(known({ acts }), wanted('undo'))).toEqual({ state: 'open', effect: 'none' })
  })

  it('is for one person, who has not acted on the finding, and gives a reason for a disagreement', () => {
    expect(read(decided, 'ann')).toEqual({ refused: 'second-reviewer-is-first' })
    expect(read([...decided, acted('blind-agree', 'agreed', { person: 'bob' })], 'cat')).toEqual({
      refused: 'already-read',
    })
    expect(read([acted('agree', 'agreed')], 'bob')).toEqual({ refused: 'not-sampled' })
    expect(decide(known({ acts: decided }), wanted('blind-disagree', { person: 'bob', reason: null }))).toEqual({
      refused: 'unknown-reason',
    })
  })
})

describe('the number of a state', () => {
  it('is read back, or refused', () => {
    expect(stateOf(6)).toBe('agreed')
    expect(() => stateOf(8)).toThrow(RangeError)
  })
})
