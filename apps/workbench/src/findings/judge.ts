import { useQueryClient } from '@tanstack/react-query'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import type { WorkItem } from '../api/types.ts'
import { texts } from '../texts/texts.ts'
import { useShowStates } from './show-states.ts'

const words = texts.findings

/** What an act is bound to: the finding as the person has read it. */
export type Judged = Pick<WorkItem, 'findingId' | 'findingDigest' | 'claimVersion' | 'claimId' | 'message'>

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
  const code = error instanceof Problem ? error.details.code : undefined
  return (code === undefined ? undefined : words.refusals[code]) ?? (error as Error).message
}

/** Sends an act and shows its new state wherever the finding is shown; rows stay where they are. */
export function useJudge(): (finding: Judged, act: Verdict, said?: Said) => Promise<Done> {
  const queries = useQueryClient()
  const showStates = useShowStates()
  return async (finding, act, said = {}) => {
    const done = await send(finding, act, said)
    showStates(new Map([[done.findingId, done.state]]))
    void queries.invalidateQueries({ queryKey: ['work-count'] })
    void queries.invalidateQueries({ queryKey: ['claim', finding.claimId] })
    return done
  }
}

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
