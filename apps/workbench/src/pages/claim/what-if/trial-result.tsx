import type { AuditResult, Finding, Trial } from '../../../api/types.ts'
import { Dollars } from '../../../parts/dollars.tsx'
import { weightChange, weightOf } from '../../../parts/format.ts'
import { texts } from '../../../texts/texts.ts'
import { useDrg } from '../use-claim.ts'

const { whatIf: words, drgs } = texts.claim

interface Props {
  trial: Trial
  version: string | null
  /** While the next answer is on its way. */
  isOld: boolean
  isChanged: boolean
}

/** DRG, weight, payment and findings before and after, with how the grouper came there. */
export function TrialResult({ trial: { before, after, difference }, version, isOld, isChanged }: Props) {
  const gained = after.findings.filter(({ findingId }) => difference.gained.includes(findingId))
  const lost = before.findings.filter(({ findingId }) => difference.lost.includes(findingId))
  return (
    <div className="stack" aria-busy={isOld} role="status">
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{drgs.title}</span>
            </th>
            <th scope="col">{drgs.drg}</th>
            <th scope="col" className="number">
              {drgs.weight}
            </th>
            <th scope="col" className="number">
              {drgs.gmlos}
            </th>
          </tr>
        </thead>
        <tbody>
          <Row name={words.before} result={before} version={version} />
          {isChanged && <Row name={words.after} result={after} version={version} />}
        </tbody>
      </table>
      {isChanged && difference.drgImpact && (
        <p>
          {words.change} <strong>{weightChange(difference.drgImpact.weightDelta)}</strong> · {words.payment}{' '}
          <Dollars amount={difference.drgImpact.amountDelta} />
        </p>
      )}
      {isChanged && <Changed title={words.gained} none={words.noneGained} findings={gained} />}
      {isChanged && <Changed title={words.lost} none={words.noneLost} findings={lost} />}
      <details>
        <summary>{words.trace}</summary>
        <ol className="trace">
          {(after.drg?.asSubmitted.trace ?? []).map((line, at) => (
            <li key={at}>{line}</li>
          ))}
        </ol>
      </details>
    </div>
  )
}

function Row({ name, result, version }: { name: string; result: AuditResult; version: string | null }) {
  const drg = result.drg?.asSubmitted
  const page = useDrg(drg?.finalDrg, version)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <strong>{drg?.finalDrg ?? '–'}</strong> <span className="muted">{drg?.title ?? words.notGrouped}</span>
      </td>
      <td className="number">{weightOf(drg?.weight ?? null)}</td>
      <td className="number">{page.data?.gmlos?.toFixed(1) ?? '–'}</td>
    </tr>
  )
}

const Changed = ({ title, none, findings }: { title: string; none: string; findings: readonly Finding[] }) => (
  <section>
    <h3>{title}</h3>
    {findings.length === 0 ? (
      <p className="muted">{none}</p>
    ) : (
      <ul>
        {findings.map(({ findingId, message, severity }) => (
          <li key={findingId}>
            <span className={`tag ${severity}`}>{texts.findings.severity[severity]}</span> {message}
          </li>
        ))}
      </ul>
    )}
  </section>
)
