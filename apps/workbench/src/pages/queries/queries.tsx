import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { api, told } from '../../api/client.ts'
import type { ProviderQuery } from '../../api/types.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { timeAt } from '../../parts/format.ts'
import { Message, Told } from '../../parts/states.tsx'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'

const { queries: words, claim } = texts
const STATES = Object.keys(words.states) as ProviderQuery['state'][]
const MOST = 200

/** Queries by deadline. */
export function Queries() {
  const search = useSearch({ from: '/inside/queries' })
  const navigate = useNavigate({ from: '/queries' })
  const state = STATES.find((each) => each === search.state)
  const queries = useQuery({
    queryKey: ['queries', state],
    queryFn: () => told(api.GET('/v1/queries', { params: { query: { limit: MOST, ...(state && { state }) } } })),
  })
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
        <NativeSelect
          aria-label={words.stateLabel}
          value={state ?? ''}
          data={[{ value: '', label: words.all }, ...STATES.map((value) => ({ value, label: words.states[value] }))]}
          onChange={(event) => void navigate({ search: { state: event.currentTarget.value }, replace: true })}
        />
      </div>
      <Told of={queries}>
        {({ items }) =>
          items.length === 0 ? <Message title={words.none}>{words.noneHint}</Message> : <Table items={items} />
        }
      </Told>
    </main>
  )
}

function Table({ items }: { items: ProviderQuery[] }) {
  const me = useMe()
  const now = Date.now()
  const isOver = ({ deadline, state }: ProviderQuery): boolean =>
    Date.parse(deadline) < now && ['sent', 'reminded', 'escalated'].includes(state)
  return (
    <table className="plain-table">
      <ColumnHeads names={words.column} />
      <tbody>
        {items.map((query) => (
          <tr key={query.queryId}>
            <td>
              {timeAt(me, query.deadline)} {isOver(query) && <span className="tag error">{words.overdue}</span>}
            </td>
            <td>
              <span className="tag accent">{words.states[query.state]}</span>
            </td>
            <td>{query.claimId}</td>
            <td>
              <Link to="/queries/$id" params={{ id: query.queryId }}>
                {query.wording.question}
              </Link>
            </td>
            <td>{query.addressee ?? '–'}</td>
            <td className="muted">
              {claim.history.what[query.acts.at(-1)?.act ?? ''] ?? ''}, {query.acts.at(-1)?.person}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
