import type { ReactNode } from 'react'
import type { WorkItem } from '../../api/types.ts'
import { State } from '../../findings/state.tsx'
import { ageOf, dayOf, daysBetween, gainOf } from '../../parts/format.ts'
import { texts } from '../../texts/texts.ts'
import type { WorkSearch } from './search.ts'

const { work, findings } = texts

/** What a cell needs beside its row. */
export interface Now {
  /** ISO date at the site. */
  today: string
  /** Milliseconds since the epoch. */
  now: number
  me: string
}

interface Column {
  width: string
  cell: (item: WorkItem, now: Now) => ReactNode
}

/** By the field of the work item that each shows, as `/v1/views` names them. */
export const COLUMNS = {
  dueDate: { width: '96px', cell: ({ dueDate }, { today }) => <Due date={dueDate} today={today} /> },
  impactCents: { width: '76px', cell: ({ impactCents }) => <Gain cents={impactCents} /> },
  drgImpact: { width: '86px', cell: ({ drgImpact, finalDrg }) => <Drg impact={drgImpact} final={finalDrg} /> },
  severity: {
    width: '68px',
    cell: ({ severity }) => <span className={`tag ${severity}`}>{findings.severity[severity]}</span>,
  },
  claimId: { width: '190px', cell: ({ claimId }) => <span title={claimId}>{claimId}</span> },
  ruleId: {
    width: '180px',
    cell: ({ ruleId }) => (
      <span className="muted" title={ruleId}>
        {ruleId}
      </span>
    ),
  },
  message: { width: 'minmax(240px, 1fr)', cell: ({ message }) => <span title={message}>{message}</span> },
  facilityId: { width: '72px', cell: ({ facilityId }) => facilityId ?? '–' },
  payerId: { width: '96px', cell: ({ payerId }) => payerId ?? '–' },
  coder: { width: '72px', cell: ({ coder }) => coder ?? '–' },
  state: { width: '100px', cell: ({ state }) => <State state={state} /> },
  owner: {
    width: '64px',
    cell: ({ owner }, { me }) => <span className={owner === me ? '' : 'muted'}>{owner === '' ? '–' : owner}</span>,
  },
  recordedAt: {
    width: '56px',
    cell: ({ recordedAt }, { now }) => <span className="muted">{ageOf(recordedAt, now)}</span>,
  },
  action: { width: '110px', cell: ({ action }) => findings.detail.action[action] },
  codes: { width: '120px', cell: ({ codes }) => <span className="mono">{codes.join(' ')}</span> },
  dischargeDate: { width: '92px', cell: ({ dischargeDate }) => (dischargeDate ? dayOf(dischargeDate) : '–') },
  finalDrg: { width: '48px', cell: ({ finalDrg }) => finalDrg ?? '–' },
  totalCharge: { width: '92px', cell: ({ totalCharge }) => totalCharge ?? '–' },
} as const satisfies Record<string, Column>

export type ColumnId = keyof typeof COLUMNS
export const COLUMN_IDS = Object.keys(COLUMNS) as ColumnId[]
export const NUMBERS: readonly ColumnId[] = ['impactCents', 'totalCharge']

/** What everyone sees who has chosen no others: what decides the order of work before the words. */
export const USUAL: readonly ColumnId[] = [
  'dueDate',
  'impactCents',
  'drgImpact',
  'severity',
  'claimId',
  'message',
  'state',
  'owner',
  'recordedAt',
]

export function columnsOf({ cols }: WorkSearch): readonly ColumnId[] {
  const chosen = (cols ?? '').split(',').filter((id): id is ColumnId => COLUMN_IDS.includes(id as ColumnId))
  return chosen.length === 0 ? USUAL : chosen
}

const SELECT_PX = 24
export const template = (columns: readonly ColumnId[]): string =>
  [`${SELECT_PX}px`, ...columns.map((id) => COLUMNS[id].width)].join(' ')

function Due({ date, today }: { date: string | null; today: string }) {
  if (date === null) return <span className="muted">{work.noDue}</span>
  const days = daysBetween(today, date)
  return (
    <span className={days < 0 ? 'loss' : ''} title={dayOf(date)}>
      {days < 0 ? work.overdue(-days) : work.dueIn(days)}
    </span>
  )
}

const Gain = ({ cents }: { cents: number | null }) => (
  <span className={cents === null || cents === 0 ? 'muted' : cents > 0 ? 'gain' : 'loss'}>{gainOf(cents)}</span>
)

function Drg({ impact, final }: { impact: WorkItem['drgImpact']; final: WorkItem['finalDrg'] }) {
  const isChange = impact !== null && impact.before !== impact.after
  return isChange ? (
    <strong>
      {impact.before}→{impact.after}
    </strong>
  ) : (
    <span className="muted">{final ?? '–'}</span>
  )
}
