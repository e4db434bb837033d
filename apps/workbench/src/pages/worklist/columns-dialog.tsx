import { Button, Checkbox, Modal } from '@mantine/core'
import { texts } from '../../texts/texts.ts'
import { COLUMN_IDS, columnsOf } from './columns.tsx'
import type { ColumnId } from './columns.tsx'
import type { WorkSearch } from './search.ts'

const { work } = texts

interface Props {
  search: WorkSearch
  change: (search: WorkSearch) => void
  close: () => void
}

/** Which columns are shown, in which order, and how high rows are. By buttons, for who does not drag. */
export function ColumnsDialog({ search, change, close }: Props) {
  const shown = columnsOf(search)
  const set = (columns: readonly ColumnId[]): void => {
    if (columns.length > 0) change({ ...search, cols: columns.join(',') })
  }
  const move = (id: ColumnId, by: number): void => {
    const at = shown.indexOf(id)
    const next = [...shown]
    next.splice(at, 1)
    next.splice(at + by, 0, id)
    set(next)
  }
  const toggle = (id: ColumnId): void => set(shown.includes(id) ? shown.filter((each) => each !== id) : [...shown, id])
  return (
    <Modal opened onClose={close} title={work.columnsTitle}>
      <div className="columns">
        {[...shown, ...COLUMN_IDS.filter((id) => !shown.includes(id))].map((id) => (
          <div key={id}>
            <Checkbox checked={shown.includes(id)} label={work.column[id]} onChange={() => toggle(id)} />
            <span className="spacer" />
            <Mover label={work.up(work.column[id])} sign="↑" off={shown.indexOf(id) < 1} go={() => move(id, -1)} />
            <Mover
              label={work.down(work.column[id])}
              sign="↓"
              off={!shown.includes(id) || shown.at(-1) === id}
              go={() => move(id, 1)}
            />
          </div>
        ))}
      </div>
      <div className="row-of end">
        <Checkbox
          checked={search.dense === 'yes'}
          label={work.dense}
          onChange={(event) => change({ ...search, dense: event.currentTarget.checked ? 'yes' : undefined })}
        />
        <Button onClick={close}>{work.close}</Button>
      </div>
    </Modal>
  )
}

const Mover = ({ label, sign, off, go }: { label: string; sign: string; off: boolean; go: () => void }) => (
  <Button size="compact-xs" variant="default" aria-label={label} disabled={off} onClick={go}>
    {sign}
  </Button>
)
