import { describe, expect, it } from '@jest/globals'
import { QUERY_STATES, deadlineOf, decideQuery, queryStateOf } from './decisions.js'
import type { QueryAct, QueryState } from './decisions.js'

const TABLE: Record<QueryState, Record<Exclude<QueryAct, 'draft'>, QueryState | undefined>> = {
  draft: { edit: 'draft', send: 'sent', remind: undefined, escalate: undefined, answer: undefined, close: 'closed' },
  sent: {
    edit: undefined,
    send: undefined,
    remind: 'reminded',
    escalate: 'escalated',
    answer: 'answered',
    close: 'closed',
  },
  reminded: {
    edit: undefined,
    send: undefined,
    remind: 'reminded',
    escalate: 'escalated',
    answer: 'answered',
    close: 'closed',
  },
  escalated: {
    edit: undefined,
    send: undefined,
    remind: undefined,
    escalate: undefined,
    answer: 'answered',
    close: 'closed',
  },
  answered: {
    edit: undefined,
    send: undefined,
    remind: undefined,
    escalate: undefined,
    answer: undefined,
    close: undefined,
  },
  closed: {
    edit: undefined,
    send: undefined,
    remind: undefined,
    escalate: undefined,
    answer: undefined,
    close: undefined,
  },
}

describe('a query to a provider', () => {
  it.each(Object.entries(TABLE))('that is %s', (state, row) => {
    for (const [act, then] of Object.entries(row))
      expect([act, decideQuery(state as QueryState, act as 'edit')]).toEqual([act, then])
  })

  it('has a number for each state', () => {
    for (const [state, number] of Object.entries(QUERY_STATES)) expect(queryStateOf(number)).toBe(state)
    expect(() => queryStateOf(6)).toThrow(RangeError)
  })

  it.each([
    ['72 hours, without a due date', undefined, 72],
    ['72 hours, where the claim is due later', 200, 72],
    ['a day before the claim is due', 60, 36],
    ['72 hours, where that day is past', 20, 72],
  ])('is to be answered within %s', (_, due, hours) => {
    const hour = 3_600_000
    expect(deadlineOf(0, due === undefined ? undefined : due * hour)).toBe(hours * hour)
  })
})
