import type { PipelineState } from '../../api/types.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { counted } from '../../parts/format.ts'
import { texts } from '../../texts/texts.ts'
import { MINUTES, columnsOf, sumsOf } from './minutes.ts'

const { pipeline: words } = texts
const HEIGHT = 80

interface Props {
  outcomes: NonNullable<PipelineState['outcomes']>
  /** When the api was asked. */
  at: string
}

/** Outcomes by minute as columns; the table says the same hour in sums. */
export function LastHour({ outcomes, at }: Props) {
  const columns = columnsOf(outcomes, at)
  const most = Math.max(1, ...columns)
  if (outcomes.length === 0) return <p>{words.noOutcome}</p>
  return (
    <>
      <p className="muted">{words.columns(counted(most))}</p>
      <svg
        className="minutes"
        viewBox={`0 0 ${MINUTES} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.chart}
      >
        {columns.map((claims, minute) => (
          <rect
            key={minute}
            x={minute + 0.1}
            width={0.8}
            y={HEIGHT * (1 - claims / most)}
            height={(HEIGHT * claims) / most}
          />
        ))}
      </svg>
      <table className="plain-table narrow">
        <ColumnHeads names={words.outcomeColumn} numbers={['claims']} />
        <tbody>
          {sumsOf(outcomes).map(({ outcome, claims }) => (
            <tr key={outcome}>
              <td>{words.outcomes[outcome]}</td>
              <td className="number">{counted(claims)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
