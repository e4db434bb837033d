import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { api, told } from '../../api/client.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { timeAt } from '../../parts/format.ts'
import { Told } from '../../parts/states.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { ALL, NONE, groupFilter, periodOf } from './search.ts'
import type { AnalyticsSearch, Dimension } from './search.ts'
import type { Measure } from './use-measure.ts'
import { amountIn } from './values.ts'

const { analytics: words } = texts

interface Props {
  measure: Measure
  by: Dimension
  /** The group, `NONE` or `ALL`. */
  rows: string
  search: AnalyticsSearch
}

/** What a number is made of, the newest first. */
export function MeasureRows({ measure, by, rows, search }: Props) {
  const me = useMe()
  const navigate = useNavigate({ from: '/analytics' })
  const close = (): void => void navigate({ search: (before) => ({ ...before, rows: undefined }) })
  useKeys({ 'page.back': close })
  const head = useRef<HTMLHeadingElement>(null)
  // They come below a long table: who asked for them is taken there.
  useEffect(() => head.current?.focus(), [rows])
  const { id, unit } = measure
  const pages = useInfiniteQuery({
    queryKey: ['measure-rows', id, periodOf(search), by, rows],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/analytics/{measure}/rows', {
          params: {
            path: { measure: id },
            query: { ...periodOf(search), ...groupFilter(by, rows), ...(pageParam !== null && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ cursor }) => cursor,
  })
  const name = rows === ALL ? words.total : rows === NONE ? words.none : rows
  return (
    <section aria-label={words.rowsOf(name)} className="stack">
      <div className="page-head">
        <h2 ref={head} tabIndex={-1}>
          {words.rowsOf(name)}
        </h2>
        <Button variant="default" onClick={close}>
          {words.close}
        </Button>
      </div>
      <Told of={pages}>
        {(data) => (
          <table className="plain-table">
            <ColumnHeads names={words.row} />
            <tbody>
              {data.pages
                .flatMap((page) => page.items)
                .map((row) => (
                  <tr key={`${row.at} ${row.claimId} ${row.claimVersion} ${row.findingId}`}>
                    <td className="time">{timeAt(me, row.at)}</td>
                    <td>
                      <Link
                        to="/claims/$tenant/$claimId"
                        params={{ tenant: me.tenant, claimId: row.claimId }}
                        search={row.findingId === null ? {} : { finding: row.findingId }}
                      >
                        {row.claimId}
                      </Link>
                    </td>
                    <td className="mono">{row.rule}</td>
                    <td>{row.person}</td>
                    <td>
                      {row.denominator === null
                        ? amountIn(unit, row.numerator)
                        : words.of(amountIn(unit, row.numerator), amountIn(unit, row.denominator))}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
        )}
      </Told>
      <ShowMore pages={pages} />
    </section>
  )
}
