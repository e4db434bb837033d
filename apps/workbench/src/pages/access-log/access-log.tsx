import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { ApiPaths } from '@claims-audit/contracts'
import { api, told } from '../../api/client.ts'
import type { Access } from '../../api/types.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { secondAt } from '../../parts/format.ts'
import { Message, Told } from '../../parts/states.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { ACCESS_FILTERS } from './search.ts'
import type { AccessSearch } from './search.ts'

const { accessLog: words } = texts
type Asked = NonNullable<ApiPaths['/v1/access-log']['get']['parameters']['query']>

/** A day as it is typed becomes its beginning in UTC, as the api takes instants. */
const queryOf = ({ from, to, ...rest }: AccessSearch): Asked =>
  ({ ...rest, ...(from && { from: `${from}T00:00:00Z` }), ...(to && { to: `${to}T00:00:00Z` }) }) as Asked

/** Who saw or did what, for those who examine it. */
export function AccessLog() {
  const search = useSearch({ from: '/inside/access-log' })
  const pages = useInfiniteQuery({
    queryKey: ['access-log', search],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/access-log', {
          params: { query: { ...queryOf(search), limit: 100, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ cursor }) => cursor,
    staleTime: 0,
  })
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      <p className="muted">{words.hint}</p>
      <Filters key={JSON.stringify(search)} search={search} />
      <Told of={pages}>
        {(data) => {
          const items = data.pages.flatMap((page) => page.items)
          return items.length === 0 ? <Message title={words.none} /> : <Table items={items} />
        }}
      </Told>
      <ShowMore pages={pages} />
    </main>
  )
}

function Filters({ search }: { search: AccessSearch }) {
  const navigate = useNavigate({ from: '/access-log' })
  const [typed, setTyped] = useState(search)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void navigate({ search: typed, replace: true })
  }
  const set = (name: keyof AccessSearch, value: string): void =>
    setTyped({ ...typed, [name]: value.trim() === '' ? undefined : value.trim() })
  return (
    <form className="row-of filters" role="search" onSubmit={submit}>
      {ACCESS_FILTERS.filter((name) => name !== 'act').map((name) => (
        <TextInput
          key={name}
          type={name === 'from' || name === 'to' ? 'date' : 'text'}
          label={words.filter[name]}
          value={typed[name] ?? ''}
          onChange={(event) => set(name, event.currentTarget.value)}
        />
      ))}
      <NativeSelect
        label={words.filter.act}
        value={typed.act ?? ''}
        data={[
          { value: '', label: words.anyAct },
          ...Object.entries(words.acts).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => set('act', event.currentTarget.value)}
      />
      <Button type="submit">{words.show}</Button>
    </form>
  )
}

function Table({ items }: { items: Access[] }) {
  const me = useMe()
  return (
    <table className="plain-table">
      <ColumnHeads names={words.column} numbers={['rows']} />
      <tbody>
        {items.map((row) => (
          <tr key={row.id}>
            <td className="time">{secondAt(me, row.at)}</td>
            <td>{row.person}</td>
            <td>{row.roles.join(', ')}</td>
            <td>{words.acts[row.act] ?? row.act}</td>
            <td title={row.claims.join(', ')}>{words.claims(row.claims)}</td>
            <td className="number">{row.rows ?? ''}</td>
            <td>{row.purpose}</td>
            <td>{row.outcome === 'denied' ? <span className="tag error">{words.acts['denied']}</span> : ''}</td>
            <td className="muted mono">{row.request.slice(0, 8)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
