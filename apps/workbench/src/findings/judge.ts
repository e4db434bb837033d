import { useQueryClient } from '@tanstack/react-query'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../api/client.ts'
import { Problem, statusOf } from '../api/problem.ts'
import type { ShownState, WorkItem, WorkState } from '../api/types.ts'
import { texts } from '../texts/texts.ts'
import { useShowStates } from './show-states.ts'

const words = texts.findings

/** What an act is bound to: the finding as the person has read it. */
export interface Judged extends Pick<WorkItem, 'findingId' | 'findingDigest' | 'claimVersion' | 'claimId' | 'message'> {
  state: ShownState
}

export type Verdict = ApiComponents['schemas']['VerdictRequest']['act']
export type Said = Pick<ApiComponents['schemas']['VerdictRequest'], 'reason' | 'note' | 'until'>
export type Done = ApiComponents['schemas']['ActDone']

/** Sends one act. Its id is made here, so that the same act sent again does nothing twice. */
const send = (finding: Judged, act: Verdict, said: Said): Promise<Done> =>
  told(
    api.POST('/v1/findings/{id}/verdicts', {
      params: { path: { id: finding.findingId } },
      body: {
        actId: crypto.randomUUID(),
        act,
        findingDigest: finding.findingDigest,
        claimVersion: finding.claimVersion,
        ...said,
      },
    }),
  )

/** Why an act was refused, in words. */
export function refusalOf(error: unknown): string {
  if (statusOf(error) === 0) return texts.states.failed.offline
  const code = error instanceof Problem ? error.details.code : undefined
  return (code === undefined ? undefined : words.refusals[code]) ?? (error as Error).message
}

/**
 * Shows the state that an act most likely leads to at once, then sends it. Where it is refused, shows what holds: what
 * the refusal says, else what was there before. Rows stay where they are.
 */
export function useJudge(): (finding: Judged, act: Verdict, said?: Said) => Promise<Done> {
  const queries = useQueryClient()
  const showStates = useShowStates()
  return async (finding, act, said = {}) => {
    const { findingId, claimId, state: before } = finding
    const show = (state: ShownState): void => {
      if (state !== 'hidden') showStates(new Map([[findingId, state]]))
    }
    const expected = before === 'hidden' ? undefined : EXPECTED[act]
    if (expected !== undefined) show(expected)
    try {
      const done = await send(finding, act, said)
      show(done.state)
      return done
    } catch (error) {
      if (expected !== undefined) show(stateNow(error) ?? before)
      throw error
    } finally {
      void queries.invalidateQueries({ queryKey: ['work-count'] })
      void queries.invalidateQueries({ queryKey: ['claim', claimId] })
    }
  }
}

/** Without a second person, whom only the api knows of. What is not here, it alone can tell. */
const EXPECTED: Partial<Record<Verdict, WorkState>> = {
  agree: 'agreed',
  disagree: 'disagreed',
  defer: 'deferred',
  rebut: 'rebutted',
  'second-agree': 'agreed',
  'second-overturn': 'disagreed',
  'second-return': 'returned',
}

/** Where the finding stands, as a refusal says. */
const stateNow = (error: unknown): WorkState | undefined =>
  error instanceof Problem ? (error.details.now?.state as WorkState | undefined) : undefined

/** Acts that move no finding: there is nothing to undo. */
export const MOVE_NOTHING: readonly Verdict[] = ['comment', 'undo', 'blind-agree', 'blind-disagree']

/** Acts that send nothing but withdrawals, and the hold on the rest of a claim. */
const TAKES_BACK: readonly Verdict[] = ['disagree', 'second-overturn', 'rebut']

/** What is said once an act is done. */
export function saidOf(act: Verdict, done: Done, undoKey: string): string {
  const mayUndo = !MOVE_NOTHING.includes(act) && done.sequences.length === 0
  return [
    `${words.done[act]}.`,
    ...(done.state === 'second-review' && act === 'agree' ? [words.waits] : []),
    TAKES_BACK.includes(act) ? words.takenBack(done.sequences.length) : words.sent(done.sequences.length),
    ...(mayUndo ? [words.undoHint(undoKey)] : []),
  ]
    .filter((part) => part !== '')
    .join(' ')
}
