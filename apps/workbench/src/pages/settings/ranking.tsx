import { NativeSelect } from '@mantine/core'
import { api, told } from '../../api/client.ts'
import type { RankingRow } from '../../api/types.ts'
import { texts } from '../../texts/texts.ts'
import { ChoiceCell, SEVERITIES, TextCell } from './cells.tsx'
import type { AnySeverity } from './cells.tsx'
import { RowsEditor } from './rows-editor.tsx'

const { ranking: words, any } = texts.settings
type Order = RankingRow['order'][number]
const ORDERS = Object.keys(words.orders) as Order[]

/** In which order claims are given out. */
export const RankingRows = () => (
  <RowsEditor<RankingRow>
    name="ranking"
    title={words.title}
    hint={words.hint}
    columns={Object.values(words.column)}
    blank={{ filter: {}, order: ['due', 'impact', 'severity'] }}
    read={() => told(api.GET('/v1/ranking'))}
    write={(body) => told(api.PUT('/v1/ranking', { body }))}
    cells={(row, change) => (
      <>
        <FilterCell row={row} name="rule" change={change} />
        <ChoiceCell<AnySeverity>
          label={words.column.severity}
          value={row.filter.severity ?? ''}
          choices={SEVERITIES}
          change={(severity) => change(filtered(row, 'severity', severity))}
        />
        <FilterCell row={row} name="payer" change={change} />
        <FilterCell row={row} name="facility" change={change} />
        <OrderCell row={row} change={change} />
      </>
    )}
  />
)

type FilterName = keyof RankingRow['filter']

/** A filter without a value is left out. */
function filtered(row: RankingRow, name: FilterName, value: string): RankingRow {
  const { [name]: _, ...rest } = row.filter
  return { ...row, filter: value === '' ? rest : { ...rest, [name]: value } }
}

interface CellProps {
  row: RankingRow
  change: (row: RankingRow) => void
}

const FilterCell = ({ row, name, change }: CellProps & { name: Exclude<FilterName, 'severity'> }) => (
  <TextCell
    label={words.column[name]}
    value={row.filter[name] ?? ''}
    placeholder={any}
    change={(value) => change(filtered(row, name, value))}
  />
)

/** First by one, then by the next; a place may stay empty. */
function OrderCell({ row, change }: CellProps) {
  const set = (at: number, value: string): void => {
    const order = [...row.order.slice(0, at), ...(value === '' ? [] : [value as Order]), ...row.order.slice(at + 1)]
    change({ ...row, order: [...new Set(order)] })
  }
  return (
    <td className="row-of">
      {[...row.order, ''].slice(0, ORDERS.length).map((value, at) => (
        <NativeSelect
          key={at}
          aria-label={`${words.column.order} ${at + 1}`}
          value={value}
          data={[{ value: '', label: '–' }, ...ORDERS.map((each) => ({ value: each, label: words.orders[each] }))]}
          onChange={(event) => set(at, event.currentTarget.value)}
        />
      ))}
    </td>
  )
}
