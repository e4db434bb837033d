import type { WorkItem } from '../../api/types.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import type { Selection } from './use-selection.ts'

interface Options {
  items: readonly WorkItem[]
  cursor: number
  move: (index: number) => void
  open: (item: WorkItem) => void
  selection: Selection
  refresh: () => void
  peek: () => void
}

/** Keys of the list: the cursor, the selection, what is shown beside it. */
export function useListKeys({ items, cursor, move, open, selection, refresh, peek }: Options): void {
  const current = items[cursor]
  const go = (by: number): void => move(Math.max(0, Math.min(items.length - 1, cursor + by)))
  const selectAnd = (by: number) => (): void => {
    selection.add(current)
    selection.add(items[cursor + by])
    go(by)
  }
  useKeys({
    'list.next': () => go(1),
    'list.previous': () => go(-1),
    'list.first': () => move(0),
    'list.last': () => move(items.length - 1),
    'list.open': () => current && open(current),
    'list.peek': peek,
    'list.select': () => current && selection.toggle(current),
    'list.select-next': selectAnd(1),
    'list.select-previous': selectAnd(-1),
    'list.select-page': selection.toggleAll,
    'page.back': selection.clear,
    'page.refresh': refresh,
    'work.filters': () => document.querySelector<HTMLElement>('.side a')?.focus(),
  })
}
