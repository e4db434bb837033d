import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { WorkItem } from '../../api/types.ts'
import { counted } from '../../parts/format.ts'
import { texts } from '../../texts/texts.ts'
import { COLUMNS, NUMBERS, tracksOf } from './columns.tsx'
import type { ColumnId, Now } from './columns.tsx'

const { work } = texts

const HEAD_PX = 30
const BEFORE_END = 20

interface Props {
  items: readonly WorkItem[]
  columns: readonly ColumnId[]
  isDense: boolean
  now: Now
  /** Index of the row that keys act on. */
  cursor: number
  selected: ReadonlySet<string>
  hasMore: boolean
  loadMore: () => void
  move: (item: WorkItem) => void
  open: (item: WorkItem) => void
  select: (item: WorkItem) => void
}

/**
 * Rows of one height, of which only those in sight are in the page. The scroller is as high as what is loaded, never as
 * what there is: browsers cap an element at some million pixels.
 */
export function Grid({ items, columns, isDense, cursor, hasMore, loadMore, ...rest }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const height = isDense ? 26 : 32
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    paddingStart: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    useFlushSync: false,
  })
  const seen = rows.getVirtualItems()
  const last = seen.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && last >= items.length - BEFORE_END) loadMore()
  }, [hasMore, last, items.length, loadMore])
  useEffect(() => rows.measure(), [rows, height])
  useEffect(() => {
    if (cursor >= 0) rows.scrollToIndex(cursor)
  }, [rows, cursor])
  const tracks = useMemo(() => tracksOf(columns), [columns])
  const current = items[cursor]
  return (
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label={work.grid}
      aria-rowcount={hasMore ? -1 : items.length + 1}
      aria-activedescendant={current && `row-${current.findingId}`}
      tabIndex={0}
    >
      <Head columns={columns} tracks={tracks} />
      <div role="rowgroup" style={{ height: rows.getTotalSize() - HEAD_PX }}>
        {seen.map(({ index, start }) => (
          <Row
            key={(items[index] as WorkItem).findingId}
            {...rest}
            item={items[index] as WorkItem}
            index={index}
            top={start}
            height={height}
            tracks={tracks}
            columns={columns}
            isCursor={index === cursor}
            isSelected={rest.selected.has((items[index] as WorkItem).findingId)}
          />
        ))}
        <p className="grid-end" style={{ top: rows.getTotalSize() }}>
          {hasMore ? work.loadingMore : `${work.end} · ${counted(items.length)}`}
        </p>
      </div>
    </div>
  )
}

const Head = memo(({ columns, tracks }: Pick<RowProps, 'columns' | 'tracks'>) => (
  <div className="grid-head" role="row" aria-rowindex={1} style={tracks}>
    <span role="columnheader" aria-label={work.columns} />
    {columns.map((id) => (
      <span key={id} role="columnheader" className={NUMBERS.includes(id) ? 'number' : ''}>
        {work.column[id]}
      </span>
    ))}
  </div>
))

interface RowProps extends Pick<Props, 'now' | 'move' | 'open' | 'select' | 'columns'> {
  item: WorkItem
  index: number
  top: number
  height: number
  tracks: ReturnType<typeof tracksOf>
  isCursor: boolean
  isSelected: boolean
}

/** Not drawn again but when something of it changed: `j` draws two rows. */
const Row = memo(
  ({ item, index, top, height, tracks, columns, now, isCursor, isSelected, move, open, select }: RowProps) => (
    <div
      id={`row-${item.findingId}`}
      className="grid-row"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      data-cursor={isCursor}
      data-done={item.state === 'agreed' || item.state === 'disagreed'}
      style={{ top, height, ...tracks }}
      onClick={() => move(item)}
      onDoubleClick={() => open(item)}
    >
      <span role="gridcell">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isSelected}
          aria-label={work.select(item.claimId)}
          onChange={() => select(item)}
          onClick={(event) => event.stopPropagation()}
        />
      </span>
      {columns.map((id) => (
        <span key={id} role="gridcell" className={NUMBERS.includes(id) ? 'number fade' : 'fade'}>
          {COLUMNS[id].cell(item, now)}
        </span>
      ))}
    </div>
  ),
  (a, b) =>
    a.item === b.item &&
    a.top === b.top &&
    a.height === b.height &&
    a.tracks === b.tracks &&
    a.now === b.now &&
    a.isCursor === b.isCursor &&
    a.isSelected === b.isSelected &&
    a.move === b.move &&
    a.open === b.open &&
    a.select === b.select,
)
