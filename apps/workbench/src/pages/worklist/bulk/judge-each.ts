import type { WorkItem } from '../../../api/types.ts'
import type { Said, Verdict } from '../../../findings/judge.ts'
import { Problem } from '../../../api/problem.ts'

type Judge = (finding: WorkItem, act: Verdict, said?: Said) => Promise<{ sequences: number[] }>

/** What became of an act on several findings. */
export interface BulkDone {
  done: WorkItem[]
  /** How many were refused, by the api's code. */
  refused: Record<string, number>
}

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
  const result: BulkDone = { done: [], refused: {} }
  for (const [at, item] of items.entries()) {
    progress(at)
    try {
      await judge(item, act, said)
      result.done.push(item)
    } catch (error) {
      const { code = 'other' } = error instanceof Problem ? error.details : {}
      if (!(error instanceof Problem) || ![403, 404, 409].includes(error.status)) throw error
      result.refused[code] = (result.refused[code] ?? 0) + 1
    }
  }
  return result
}
