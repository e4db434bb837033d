import { Button } from '@mantine/core'
import { useState } from 'react'
import { Problem } from '../../api/problem.ts'
import { Failure, Loading, Message, NoRight } from '../../parts/states.tsx'
import { SessionEnded } from '../../shell/session.tsx'
import { OfflineBar } from '../../shell/shell.tsx'
import { texts } from '../../texts/texts.ts'

const { dev } = texts.states
const REQUEST = '00000000-0000-4000-8000-000000000000'
const failureOf = (status: number) => (
  <Failure error={new Problem({ status, title: String(status) }, REQUEST)} retry={() => undefined} />
)

/** Each state that a page can be in, in one place: for who changes their look, and for the test that walks them. */
export function DevStates() {
  const [hasEnded, setEnded] = useState(false)
  const { names } = dev
  const shown = [
    [names.empty, <Message key="e" title={texts.work.empty.title} children={texts.work.empty.all} />],
    [names.loading, <Loading key="l" rows={4} />],
    [names.error, failureOf(503)],
    [names.offline, <OfflineBar key="o" />],
    [names.noRight, <NoRight key="n" roles={['admin']} />],
    [names.notFound, failureOf(404)],
  ] as const
  return (
    <main className="page">
      <h1>{dev.title}</h1>
      <p className="muted">{dev.hint}</p>
      {shown.map(([name, state]) => (
        <section key={name} className="card" aria-label={name}>
          <p className="muted">{name}</p>
          {state}
        </section>
      ))}
      <section>
        <Button variant="default" onClick={() => setEnded(true)}>
          {names.session}
        </Button>
        <SessionEnded opened={hasEnded} onClose={() => setEnded(false)} />
      </section>
    </main>
  )
}
