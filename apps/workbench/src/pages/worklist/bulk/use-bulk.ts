import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../../api/client.ts'
import type { WorkItem } from '../../../api/types.ts'
import { useJudge } from '../../../findings/judge.ts'
import type { Said, Verdict } from '../../../findings/judge.ts'
import { useShowStates } from '../../../findings/show-states.ts'
import { useTell } from '../../../parts/notices.tsx'
import { texts } from '../../../texts/texts.ts'
import { judgeEach, undoableOf } from './judge-each.ts'
import type { BulkDone } from './judge-each.ts'

const { bulk: words } = texts.work

type Answer = ApiComponents['schemas']['BulkDone']

/** So long the api lets a person take back an act. */
const UNDO_MS = 10 * 60_000
/** Acts that one request takes back, at most. */
const AT_ONCE = 500

/** Acts on many findings, what became of the last one, and taking that back. */
export function useBulk() {
  const judge = useJudge()
  const tell = useTell()
  const show = useShowDone()
  const [last, setLast] = useState<BulkDone>()
  const [at, setAt] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setLast(undefined), UNDO_MS)
    return () => clearTimeout(timer)
  }, [last])
  const guarded = async <T>(what: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await what()
    } catch (error) {
      tell((error as Error).message, { isProblem: true })
      return undefined
    } finally {
      setAt(undefined)
    }
  }
  /** On rows as they were read. */
  const run = async (items: readonly WorkItem[], act: Verdict, said: Said): Promise<void> =>
    setLast(await guarded(() => judgeEach(items, act, said, { judge, progress: setAt })))
  /** What the api did to all that a filter matches. */
  const wasDone = (act: Verdict, answer: Answer): void => {
    show(answer)
    setLast({ done: answer.done, refused: answer.refused, undoable: undoableOf(act, answer.acts) })
  }
  const undo = async (): Promise<void> => {
    const acts = last?.undoable ?? []
    for (let from = 0; from < acts.length; from += AT_ONCE) {
      const body = { acts: acts.slice(from, from + AT_ONCE) }
      const answer = await guarded(() => told(api.POST('/v1/acts:undo', { body })))
      // What was not reached can be tried again.
      if (answer === undefined) return setLast((before) => before && { ...before, undoable: acts.slice(from) })
      show(answer)
      tell(undoneOf(answer), { isProblem: answer.done < answer.counted })
    }
    setLast(undefined)
  }
  return { run, wasDone, undo, last, at }
}

/** `12 undone. 2 refused: Your last act …` */
const undoneOf = ({ done, refused }: Answer): string =>
  [words.undone(done), ...Object.entries(refused).map(([code, count]) => words.refusedBy(count, code))].join(' ')

/** Shows where findings stand after acts on many. */
function useShowDone(): (answer: Answer) => void {
  const showStates = useShowStates()
  const queries = useQueryClient()
  return ({ acts }) => {
    showStates(new Map(acts.map(({ findingId, state }) => [findingId, state])))
    void queries.invalidateQueries({ queryKey: ['work-count'] })
    void queries.invalidateQueries({ queryKey: ['claim'] })
  }
}
