import type { WorkItem } from '../../../api/types.ts'
import { MOVE_NOTHING } from '../../../findings/judge.ts'
import type { Done, Said, Verdict } from '../../../findings/judge.ts'
import { Problem } from '../../../api/problem.ts'

type Judge = (finding: WorkItem, act: Verdict, said?: Said) => Promise<Done>

/** What became of an act on several findings. */
export interface BulkDone {
  done: number
  /** How many were refused, by the api's code. */
  refused: Record<string, number>
  /** Acts that can be taken back: they moved a finding and sent nothing. */
  undoable: string[]
}

/** Ids of the acts among these that can be taken back. */
export const undoableOf = (act: Verdict, done: readonly Done[]): string[] =>
  MOVE_NOTHING.includes(act) ? [] : done.filter(({ sequences }) => sequences.length === 0).map(({ actId }) => actId)

/**
 * Acts on each finding as a person read it, one after the other. What is refused does not stop the rest; a lost
 * connection does.
 */
export async function judgeEach(
  items: readonly WorkItem[],
  act: Verdict,
  said: Said,
  { judge, progress }: { judge: Judge; progress: (at: number) => void },
): Promise<BulkDone> {
  const done: Done[] = []
  const refused: Record<string, number> = {}
  for (const [at, item] of items.entries()) {
    progress(at)
    try {
      done.push(await judge(item, act, said))
    } catch (error) {
      const { code = 'other' } = error instanceof Problem ? error.details : {}
      if (!(error instanceof Problem) || ![403, 404, 409].includes(error.status)) throw error
      refused[code] = (refused[code] ?? 0) + 1
    }
  }
  return { done: done.length, refused, undoable: undoableOf(act, done) }
}
