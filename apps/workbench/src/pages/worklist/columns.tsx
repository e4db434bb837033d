import type { ReactNode } from 'react'
import type { WorkItem } from '../../api/types.ts'
import { State } from '../../findings/state.tsx'
import { chargesOf, ageOf, dayOf, daysBetween, gainOf } from '../../parts/format.ts'
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
  /** In pixels, at least; the message takes the rest. */
  px: number
  cell: (item: WorkItem, now: Now) => ReactNode
}

/** By the field of the work item that each shows, as `/v1/views` names them. */
export const COLUMNS = {
  dueDate: { px: 92, cell: ({ dueDate }, { today }) => <Due date={dueDate} today={today} /> },
  impactCents: { px: 64, cell: ({ impactCents }) => <Gain cents={impactCents} /> },
  drgImpact: { px: 76, cell: ({ drgImpact, finalDrg }) => <Drg impact={drgImpact} final={finalDrg} /> },
  severity: {
    px: 62,
    cell: ({ severity }) => <span className={`tag ${severity}`}>{findings.severity[severity]}</span>,
  },
  claimId: { px: 150, cell: ({ claimId }) => <span title={claimId}>{claimId}</span> },
  ruleId: {
    px: 180,
    cell: ({ ruleId }) => (
      <span className="muted" title={ruleId}>
        {ruleId}
      </span>
    ),
  },
  message: { px: 140, cell: ({ message }) => <span title={message}>{message}</span> },
  facilityId: { px: 72, cell: ({ facilityId }) => facilityId ?? '–' },
  payerId: { px: 96, cell: ({ payerId }) => payerId ?? '–' },
  coder: { px: 72, cell: ({ coder }) => coder ?? '–' },
  state: { px: 94, cell: ({ state }) => <State state={state} /> },
  owner: {
    px: 48,
    cell: ({ owner }, { me }) => <span className={owner === me ? '' : 'muted'}>{owner === '' ? '–' : owner}</span>,
  },
  recordedAt: {
    px: 56,
    cell: ({ recordedAt }, { now }) => <span className="muted">{ageOf(recordedAt, now)}</span>,
  },
  action: { px: 110, cell: ({ action }) => findings.detail.action[action] },
  codes: { px: 120, cell: ({ codes }) => <span className="mono">{codes.join(' ')}</span> },
  dischargeDate: { px: 92, cell: ({ dischargeDate }) => (dischargeDate ? dayOf(dischargeDate) : '–') },
  finalDrg: { px: 48, cell: ({ finalDrg }) => finalDrg ?? '–' },
  totalCharge: { px: 92, cell: ({ totalCharge }) => (totalCharge ? chargesOf(totalCharge) : '–') },
  accountNumber: { px: 110, cell: ({ accountNumber }) => <span title={accountNumber}>{accountNumber ?? '–'}</span> },
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
]

export function columnsOf({ cols }: WorkSearch): readonly ColumnId[] {
  const chosen = (cols ?? '').split(',').filter((id): id is ColumnId => COLUMN_IDS.includes(id as ColumnId))
  return chosen.length === 0 ? USUAL : chosen
}

const SELECT_PX = 20
const GAP_PX = 10

/** Tracks of the grid, and the width below which it is scrolled. */
export function tracksOf(columns: readonly ColumnId[]): { gridTemplateColumns: string; minWidth: number } {
  const tracks = columns.map((id) => (id === 'message' ? `minmax(${COLUMNS[id].px}px, 1fr)` : `${COLUMNS[id].px}px`))
  const width = columns.reduce((sum, id) => sum + COLUMNS[id].px + GAP_PX, SELECT_PX + 2 * GAP_PX)
  return { gridTemplateColumns: [`${SELECT_PX}px`, ...tracks].join(' '), minWidth: width }
}

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
