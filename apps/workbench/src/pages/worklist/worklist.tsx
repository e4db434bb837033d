import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { WorkItem } from '../../api/types.ts'
import { ColumnsDialog } from './columns-dialog.tsx'
import { List } from './list.tsx'
import { withoutPlace } from './search.ts'
import type { WorkSearch } from './search.ts'
import { Side } from './side.tsx'
import { Tools } from './tools.tsx'
import { useTakeNext } from './use-take-next.ts'
import { useWork, useWorkCounts } from './use-work.ts'

const NONE: readonly WorkItem[] = []

/** What waits for the audit team. All that is seen follows from the address. */
export function Worklist() {
  const search = useSearch({ from: '/inside/work' })
  const navigate = useNavigate({ from: '/work' })
  const pages = useWork(search)
  const counts = useWorkCounts(search)
  const takeNext = useTakeNext()
  const [choosesColumns, chooseColumns] = useState(false)
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? NONE, [pages.data])
  const change = useCallback(
    (next: WorkSearch) => void navigate({ search: withoutPlace(next), replace: true }),
    [navigate],
  )
  const size = counts.data?.queues[(search.queue ?? 'all') as 'all']
  return (
    <main className="worklist">
      <Side search={search} counts={counts.data} />
      <div className="main">
        <Tools
          search={search}
          size={size}
          change={change}
          takeNext={takeNext}
          chooseColumns={() => chooseColumns(true)}
        />
        <List search={search} items={items} pages={pages} counts={counts.data} change={change} />
      </div>
      {choosesColumns && <ColumnsDialog search={search} change={change} close={() => chooseColumns(false)} />}
    </main>
  )
}
