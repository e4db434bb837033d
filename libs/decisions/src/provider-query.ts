/** Where a query to a provider stands. The numbers are stored. */
export const QUERY_STATES = { draft: 0, sent: 1, reminded: 2, escalated: 3, answered: 4, closed: 5 } as const
export type QueryState = keyof typeof QUERY_STATES

const NAMES = Object.fromEntries(Object.entries(QUERY_STATES).map(([name, at]) => [at, name as QueryState]))

/** Throws RangeError for a number that no state has. */
export function queryStateOf(number: number): QueryState {
  const state = NAMES[number]
  if (state === undefined) throw new RangeError(`no state of a query has the number ${number}`)
  return state
}

export type QueryAct = 'draft' | 'edit' | 'send' | 'remind' | 'escalate' | 'answer' | 'close'

const WAITING: readonly QueryState[] = ['sent', 'reminded', 'escalated']

/** From which states each act is possible, and the state that it leads to. */
const MOVES: Record<Exclude<QueryAct, 'draft'>, { from: readonly QueryState[]; to: QueryState }> = {
  edit: { from: ['draft'], to: 'draft' },
  send: { from: ['draft'], to: 'sent' },
  remind: { from: ['sent', 'reminded'], to: 'reminded' },
  escalate: { from: ['sent', 'reminded'], to: 'escalated' },
  answer: { from: WAITING, to: 'answered' },
  close: { from: ['draft', ...WAITING], to: 'closed' },
}

/** The state after an act; undefined where the act is not possible now. */
export function decideQuery(state: QueryState, act: Exclude<QueryAct, 'draft'>): QueryState | undefined {
  const { from, to } = MOVES[act]
  return from.includes(state) ? to : undefined
}

export const isWaiting = (state: QueryState): boolean => WAITING.includes(state)

const HOUR_MS = 3_600_000
const ANSWER_WITHIN_MS = 72 * HOUR_MS
const BEFORE_DUE_MS = 24 * HOUR_MS

/**
 * By when an answer is asked for: within 72 hours, and a day before the claim is due, where that is still to come. Both
 * in milliseconds since the epoch; `due` is undefined where the claim has no due date.
 */
export function deadlineOf(now: number, due: number | undefined): number {
  const dayBefore = due === undefined ? undefined : due - BEFORE_DUE_MS
  const latest = now + ANSWER_WITHIN_MS
  return dayBefore !== undefined && dayBefore > now ? Math.min(dayBefore, latest) : latest
}
