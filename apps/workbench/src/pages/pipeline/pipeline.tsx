import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api, told } from '../../api/client.ts'
import type { PipelineState } from '../../api/types.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { ageOf, counted, secondAt } from '../../parts/format.ts'
import { Told } from '../../parts/states.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { LastHour } from './last-hour.tsx'

const { pipeline: words } = texts
const EVERY_MS = 5_000

/** How the pipeline is doing, asked again every few seconds. */
export function Pipeline() {
  const me = useMe()
  const state = useQuery({
    queryKey: ['pipeline'],
    queryFn: () => told(api.GET('/v1/pipeline')),
    refetchInterval: EVERY_MS,
    staleTime: 0,
  })
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
        {state.data && <span className="muted time">{words.at(secondAt(me, state.data.at))}</span>}
      </div>
      <Told of={state}>{(data) => <State state={data} />}</Told>
    </main>
  )
}

function State({ state }: { state: PipelineState }) {
  const { stages, relay, outcomes, quarantined, editions, at } = state
  const now = Date.parse(at)
  const since = (instant: string | null): string => (instant === null ? '–' : ageOf(instant, now))
  const oldest = stages?.flatMap(({ oldestAt }) => oldestAt ?? []).sort()[0]
  return (
    <>
      <dl className="facts">
        <Fact name={words.oldest}>
          {stages === null ? words.unknown : oldest === undefined ? words.noneWaits : since(oldest)}
        </Fact>
        <Fact name={words.relay}>
          {relay.waiting === 0 ? words.noneWaits : words.waiting(counted(relay.waiting), since(relay.oldestAt))}
        </Fact>
        <Fact name={words.quarantined}>
          <Quarantined quarantined={quarantined} />
        </Fact>
      </dl>
      <h2>{words.stages}</h2>
      {stages === null ? <p>{words.withoutKafka}</p> : <Stages stages={stages} since={since} />}
      <h2>{words.lastHour}</h2>
      {outcomes === null ? <p>{words.withoutKafka}</p> : <LastHour outcomes={outcomes} at={at} />}
      <h2>{words.editions}</h2>
      <dl className="facts">
        <Fact name={words.icd10}>{editions.icd10.join(', ')}</Fact>
        <Fact name={words.msDrg}>{editions.msDrg.join(', ')}</Fact>
        <Fact name={words.rules}>{counted(editions.rules)}</Fact>
      </dl>
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

function Quarantined({ quarantined }: Pick<PipelineState, 'quarantined'>) {
  const may = useMay()
  const all = quarantined.reduce((sum, { events }) => sum + events, 0)
  if (all === 0) return <>{words.noneWaits}</>
  const text = `${counted(all)}: ${quarantined.map(({ code, events }) => `${code} ${counted(events)}`).join(', ')}`
  return may('quarantine:read') ? <Link to="/quarantine">{text}</Link> : <>{text}</>
}

interface StagesProps {
  stages: NonNullable<PipelineState['stages']>
  since: (instant: string | null) => string
}

const Stages = ({ stages, since }: StagesProps) => (
  <table className="plain-table">
    <ColumnHeads names={words.column} numbers={['lag']} />
    <tbody>
      {stages.map(({ stage, topic, lag, oldestAt, members }) => (
        <tr key={`${stage} ${topic}`}>
          <td>{stage}</td>
          <td className="mono">{topic}</td>
          <td className="number">{counted(lag)}</td>
          <td>{since(oldestAt)}</td>
          <td>{members === 0 ? <span className="tag error">{words.stopped}</span> : words.members(members)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
