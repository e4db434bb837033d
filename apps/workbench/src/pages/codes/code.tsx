import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../api/client.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { Told } from '../../parts/states.tsx'
import { texts } from '../../texts/texts.ts'
import { Grouping } from './grouping.tsx'

const { codes: words } = texts.reference
type CodePage = ApiComponents['schemas']['CodePage']
type Titled = ApiComponents['schemas']['TitledCode']

/** All that is known of an ICD-10 code on a day. */
export function Code() {
  const { code } = useParams({ from: '/inside/codes/$code' })
  const { date } = useSearch({ from: '/inside/codes/$code' })
  const page = useQuery({
    queryKey: ['code', code, date],
    queryFn: () => told(api.GET('/v1/codes/{code}', { params: { path: { code }, query: date ? { date } : {} } })),
    staleTime: Infinity,
  })
  useKeys({ 'page.back': () => history.back() })
  return (
    <main className="page">
      <Told of={page}>{(data) => <Known page={data} />}</Told>
      <OtherDay code={code} date={date ?? page.data?.date ?? ''} />
    </main>
  )
}

function Known({ page }: { page: CodePage }) {
  const {
    code,
    title,
    date,
    edition,
    status,
    periods,
    suggestion,
    notes = [],
    namedBy = [],
    rules = [],
    edits = [],
  } = page
  return (
    <>
      <div className="page-head">
        <h1>
          <span className="mono">{code}</span> {title}
        </h1>
        <span className={status === 'billable' ? 'tag good' : 'tag error'}>{words.status[status]}</span>
        <span className="muted">{words.on(date, edition)}</span>
      </div>
      {suggestion && <p className="card">{suggestion}</p>}
      <div className="two">
        <div className="stack">
          <Notes title={words.notes} notes={notes} />
          <Notes title={words.namedBy} notes={namedBy} />
        </div>
        <div className="stack">
          <Grouping page={page} />
          <Part title={words.valid}>
            {periods.map(({ from, to }) => words.until(from ?? '', to ?? null)).join(', ')}
          </Part>
          {edits.length > 0 && <Part title={words.edits}>{edits.join(', ')}</Part>}
          <Around page={page} />
          {rules.length > 0 && (
            <Part title={words.rules}>
              {rules.map(({ id, title: about }) => (
                <p key={id}>
                  <Link to="/rules/$id" params={{ id }} className="mono">
                    {id}
                  </Link>{' '}
                  {about}
                </p>
              ))}
            </Part>
          )}
        </div>
      </div>
    </>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="card">
    <h2>{title}</h2>
    {children}
  </section>
)

function Notes({ title, notes }: { title: string; notes: NonNullable<CodePage['notes']> }) {
  if (notes.length === 0) return null
  return (
    <Part title={title}>
      <ul className="notes">
        {notes
          .filter(({ isBoilerplate }) => !isBoilerplate)
          .map(({ type, at, inherited, text }, place) => (
            <li key={place}>
              <strong>{words.noteTypes[type] ?? type}</strong> {text}{' '}
              {inherited && <span className="muted">{words.inherited(at)}</span>}
            </li>
          ))}
      </ul>
    </Part>
  )
}

const isTitled = (each: Titled | { position: number; codes: Titled[] }): each is Titled => 'code' in each

function Around({ page: { parent, children = [], siblings = [], date, characters = [] } }: { page: CodePage }) {
  const beside = siblings.flatMap((each) => (isTitled(each) ? [each] : each.codes)).slice(0, 40)
  return (
    <>
      {characters.length > 0 && (
        <Part title={words.characters}>
          <dl className="facts">
            {characters.map(({ character, axis, meaning }, at) => (
              <CharacterRow key={at} name={`${character} ${axis}`} meaning={meaning ?? words.none} />
            ))}
          </dl>
        </Part>
      )}
      {parent && <Codes title={words.parent} codes={[parent]} date={date} />}
      <Codes title={words.children} codes={children} date={date} />
      <Codes title={words.siblings} codes={beside} date={date} />
    </>
  )
}

const CharacterRow = ({ name, meaning }: { name: string; meaning: string }) => (
  <>
    <dt>{name}</dt>
    <dd>{meaning}</dd>
  </>
)

function Codes({ title, codes, date }: { title: string; codes: readonly Titled[]; date: string }) {
  if (codes.length === 0) return null
  return (
    <Part title={title}>
      {codes.map(({ code, title: about }) => (
        <p key={code}>
          <Link to="/codes/$code" params={{ code }} search={{ date }} className="mono">
            {code}
          </Link>{' '}
          {about}
        </p>
      ))}
    </Part>
  )
}

function OtherDay({ code, date }: { code: string; date: string }) {
  const navigate = useNavigate()
  const [day, setDay] = useState(date)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void navigate({ to: '/codes/$code', params: { code }, search: { date: day } })
  }
  return (
    <form className="row-of" onSubmit={submit}>
      <TextInput
        type="date"
        aria-label={words.date}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {words.show}
      </Button>
    </form>
  )
}
