import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../api/client.ts'
import type { RunDiff } from '../../api/types.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { counted, dollars, weightChange } from '../../parts/format.ts'
import { Told } from '../../parts/states.tsx'
import { ShowMore } from '../../parts/show-more.tsx'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'

const { diff: words } = texts.runs
type ChangeSum = ApiComponents['schemas']['ChangeSum']

const nameOf = (run: string): string => (run === '0' ? words.live : words.run(Number(run)))

/** What one run finds that another does not, down to each claim. */
export function Diff() {
  const { a, b } = useParams({ from: '/inside/runs/$a/diff/$b' })
  const path = { a: Number(a), b: Number(b) }
  const diff = useQuery({
    queryKey: ['diff', a, b],
    queryFn: () =>
      told(
        api.GET('/v1/runs/{a}/diff/{b}', { params: { path }, headers: { accept: 'application/json' } }),
      ) as Promise<RunDiff>,
  })
  useKeys({ 'page.back': () => history.back() })
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title(nameOf(b), nameOf(a))}</h1>
      </div>
      <Told of={diff}>
        {(data) => (
          <>
            <Claims claims={data.claims} />
            <Sums title={words.total} rows={[{ ...data.findings, name: words.total }]} />
            {(['rules', 'facilities', 'drgs'] as const).map((by) => (
              <Sums key={by} title={words.by[by]} rows={data[by]} />
            ))}
            <Findings path={path} />
          </>
        )}
      </Told>
    </main>
  )
}

const Claims = ({ claims }: Pick<RunDiff, 'claims'>) => (
  <dl className="facts card">
    {(['both', 'onlyA', 'onlyB', 'otherContent', 'regrouped'] as const).map((name) => (
      <ClaimCount key={name} label={words[name]} count={claims[name]} />
    ))}
  </dl>
)

const ClaimCount = ({ label, count }: { label: string; count: number }) => (
  <>
    <dt>{label}</dt>
    <dd>{counted(count)}</dd>
  </>
)

function Sums({ title, rows }: { title: string; rows: ChangeSum[] }) {
  if (rows.length === 0) return null
  return (
    <section className="card">
      <h2>{title}</h2>
      <table className="plain-table">
        <thead>
          <tr>
            {[words.name, words.gained, words.lost, words.changed, words.reworded, words.weight, words.amount].map(
              (name, at) => (
                <th key={name} scope="col" className={at === 0 ? '' : 'number'}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name ?? ''}>
              <th scope="row">{row.name ?? words.noName}</th>
              <td className="number">{counted(row.gained)}</td>
              <td className="number">{counted(row.lost)}</td>
              <td className="number">{counted(row.changed)}</td>
              <td className="number">{counted(row.reworded)}</td>
              <td className="number">{weightChange(row.weight)}</td>
              <td className="number">{dollars(row.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Findings({ path }: { path: { a: number; b: number } }) {
  const { tenant } = useMe()
  const pages = useInfiniteQuery({
    queryKey: ['changes', path],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/runs/{a}/diff/{b}/findings', {
          params: { path, query: { limit: 100, ...(pageParam !== null && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ cursor }) => cursor,
  })
  const items = pages.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <section className="card">
      <h2>{words.findings}</h2>
      {pages.data && items.length === 0 && <p className="muted">{words.same}</p>}
      <table className="plain-table">
        <tbody>
          {items.map(({ findingId, change, claimId, ruleId, drgA, drgB, message }) => (
            <tr key={`${findingId} ${change}`}>
              <td>
                <span className={`tag ${change === 'gained' ? 'good' : change === 'lost' ? 'error' : ''}`}>
                  {words.change[change]}
                </span>
              </td>
              <td>
                <Link to="/claims/$tenant/$claimId" params={{ tenant, claimId }}>
                  {claimId}
                </Link>
              </td>
              <td className="mono">{ruleId}</td>
              <td>{drgA === drgB ? drgA : `${drgA ?? '–'} → ${drgB ?? '–'}`}</td>
              <td>{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ShowMore pages={pages} />
    </section>
  )
}
