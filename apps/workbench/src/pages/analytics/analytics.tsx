import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { api, told } from '../../api/client.ts'
import { dateAt, daysLater } from '../../parts/format.ts'
import { Told } from '../../parts/states.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { MeasureDetail } from './measure-detail.tsx'
import { useMeasure } from './use-measure.ts'
import type { Measure } from './use-measure.ts'
import type { AnalyticsSearch } from './search.ts'
import { amountIn, valueIn } from './values.ts'

const { analytics: words } = texts

/** Numbers over a period: all of them, or one with its groups and rows. */
export function Analytics() {
  const search = useSearch({ from: '/inside/analytics' })
  const measures = useQuery({ queryKey: ['measures'], queryFn: () => told(api.GET('/v1/analytics')) })
  const mayLead = useMay()('findings:lead')
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
        <Period key={`${search.from} ${search.to}`} search={search} />
      </div>
      <p className="muted">{mayLead ? words.hint : `${words.hint} ${words.ownOnly}`}</p>
      <Told of={measures}>
        {({ items }) => {
          const chosen = items.find(({ id }) => id === search.measure)
          return chosen === undefined ? (
            <ul className="measures">
              {items.map((measure) => (
                <Card key={measure.id} measure={measure} search={search} />
              ))}
            </ul>
          ) : (
            <MeasureDetail measure={chosen} search={search} />
          )
        }}
      </Told>
    </main>
  )
}

const DEFAULT_DAYS = 90

function Period({ search }: { search: AnalyticsSearch }) {
  const navigate = useNavigate({ from: '/analytics' })
  const me = useMe()
  // What the api takes where nothing is named.
  const end = search.to ?? daysLater(dateAt(me, new Date()), 1)
  const [typed, setTyped] = useState({ from: search.from ?? daysLater(end, -DEFAULT_DAYS), to: end })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void navigate({ search: (before) => ({ ...before, ...typed, rows: undefined }), replace: true })
  }
  return (
    <form className="row-of filters" role="search" onSubmit={submit}>
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          type="date"
          label={words[name]}
          value={typed[name]}
          onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
        />
      ))}
      <Button type="submit" variant="default">
        {words.show}
      </Button>
    </form>
  )
}

function Card({ measure, search }: { measure: Measure; search: AnalyticsSearch }) {
  const sums = useMeasure(measure.id, search, undefined)
  const { unit } = measure
  return (
    <li className="card measure">
      <h2>
        <Link to="/analytics" search={{ ...search, measure: measure.id }}>
          {measure.title}
        </Link>
      </h2>
      <Told of={sums} rows={1}>
        {({ total }) => (
          <p>
            <span className="figure">{valueIn(unit, total.rows === 0 ? null : total.value)}</span>{' '}
            {total.denominator !== null && (
              <span className="muted">
                {words.of(amountIn(unit, total.numerator), amountIn(unit, total.denominator))}
              </span>
            )}
          </p>
        )}
      </Told>
      <p className="muted">{measure.definition}</p>
    </li>
  )
}
