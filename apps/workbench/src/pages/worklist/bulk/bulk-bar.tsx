import { Button } from '@mantine/core'
import { useState } from 'react'
import type { WorkItem } from '../../../api/types.ts'
import { ActDialog, isAsked } from '../../../findings/act-dialog.tsx'
import { useJudge } from '../../../findings/judge.ts'
import type { Said, Verdict } from '../../../findings/judge.ts'
import { useTell } from '../../../parts/notices.tsx'
import { useMay } from '../../../shell/session.tsx'
import { texts } from '../../../texts/texts.ts'
import { judgeEach } from './judge-each.ts'
import type { BulkDone } from './judge-each.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import type { BulkAct } from './bulk-dialog.tsx'
import { bulkFilter } from '../search.ts'
import type { WorkSearch } from '../search.ts'

const { work, findings } = texts
const ACTS = ['agree', 'disagree', 'defer', 'comment'] as const satisfies readonly BulkAct[]

interface Props {
  chosen: readonly WorkItem[]
  /** How many match the filter, in words. */
  total: string
  search: WorkSearch
  unselect: () => void
}

/** Acts on selected rows, each as it was read; leads may also act on all that the filter matches. */
export function BulkBar({ chosen, total, search, unselect }: Props) {
  const may = useMay()
  const [asked, setAsked] = useState<Verdict>()
  const [whole, setWhole] = useState<BulkAct>()
  const { run, undo, last, at } = useBulk()
  const filter = bulkFilter(search)
  const start = (act: Verdict, said: Said = {}): void => {
    setAsked(undefined)
    void run(chosen, act, said).then(unselect)
  }
  if (chosen.length === 0 && last === undefined) return null
  return (
    <div className="bulk" role="region" aria-label={work.bulk.label}>
      {chosen.length > 0 && <strong>{work.selected(chosen.length)}</strong>}
      {at !== undefined && <span>{work.bulk.progress(at, chosen.length)}</span>}
      {chosen.length > 0 &&
        ACTS.map((act) => (
          <Button
            key={act}
            size="compact-sm"
            variant="default"
            onClick={() => (isAsked(act) ? setAsked(act) : start(act))}
          >
            {findings.act[act]}
          </Button>
        ))}
      {chosen.length > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={unselect}>
          {work.unselect}
        </Button>
      )}
      {chosen.length > 0 && may('findings:lead') && (
        <WholeActs total={total} disabled={filter === undefined} go={setWhole} />
      )}
      {last && <Told last={last} undo={undo} />}
      {asked && (
        <ActDialog
          act={asked}
          about={work.selected(chosen.length)}
          close={() => setAsked(undefined)}
          go={(said) => start(asked, said)}
        />
      )}
      {whole && filter && <BulkDialog act={whole} filter={filter} close={() => setWhole(undefined)} />}
    </div>
  )
}

function WholeActs({ total, disabled, go }: { total: string; disabled: boolean; go: (act: BulkAct) => void }) {
  return (
    <span className="row-of" title={disabled ? work.bulk.onlySimple : undefined}>
      <span className="muted">{work.allThatMatch(total)}:</span>
      {ACTS.map((act) => (
        <Button key={act} size="compact-sm" variant="default" disabled={disabled} onClick={() => go(act)}>
          {findings.act[act]}
        </Button>
      ))}
    </span>
  )
}

const total = (refused: Record<string, number>): number => Object.values(refused).reduce((sum, count) => sum + count, 0)

function Told({ last, undo }: { last: BulkDone; undo: () => void }) {
  return (
    <span className="row-of">
      {work.bulk.result(last.done.length, total(last.refused))}
      {Object.entries(last.refused).map(([code, count]) => (
        <span key={code} className="muted">
          {work.bulk.refused(count, findings.refusals[code] ?? code)}
        </span>
      ))}
      {last.done.length > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={undo}>
          {work.bulk.undo}
        </Button>
      )}
    </span>
  )
}

function useBulk() {
  const judge = useJudge()
  const tell = useTell()
  const [last, setLast] = useState<BulkDone>()
  const [at, setAt] = useState<number>()
  const guarded = async (items: readonly WorkItem[], act: Verdict, said: Said): Promise<BulkDone | undefined> => {
    try {
      return await judgeEach(items, act, said, { judge, progress: setAt })
    } catch (error) {
      tell((error as Error).message, { isProblem: true })
      return undefined
    } finally {
      setAt(undefined)
    }
  }
  const run = async (items: readonly WorkItem[], act: Verdict, said: Said): Promise<void> => {
    setLast(await guarded(items, act, said))
  }
  const undo = (): void => {
    void guarded(last?.done ?? [], 'undo', {}).then((result) => {
      setLast(undefined)
      if (result) tell(work.bulk.undone(result.done.length))
    })
  }
  return { run, undo, last, at }
}
