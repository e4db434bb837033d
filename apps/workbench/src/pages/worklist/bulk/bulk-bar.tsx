import { Button } from '@mantine/core'
import { useState } from 'react'
import { ActDialog, isAsked } from '../../../findings/act-dialog.tsx'
import type { Said, Verdict } from '../../../findings/judge.ts'
import { useKeys } from '../../../keys/keyboard.tsx'
import { useTell } from '../../../parts/notices.tsx'
import { useMay } from '../../../shell/session.tsx'
import { texts } from '../../../texts/texts.ts'
import { bulkFilter } from '../search.ts'
import type { WorkSearch } from '../search.ts'
import type { Selection } from '../use-selection.ts'
import { BulkDialog } from './bulk-dialog.tsx'
import type { BulkAct } from './bulk-dialog.tsx'
import type { BulkDone } from './judge-each.ts'
import { useBulk } from './use-bulk.ts'

const { work, findings } = texts
const ACTS = ['agree', 'disagree', 'defer', 'comment'] as const satisfies readonly BulkAct[]

interface Props {
  selection: Selection
  /** How many match the filter, in words. */
  total: string
  search: WorkSearch
}

/** Acts on selected rows, each as it was read; leads may also select all that the filter matches. */
export function BulkBar({ selection, total, search }: Props) {
  const { chosen, isWhole, clear } = selection
  const [asked, setAsked] = useState<Verdict>()
  const [whole, setWhole] = useState<BulkAct>()
  const bulk = useBulk()
  const filter = bulkFilter(search)
  const { mayAll, selectAll } = useSelectAll(selection, filter !== undefined)
  const isSelected = isWhole || chosen.length > 0
  const start = (act: Verdict, said: Said = {}): void => {
    setAsked(undefined)
    void bulk.run(chosen, act, said).then(clear)
  }
  const ask = (act: BulkAct): void => {
    if (isWhole) setWhole(act)
    else if (isAsked(act)) setAsked(act)
    else start(act)
  }
  if (!isSelected && bulk.last === undefined) return null
  return (
    <div className="bulk" role="region" aria-label={work.bulk.label}>
      {isSelected && <Selected {...{ selection, total, ask }} {...(mayAll && { selectAll })} />}
      {bulk.at !== undefined && <span>{work.bulk.progress(bulk.at, chosen.length)}</span>}
      {bulk.last && <Told last={bulk.last} undo={() => void bulk.undo()} />}
      {asked && (
        <ActDialog
          act={asked}
          about={work.selected(chosen.length)}
          close={() => setAsked(undefined)}
          go={(said) => start(asked, said)}
        />
      )}
      {whole && filter && (
        <BulkDialog
          act={whole}
          filter={filter}
          close={() => setWhole(undefined)}
          done={(answer) => {
            bulk.wasDone(whole, answer)
            clear()
          }}
        />
      )}
    </div>
  )
}

/** By key and by button, for who may; it says why where the api could not act on just these. */
function useSelectAll({ selectWhole }: Selection, isPossible: boolean): { mayAll: boolean; selectAll: () => void } {
  const mayAll = useMay()('findings:lead')
  const tell = useTell()
  const selectAll = (): void => (isPossible ? selectWhole() : tell(work.bulk.onlySimple))
  useKeys({ ...(mayAll && { 'list.select-all': selectAll }) })
  return { mayAll, selectAll }
}

interface SelectedProps {
  selection: Selection
  total: string
  ask: (act: BulkAct) => void
  /** Undefined where the person may not. */
  selectAll?: () => void
}

function Selected({ selection: { chosen, isWhole, clear }, total, ask, selectAll }: SelectedProps) {
  return (
    <>
      <strong>{isWhole ? work.selectedAll(total) : work.selected(chosen.length)}</strong>
      {ACTS.map((act) => (
        <Button key={act} size="compact-sm" variant="default" onClick={() => ask(act)}>
          {findings.act[act]}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" onClick={clear}>
        {work.unselect}
      </Button>
      {!isWhole && selectAll && (
        <Button size="compact-sm" variant="subtle" onClick={selectAll}>
          {work.selectAll(total)}
        </Button>
      )}
    </>
  )
}

const sumOf = (refused: Record<string, number>): number => Object.values(refused).reduce((sum, count) => sum + count, 0)

function Told({ last, undo }: { last: BulkDone; undo: () => void }) {
  return (
    <span className="row-of" role="status">
      {work.bulk.result(last.done, sumOf(last.refused))}
      {Object.entries(last.refused).map(([code, count]) => (
        <span key={code} className="muted">
          {work.bulk.refusedBy(count, code)}
        </span>
      ))}
      {last.undoable.length > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={undo}>
          {work.bulk.undo(last.undoable.length)}
        </Button>
      )}
    </span>
  )
}
