import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import type { WorkCounts, WorkItem } from '../../api/types.ts'
import { useActing } from '../../findings/use-acting.tsx'
import { useAskProvider } from '../../findings/use-ask-provider.ts'
import { keyName } from '../../keys/key-map-dialog.tsx'
import { keyOf } from '../../keys/key-map.ts'
import { useKeyboard } from '../../keys/keyboard.tsx'
import { dateAt } from '../../parts/format.ts'
import { kept, keep } from '../../parts/kept.ts'
import { Failure, Loading } from '../../parts/states.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { BulkBar } from './bulk/bulk-bar.tsx'
import { columnsOf } from './columns.tsx'
import { EmptyList } from './empty-list.tsx'
import { Grid } from './grid.tsx'
import { Hint } from './hint.tsx'
import { Peek } from './peek.tsx'
import type { WorkSearch } from './search.ts'
import { sizeOf } from './side.tsx'
import { Applied } from './tools.tsx'
import { useArrivals } from './use-arrivals.ts'
import { useListKeys } from './use-list-keys.ts'
import { useSelection } from './use-selection.ts'
import type { useWork } from './use-work.ts'

const { work } = texts

const MINUTE_MS = 60_000

interface Props {
  search: WorkSearch
  items: readonly WorkItem[]
  pages: ReturnType<typeof useWork>
  counts: WorkCounts | undefined
  change: (search: WorkSearch) => void
}

/** The rows, what can be done with them by key, and the one that is looked at. */
export function List({ search, items, pages, counts, change }: Props) {
  const me = useMe()
  const mayJudge = useMay()('findings:judge')
  const { count: arrived, refresh } = useRefresh(pages)
  const selection = useSelection(items)
  const [peeks, setPeeks] = useState<boolean>(() => kept('peek', true))
  const found = items.findIndex(({ findingId }) => findingId === search.at)
  const cursor = found === -1 ? Math.min(0, items.length - 1) : found
  // To the minute, as ages are shown: a page more, or a verdict, draws no row again.
  const readAt = Math.floor(pages.dataUpdatedAt / MINUTE_MS)
  const now = useMemo(() => ({ today: dateAt(me, new Date()), now: readAt * MINUTE_MS, me: me.person }), [me, readAt])
  const { move, open } = useMoves()
  const moveTo = (index: number): void => {
    const item = items[index]
    if (item !== undefined) move(item)
  }
  const ask = useAskProvider()
  const peek = (shows: boolean): void => {
    keep('peek', shows)
    setPeeks(shows)
  }
  const current = items[cursor]
  const acting = useActing({
    finding: current && { ...current, asks: current.query !== null },
    query: (finding) => ask(finding.findingId),
    next: () => moveTo(cursor + 1),
  })
  useListKeys({ items, cursor, move: moveTo, open, selection, refresh, peek: () => peek(!peeks) })
  const columns = useMemo(() => columnsOf({ cols: search.cols }), [search.cols])
  return (
    <>
      <div className="strips">
        {mayJudge && <Hint />}
        <Applied search={search} change={change} />
        <Arrived count={arrived} show={refresh} />
        <BulkBar selection={selection} total={sizeOf(counts?.queues.all)} search={search} />
      </div>
      <div className="list">
        {items.length === 0 ? (
          <NoRows pages={pages} search={search} counts={counts} clear={() => change({ queue: search.queue })} />
        ) : (
          <Grid
            {...{ items, columns, cursor, now, move, open, hasMore: pages.hasNextPage }}
            isDense={search.dense === 'yes'}
            selected={selection.ids}
            select={selection.toggle}
            loadMore={() => void (pages.isFetchingNextPage || pages.fetchNextPage())}
          />
        )}
        {peeks && current !== undefined && (
          <Peek key={current.findingId} item={current} close={() => peek(false)} open={open} act={acting.go} />
        )}
      </div>
      {acting.dialog}
    </>
  )
}

/** How many have come since the list was read. */
function Arrived({ count, show }: { count: number; show: () => void }) {
  const { remapped } = useKeyboard()
  if (count === 0) return null
  return (
    <div className="new" role="status">
      {work.arrived(count, keyName(keyOf('page.refresh', remapped)))}
      <Button size="compact-xs" variant="default" onClick={show}>
        {work.show}
      </Button>
    </div>
  )
}

type NoRowsProps = Pick<Props, 'pages' | 'search' | 'counts'> & { clear: () => void }

/** In place of rows: that they are being read, that reading failed, or that the list is empty. */
function NoRows({ pages, ...rest }: NoRowsProps) {
  if (pages.data !== undefined) return <EmptyList {...rest} />
  return pages.error ? <Failure error={pages.error} retry={() => void pages.refetch()} /> : <Loading rows={16} />
}

/** To another row, whose finding is then in the address; or to a row's claim. */
function useMoves() {
  const navigate = useNavigate({ from: '/work' })
  const move = useCallback(
    ({ findingId: at }: WorkItem) => void navigate({ search: (before) => ({ ...before, at }), replace: true }),
    [navigate],
  )
  const open = useCallback(
    ({ tenant, claimId, findingId }: WorkItem) =>
      void navigate({
        to: '/claims/$tenant/$claimId',
        params: { tenant, claimId },
        search: { finding: findingId },
      }),
    [navigate],
  )
  return { move, open }
}

/** What has come is counted, and shown when a person asks for it. */
function useRefresh(pages: Props['pages']): { count: number; refresh: () => void } {
  const { count, seen } = useArrivals()
  const queries = useQueryClient()
  const refresh = (): void => {
    seen()
    void queries.invalidateQueries({ queryKey: ['work-count'] })
    void pages.refetch()
  }
  return { count, refresh }
}
