import { Button, NativeSelect } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, told } from '../../api/client.ts'
import type { QuarantinedHistory } from '../../api/types.ts'
import { useKeys } from '../../keys/keyboard.tsx'
import { timeAt } from '../../parts/format.ts'
import { useTell } from '../../parts/notices.tsx'
import { Told } from '../../parts/states.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { MendClaim } from './mend-claim.tsx'

const { quarantine: words } = texts
const PURPOSES = ['operations', 'payment', 'oversight'] as const
type Purpose = (typeof PURPOSES)[number]

/** One event: why it is here, what it holds for who says why they ask, and what was done with it. */
export function Quarantined() {
  const { id } = useParams({ from: '/inside/quarantine/$id' })
  const [purpose, setPurpose] = useState<Purpose>()
  const event = useQuery({
    queryKey: ['quarantined', id, purpose],
    queryFn: () =>
      told(api.GET('/v1/quarantine/{id}', { params: { path: { id }, query: purpose ? { purpose } : {} } })),
    // The bytes are opened by an act, and asked for no more often than that.
    staleTime: Infinity,
    gcTime: 0,
  })
  useKeys({ 'page.back': () => history.back() })
  return (
    <main className="page">
      <Told of={event}>
        {(data) => (
          <>
            <Head event={data} id={id} />
            {purpose === undefined ? <OpenClaim open={setPurpose} /> : <MendClaim event={data} id={id} />}
            <Acts event={data} />
          </>
        )}
      </Told>
    </main>
  )
}

function Head({ event, id }: { event: QuarantinedHistory; id: string }) {
  const me = useMe()
  const may = useMay()
  const tell = useTell()
  const queries = useQueryClient()
  const { claimId, state, reason, stage, recordedAt } = event
  const redrive = useMutation({
    mutationFn: () =>
      told(
        api.POST('/v1/quarantine/{id}:redrive', { params: { path: { id } }, body: { again: state === 'redriven' } }),
      ),
    onSuccess: () => {
      tell(words.redriven)
      void queries.invalidateQueries({ queryKey: ['quarantined', id] })
      void queries.invalidateQueries({ queryKey: ['quarantine'] })
    },
    onError: (error) => tell(error.message, { isProblem: true }),
  })
  return (
    <>
      <div className="page-head">
        <h1>{claimId}</h1>
        <span className="tag accent">{words.states[state]}</span>
        {may('quarantine:write') && (
          <Button loading={redrive.isPending} onClick={() => redrive.mutate()}>
            {state === 'redriven' ? words.again : words.redrive}
          </Button>
        )}
      </div>
      <dl className="facts card">
        <dt>{words.reason}</dt>
        <dd>
          <strong>{reason.code}</strong> {reason.keyword}
        </dd>
        <dt>{words.at}</dt>
        <dd className="mono">{reason.pointer ?? '–'}</dd>
        <dt>{words.stage}</dt>
        <dd>{stage}</dd>
        <dt>{words.recorded}</dt>
        <dd>{timeAt(me, recordedAt)}</dd>
      </dl>
    </>
  )
}

function OpenClaim({ open }: { open: (purpose: Purpose) => void }) {
  const [chosen, choose] = useState<Purpose>('operations')
  return (
    <section className="card stack">
      <p>{words.openHint}</p>
      <div className="row-of">
        <NativeSelect
          aria-label={words.purpose}
          value={chosen}
          data={PURPOSES.map((value) => ({ value, label: words.purposes[value] }))}
          onChange={(event) => choose(event.currentTarget.value as Purpose)}
        />
        <Button variant="default" onClick={() => open(chosen)}>
          {words.open}
        </Button>
      </div>
    </section>
  )
}

function Acts({ event: { acts } }: { event: QuarantinedHistory }) {
  const me = useMe()
  if (acts.length === 0) return null
  return (
    <section className="card">
      <h2>{words.history}</h2>
      <ol className="history">
        {acts.map(({ act, by, at, note }, place) => (
          <li key={place}>
            <time dateTime={at}>{timeAt(me, at)}</time>
            <span>
              {words.acts[act]} {note}
            </span>
            <span className="muted">{by}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}
