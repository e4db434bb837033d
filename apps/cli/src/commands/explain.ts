import { openKnowledge } from '@claims-audit/reference'
import { explained } from '../explain/explained.js'
import { print } from '../output.js'

/** `explain CODE`: what a coder asks of an ICD-10 code on a day; exit 1 where it is none. */
export async function explain(
  raw: string,
  { date, poaExempt, all = false }: { date: string; poaExempt?: string; all?: boolean },
): Promise<number> {
  const { lines, known } = explained(raw, date, openKnowledge({ poaExempt }), all)
  for (const line of lines) await print(line)
  return known ? 0 : 1
}
