import { useCallback, useMemo, useState } from 'react'
import type { WorkItem } from '../../api/types.ts'

/**
 * The selected rows, by finding; what is no longer loaded is not selected. Or all that the filter matches, loaded or
 * not: then every row that is loaded shows as selected.
 */
export function useSelection(items: readonly WorkItem[]) {
  const [chosenIds, setIds] = useState<ReadonlySet<string>>(new Set())
  const [isWhole, setWhole] = useState(false)
  const ids = useMemo(
    () => (isWhole ? new Set(items.map(({ findingId }) => findingId)) : chosenIds),
    [isWhole, items, chosenIds],
  )
  const toggle = useCallback((item: WorkItem) => {
    setWhole(false)
    setIds((before) => {
      const after = new Set(before)
      if (!after.delete(item.findingId)) after.add(item.findingId)
      return after
    })
  }, [])
  const add = (item: WorkItem | undefined): void => {
    setWhole(false)
    if (item !== undefined) setIds((before) => new Set(before).add(item.findingId))
  }
  const clear = (): void => {
    setWhole(false)
    setIds(new Set())
  }
  const toggleAll = (): void => {
    setWhole(false)
    setIds(ids.size === items.length ? new Set() : new Set(items.map(({ findingId }) => findingId)))
  }
  const chosen = isWhole ? [] : items.filter(({ findingId }) => ids.has(findingId))
  return { ids, chosen, isWhole, selectWhole: () => setWhole(true), toggle, add, clear, toggleAll }
}

export type Selection = ReturnType<typeof useSelection>
