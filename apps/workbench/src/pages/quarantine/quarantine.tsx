import { NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { api, told } from '../../api/client.ts'
import type { QuarantinedEvent } from '../../api/types.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { ageOf } from '../../parts/format.ts'
import { Message, Told } from '../../parts/states.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { texts } from '../../texts/texts.ts'

const { quarantine: words } = texts
const STATES = ['parked', 'redriven', 'all'] as const

/** Events that could not be audited, the oldest first. */
export function Quarantine() {
  const search = useSearch({ from: '/inside/quarantine' })
  const navigate = useNavigate({ from: '/quarantine' })
  const state = STATES.find((each) => each === search.state) ?? 'parked'
  const pages = useInfiniteQuery({
    queryKey: ['quarantine', state],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/quarantine', { params: { query: { state, ...(pageParam !== null && { cursor: pageParam }) } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ cursor }) => cursor,
  })
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
        <NativeSelect
          aria-label={words.stateLabel}
          value={state}
          data={STATES.map((value) => ({ value, label: words.states[value] }))}
          onChange={(event) => void navigate({ search: { state: event.currentTarget.value }, replace: true })}
        />
      </div>
      <p className="muted">{words.hint}</p>
      <Told of={pages}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items)
          if (items.length === 0) return <Message title={words.none}>{words.noneHint}</Message>
          return <Table items={items} now={pages.dataUpdatedAt} />
        }}
      </Told>
      <ShowMore pages={pages} />
    </main>
  )
}

function Table({ items, now }: { items: QuarantinedEvent[]; now: number }) {
  return (
    <table className="plain-table">
      <ColumnHeads names={words.column} numbers={['attempts']} />
      <tbody>
        {items.map(({ id, claimId, stage, reason, attempts, recordedAt, state }) => (
          <tr key={id}>
            <td>
              <Link to="/quarantine/$id" params={{ id }}>
                {claimId}
              </Link>
            </td>
            <td>{stage}</td>
            <td>
              {reason.code} <span className="muted mono">{reason.pointer}</span>
            </td>
            <td className="number">{attempts}</td>
            <td>{ageOf(recordedAt, now)}</td>
            <td>{words.states[state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
