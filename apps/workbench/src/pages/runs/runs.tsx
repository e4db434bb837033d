import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api, told } from '../../api/client.ts'
import type { Run } from '../../api/types.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { counted, timeAt } from '../../parts/format.ts'
import { useTell } from '../../parts/notices.tsx'
import { Message, Told } from '../../parts/states.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { AskRun } from './ask-run.tsx'
import { isMoving, useProgress, useRuns } from './use-runs.ts'

const { runs: words } = texts

/** Retrospective audits, the newest first, each with its progress. */
export function Runs() {
  const may = useMay()
  const runs = useRuns()
  const [isAsking, ask] = useState(false)
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
        {may('runs:write') && <Button onClick={() => ask(true)}>{words.ask}</Button>}
      </div>
      <p className="muted">{words.hint}</p>
      <Told of={runs}>
        {({ items }) => (items.length === 0 ? <Message title={words.none} /> : <Table items={items} />)}
      </Told>
      {isAsking && <AskRun close={() => ask(false)} />}
    </main>
  )
}

const Table = ({ items }: { items: Run[] }) => (
  <table className="plain-table">
    <ColumnHeads names={words.column}>
      <th scope="col">
        <span className="unseen">{words.compare}</span>
      </th>
    </ColumnHeads>
    <tbody>
      {items.map((run) => (
        <Row key={run.id} run={run} />
      ))}
    </tbody>
  </table>
)

function Row({ run }: { run: Run }) {
  const me = useMe()
  useProgress(run)
  const { id, state, askedAt, request, editions, tally, error } = run
  return (
    <tr>
      <td>{id}</td>
      <td>
        <span className={`tag ${state === 'failed' ? 'error' : state === 'done' ? 'good' : 'accent'}`}>
          {words.states[state]}
        </span>
        {state === 'asked' && <p className="muted">{words.waits}</p>}
        {error !== null && <p className="problem-text">{error}</p>}
      </td>
      <td>{timeAt(me, askedAt)}</td>
      <td>
        <Progress run={run} />
      </td>
      <td>{pairs(request.only) || words.all}</td>
      <td>{pairs(request.editions ?? {}) || pairs(forced(editions)) || words.asThen}</td>
      <td>{tally === null ? '–' : pairs(tally)}</td>
      <td>
        <Acts run={run} />
      </td>
    </tr>
  )
}

function Progress({ run: { events, eventsDone, eventsPerSecond, state } }: { run: Run }) {
  return (
    <>
      <progress value={eventsDone} max={Math.max(1, events)} aria-label={words.column.progress} />
      <div className="muted">
        {words.events(counted(eventsDone), counted(events))}
        {state === 'running' && eventsPerSecond !== null && `, ${words.rate(counted(Math.round(eventsPerSecond)))}`}
      </div>
    </>
  )
}

/** Of what a run is pinned to, only what was forced upon it is worth a look; the rest are digests. */
const forced = (editions: Run['editions']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(editions ?? {}).filter(([name, value]) => ['icd10', 'msDrg'].includes(name) && value !== null),
  )

const pairs = (values: Record<string, unknown> | undefined): string =>
  Object.entries(values ?? {})
    .filter(([, value]) => value !== null && value !== undefined && typeof value !== 'object')
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ')

/** What can be done to a run in its state; whether it is possible, the api decides. */
function Acts({ run }: { run: Run }) {
  const may = useMay()
  const tell = useTell()
  const queries = useQueryClient()
  const path = { run: run.id }
  const act = useMutation({
    mutationFn: async (what: 'cancel' | 'resume' | 'delete') => {
      if (what === 'delete') await told(api.DELETE('/v1/runs/{run}', { params: { path } }))
      else await told(api.POST(`/v1/runs/{run}:${what}`, { params: { path } }))
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['runs'] }),
    onError: (error) => tell(error.message, { isProblem: true }),
  })
  const button = (what: 'cancel' | 'resume' | 'delete', label: string) => (
    <Button size="compact-sm" variant="default" loading={act.isPending} onClick={() => act.mutate(what)}>
      {label}
    </Button>
  )
  return (
    <span className="row-of">
      {run.state === 'done' && (
        <Link to="/runs/$a/diff/$b" params={{ a: '0', b: String(run.id) }}>
          {words.compare}
        </Link>
      )}
      {may('runs:write') && isMoving(run) && button('cancel', words.cancel)}
      {may('runs:write') && ['cancelled', 'failed'].includes(run.state) && button('resume', words.resume)}
      {may('runs:write') && !isMoving(run) && button('delete', words.remove)}
    </span>
  )
}
