import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { api, told } from '../../api/client.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { counted } from '../../parts/format.ts'
import { Told } from '../../parts/states.tsx'
import { conditionWords } from '../../texts/conditions.ts'
import { texts } from '../../texts/texts.ts'
import { Precision } from './precision.tsx'

const { rules: words } = texts.reference

interface When {
  billed?: string[]
  affirmed?: Record<string, unknown>
  unbilled?: string[]
  all?: Record<string, unknown>[]
  any?: Record<string, unknown>[]
  none?: Record<string, unknown>[]
}

/** The fields of a rule that the page names; the rest is shown as it is written. */
interface Rule {
  title?: string
  message?: string
  why?: string
  source?: string
  action?: string
  check?: string
  knownFalsePositives?: string[]
  when?: When
}

interface Example {
  name?: string
  expect?: string
  falsePositive?: string
}

/** A rule: what it looks for, what it says, how often people agreed, and its cases. */
export function RulePage() {
  const { id } = useParams({ from: '/inside/rules/$id' })
  const rule = useQuery({
    queryKey: ['rule', id],
    queryFn: () => told(api.GET('/v1/rules/{id}', { params: { path: { id } } })),
  })
  useKeys({ 'page.back': () => history.back() })
  return (
    <main className="page">
      <Told of={rule}>
        {({ rule: written, examples, openFindings, precision, severity }) => (
          <>
            <div className="page-head">
              <h1>{(written as Rule).title}</h1>
              <span className="mono muted">{id}</span>
              {severity && <span className={`tag ${severity}`}>{texts.findings.severity[severity as 'error']}</span>}
              <Precision of={precision} />
              <Link to="/work" search={{ rule: id }}>
                {words.open(counted(openFindings))}
              </Link>
            </div>
            <Written rule={written as Rule} />
            <Cases examples={examples as Example[]} />
            <details className="card">
              <summary>{words.text}</summary>
              <pre>{JSON.stringify(written, null, 2)}</pre>
            </details>
          </>
        )}
      </Told>
    </main>
  )
}

function Written({ rule }: { rule: Rule }) {
  const { message, why, source, action, check, when, knownFalsePositives = [] } = rule
  return (
    <section className="card">
      <dl className="facts">
        <dt>{words.message}</dt>
        <dd>{message}</dd>
        <dt>{words.action}</dt>
        <dd>{texts.findings.detail.action[action as 'query'] ?? action}</dd>
        <dt>{words.when}</dt>
        <dd>{when === undefined ? words.check(check ?? '') : <Conditions when={when} />}</dd>
        <dt>{words.why}</dt>
        <dd>{why}</dd>
        <dt>{words.source}</dt>
        <dd>{source}</dd>
        {knownFalsePositives.length > 0 && (
          <>
            <dt>{words.falsePositives}</dt>
            <dd>{knownFalsePositives.join('; ')}</dd>
          </>
        )}
      </dl>
    </section>
  )
}

function Conditions({ when: { billed, affirmed, unbilled, all = [], any = [], none = [] } }: { when: When }) {
  return (
    <ul>
      {billed && <li>{words.billed(billed)}</li>}
      {affirmed && <li>{words.affirmed(conditionWords({ facts: affirmed }))}</li>}
      {all.map((each, at) => (
        <li key={at}>{words.all(conditionWords(each))}</li>
      ))}
      {any.length > 0 && <List title={words.any} conditions={any} />}
      {none.length > 0 && <List title={words.none_} conditions={none} />}
      {unbilled && <li>{words.unbilled(unbilled)}</li>}
    </ul>
  )
}

const List = ({ title, conditions }: { title: string; conditions: Record<string, unknown>[] }) => (
  <li>
    {title}
    <ul>
      {conditions.map((each, at) => (
        <li key={at}>{conditionWords(each)}</li>
      ))}
    </ul>
  </li>
)

const Cases = ({ examples }: { examples: Example[] }) => (
  <section className="card">
    <h2>{words.examples}</h2>
    <ul>
      {examples.map(({ name, expect, falsePositive }, at) => (
        <li key={at}>
          <span className={`tag ${expect === 'fires' ? 'warning' : ''}`}>{words.expect[expect ?? ''] ?? expect}</span>{' '}
          {name} {falsePositive && <span className="muted">{falsePositive}</span>}
        </li>
      ))}
    </ul>
  </section>
)
