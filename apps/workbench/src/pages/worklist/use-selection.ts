import { useCallback, useState } from 'react'
import type { WorkItem } from '../../api/types.ts'

/** The selected rows, by finding; what is no longer loaded is not selected. */
export function useSelection(items: readonly WorkItem[]) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set())
  const toggle = useCallback((item: WorkItem) => {
    setIds((before) => {
      const after = new Set(before)
      if (!after.delete(item.findingId)) after.add(item.findingId)
      return after
    })
  }, [])
  const add = (item: WorkItem | undefined): void => {
    if (item !== undefined) setIds((before) => new Set(before).add(item.findingId))
  }
  const clear = (): void => setIds(new Set())
  const toggleAll = (): void =>
    setIds(ids.size === items.length ? new Set() : new Set(items.map(({ findingId }) => findingId)))
  return { ids, chosen: items.filter(({ findingId }) => ids.has(findingId)), toggle, add, clear, toggleAll }
}
