import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useTell } from '../../parts/notices.tsx'
import { Told } from '../../parts/states.tsx'
import { texts } from '../../texts/texts.ts'

const { settings: words } = texts

interface Rows<T> {
  rows: T[]
}

interface Props<T> {
  name: string
  title: string
  hint: string
  /** Heads of the columns. */
  columns: readonly string[]
  read: () => Promise<Rows<T>>
  write: (setting: Rows<T>) => Promise<unknown>
  /** A new row. */
  blank: T
  none?: string
  /** The cells of a row. */
  cells: (row: T, change: (row: T) => void) => ReactNode
}

/** A setting that is a list of rows: they are changed together, and saved as a whole. */
export function RowsEditor<T>(props: Props<T>) {
  const setting = useQuery({ queryKey: ['setting', props.name], queryFn: props.read })
  return (
    <section className="card stack" aria-label={props.title}>
      <h2>{props.title}</h2>
      <p className="muted">{props.hint}</p>
      <Told of={setting} rows={3}>
        {({ rows }) => <Editor key={JSON.stringify(rows)} {...props} saved={rows} />}
      </Told>
    </section>
  )
}

function Editor<T>({ name, columns, write, blank, none, cells, saved }: Props<T> & { saved: T[] }) {
  const [rows, setRows] = useState(saved)
  const queries = useQueryClient()
  const tell = useTell()
  const save = useMutation({
    mutationFn: () => write({ rows }),
    onSuccess: () => {
      tell(words.saved)
      void queries.invalidateQueries({ queryKey: ['setting', name] })
      void queries.invalidateQueries({ queryKey: [name] })
    },
  })
  const isChanged = JSON.stringify(rows) !== JSON.stringify(saved)
  return (
    <>
      {rows.length === 0 && none !== undefined ? <p>{none}</p> : <RowsTable {...{ columns, rows, cells, setRows }} />}
      {save.error && (
        <p className="problem-text" role="alert">
          {save.error.message}
        </p>
      )}
      <div className="row-of">
        <Button variant="default" onClick={() => setRows([...rows, blank])}>
          {words.add}
        </Button>
        <span className="spacer" />
        {isChanged && <span className="muted">{words.unsaved}</span>}
        <Button disabled={!isChanged} loading={save.isPending} onClick={() => save.mutate()}>
          {words.save}
        </Button>
      </div>
    </>
  )
}

interface RowsTableProps<T> extends Pick<Props<T>, 'columns' | 'cells'> {
  rows: T[]
  setRows: (rows: T[]) => void
}

function RowsTable<T>({ columns, cells, rows, setRows }: RowsTableProps<T>) {
  return (
    <table className="plain-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
          <th scope="col">
            <span className="unseen">{words.remove}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {cells(row, (next) => setRows(rows.map((each, place) => (place === at ? next : each))))}
            <td>
              <Button variant="subtle" onClick={() => setRows(rows.filter((_, place) => place !== at))}>
                {words.remove}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
