import { Link } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { counted } from '../../parts/format.ts'
import { Loading, Message, Told } from '../../parts/states.tsx'
import { texts } from '../../texts/texts.ts'
import { IntervalPlot } from './interval-plot.tsx'
import { MeasureRows } from './measure-rows.tsx'
import { ALL, NONE } from './search.ts'
import type { AnalyticsSearch, Dimension } from './search.ts'
import { useMeasure } from './use-measure.ts'
import type { Measure, MeasureSums } from './use-measure.ts'
import { amountIn, valueIn } from './values.ts'

const { analytics: words } = texts
const Trend = lazy(() => import('./trend.tsx').then(({ Trend: found }) => ({ default: found })))

/** One measure: what it says, how it went by month, its groups, and the rows of one of them. */
export function MeasureDetail({ measure, search }: { measure: Measure; search: AnalyticsSearch }) {
  const by = measure.by.find((each) => each === search.by) ?? (measure.by[0] as Dimension)
  const groups = useMeasure(measure.id, search, by)
  const months = useMeasure(measure.id, search, 'month')
  return (
    <>
      <p>
        <Link to="/analytics" search={{ ...search, measure: undefined, by: undefined, rows: undefined }}>
          {words.all}
        </Link>
      </p>
      <section aria-label={measure.title} className="stack">
        <h2>{measure.title}</h2>
        <p>
          {measure.definition} <span className="muted">{words.counts(measure.numerator, measure.denominator)}</span>
        </p>
        <nav className="choices" aria-label={words.by}>
          {measure.by.map((each) => (
            <Link
              key={each}
              to="/analytics"
              search={{ ...search, by: each, rows: undefined }}
              className="chip"
              aria-current={each === by ? 'true' : undefined}
            >
              {words.dimension[each]}
            </Link>
          ))}
        </nav>
        {months.data !== undefined && months.data.items.length > 1 && (
          <Suspense fallback={<Loading rows={4} height={40} />}>
            <Trend measure={measure} months={months.data.items} />
          </Suspense>
        )}
        <Told of={groups}>
          {(sums) =>
            sums.total.rows === 0 ? (
              <Message title={words.nothing} />
            ) : (
              <Groups measure={measure} sums={sums} by={by} search={search} />
            )
          }
        </Told>
      </section>
      {search.rows !== undefined && <MeasureRows measure={measure} by={by} rows={search.rows} search={search} />}
    </>
  )
}

interface GroupsProps {
  measure: Measure
  sums: MeasureSums
  by: Dimension
  search: AnalyticsSearch
}

type Sum = MeasureSums['total']

function Groups({ measure, sums, by, search }: GroupsProps) {
  const { unit } = measure
  const isShare = unit === 'share'
  const hasDenominator = measure.denominator !== null
  const scale = Math.max(...sums.items.map(({ value }) => Math.abs(value ?? 0)))
  const row = (name: string, sum: Sum, rows: string) => (
    <tr key={rows} className={rows === ALL ? 'total' : undefined}>
      <th scope="row">{name}</th>
      <td className="number">{valueIn(unit, sum.value)}</td>
      <td>
        <IntervalPlot value={isShare ? sum.value : (sum.value ?? 0) / (scale || 1)} interval={sum.interval} />
      </td>
      {isShare && (
        <td className="muted">
          {sum.interval && words.interval(valueIn(unit, sum.interval.low), valueIn(unit, sum.interval.high))}
        </td>
      )}
      {hasDenominator && (
        <td className="number muted">
          {words.of(amountIn(unit, sum.numerator), amountIn(unit, sum.denominator ?? 0))}
        </td>
      )}
      <td className="number">
        <Link to="/analytics" search={{ ...search, measure: measure.id, by, rows }} aria-label={words.rowsOf(name)}>
          {words.rows(sum.rows, counted(sum.rows))}
        </Link>
      </td>
    </tr>
  )
  return (
    <>
      <table className="plain-table measure-table">
        <thead>
          <tr>
            <th scope="col">{words.dimension[by]}</th>
            <th scope="col" className="number">
              {words.column.value}
            </th>
            <td />
            {isShare && <th scope="col">{words.column.interval}</th>}
            {hasDenominator && (
              <th scope="col" className="number">
                {words.column.counted}
              </th>
            )}
            <th scope="col" className="number">
              {words.column.rows}
            </th>
          </tr>
        </thead>
        <tbody>
          {sums.items.map(({ of, ...sum }) => row(of ?? words.none, sum, of ?? NONE))}
          {row(words.total, sums.total, ALL)}
        </tbody>
      </table>
      {sums.isCut && <p className="muted">{words.isCut}</p>}
    </>
  )
}
