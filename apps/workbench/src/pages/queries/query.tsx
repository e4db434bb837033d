import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api, told } from '../../api/client.ts'
import type { ProviderQuery } from '../../api/types.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { timeAt } from '../../parts/format.ts'
import { Told } from '../../parts/states.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { Composer } from './composer.tsx'
import { Answering } from './answering.tsx'

const { queries: words, claim } = texts

/**
 * One query. It never shows money, weight or DRG: nothing of these may reach who words it (ACDIS/AHIMA query practice
 * brief, 2022).
 */
export function Query() {
  const { id } = useParams({ from: '/inside/queries/$id' })
  const query = useQuery({
    queryKey: ['query', id],
    queryFn: () => told(api.GET('/v1/queries/{id}', { params: { path: { id } } })),
  })
  useKeys({ 'page.back': () => history.back() })
  return <main className="page">{<Told of={query}>{(data) => <Opened query={data} />}</Told>}</main>
}

function Opened({ query }: { query: ProviderQuery }) {
  const me = useMe()
  const may = useMay()
  const { claimId, state, deadline, findingId } = query
  const isDraft = state === 'draft' && may('queries:write')
  return (
    <>
      <div className="page-head">
        <h1>{words.one}</h1>
        <span className="tag accent">{words.states[state]}</span>
        <span>
          {words.deadline} {timeAt(me, deadline)}
        </span>
        <Link to="/claims/$tenant/$claimId" params={{ tenant: me.tenant, claimId }} search={{ finding: findingId }}>
          {claim.title(claimId)}
        </Link>
      </div>
      {isDraft ? <Composer query={query} /> : <Wording query={query} />}
      <Answering query={query} />
      <Done query={query} />
    </>
  )
}

const Wording = ({ query: { wording, addressee } }: { query: ProviderQuery }) => (
  <section className="card stack">
    <p className="muted">{words.readOnly}</p>
    <h2>{words.indicators}</h2>
    <ul>
      {wording.indicators.map((indicator) => (
        <li key={indicator}>{indicator}</li>
      ))}
    </ul>
    <h2>{words.question}</h2>
    <p>{wording.question}</p>
    <h2>{words.options_}</h2>
    <ul>
      {wording.options.map((option) => (
        <li key={option}>{option}</li>
      ))}
    </ul>
    <p>
      {words.addressee}: {addressee ?? '–'}
    </p>
  </section>
)

function Done({ query: { acts } }: { query: ProviderQuery }) {
  const me = useMe()
  return (
    <section className="card">
      <h2>{words.history}</h2>
      <ol className="history">
        {acts.map((act, at) => (
          <li key={at}>
            <time dateTime={act.recordedAt}>{timeAt(me, act.recordedAt)}</time>
            <span>
              <strong>{claim.history.what[act.act] ?? act.act}</strong> {act.answer ?? act.note}
            </span>
            <span className="muted">{act.person}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
