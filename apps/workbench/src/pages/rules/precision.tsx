import type { ApiComponents } from '@claims-audit/contracts'
import { texts } from '../../texts/texts.ts'

const { rules: words } = texts.reference

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** How often auditors agreed, of how many verdicts, with the interval in which the true share is likely. */
export function Precision({ of }: { of: ApiComponents['schemas']['Precision'] }) {
  const { agreed, disagreed, estimate, interval, isNoisy } = of
  if (estimate === null) return <span className="muted">{words.noVerdicts}</span>
  return (
    <span title={words.precisionHelp}>
      {percent(estimate)}{' '}
      <span className="muted">
        {agreed}/{agreed + disagreed}
        {interval && `, ${percent(interval.low)} to ${percent(interval.high)}`}
      </span>{' '}
      {isNoisy && (
        <span className="tag error" title={words.noisyHelp}>
          {words.noisy}
        </span>
      )}
    </span>
  )
}
