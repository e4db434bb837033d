import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Finding, ShownState } from '../api/types.ts'
import { Dollars } from '../parts/dollars.tsx'
import { weightChange, weightOf } from '../parts/format.ts'
import { usePlaces } from './show-place.tsx'
import { useMay } from '../shell/session.tsx'
import { State } from './state.tsx'
import { texts } from '../texts/texts.ts'

const { detail, severity } = texts.findings

interface Props {
  finding: Finding
  /** Where work on it stands, where that is not shown elsewhere. */
  state?: ShownState | undefined
  act?: ReactNode
}

/** What a finding says, what it rests on, and what correcting it would change. `act` are its buttons. */
export function FindingDetail({ finding, state, act }: Props) {
  return (
    <div className="finding">
      <div className="row-of">
        <span className={`tag ${finding.severity}`}>{severity[finding.severity]}</span>
        <span className="tag">{detail.action[finding.action]}</span>
        {state !== undefined && <State state={state} />}
        <RuleLink id={finding.ruleId} />
      </div>
      <p className="message-text">{finding.message}</p>
      {act}
      <Impact impact={finding.drgImpact} />
      <Changes proposal={finding.proposal} />
      <Part title={detail.why}>{finding.why}</Part>
      <Evidence finding={finding} />
      {finding.missing.length > 0 && <Part title={detail.missing}>{finding.missing.join(', ')}</Part>}
      <Part title={detail.source}>{finding.source}</Part>
    </div>
  )
}

const RuleLink = ({ id }: { id: string }) => (
  <Link to="/rules/$id" params={{ id }} className="mono">
    {id}
  </Link>
)

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h3>{title}</h3>
    {children}
  </section>
)

export function Impact({ impact }: { impact: Finding['drgImpact'] }) {
  if (impact === null) return null
  const { before, after, weightBefore, weightAfter, weightDelta, amountDelta } = impact
  return (
    <section className="card" aria-label={detail.impact}>
      <h3>{detail.impact}</h3>
      <div className="impact-line">
        <span>
          DRG{' '}
          <strong>
            {before} → {after}
          </strong>
        </span>
        <span>
          {detail.weight} {weightOf(weightBefore)} → {weightOf(weightAfter)} ({weightChange(weightDelta)})
        </span>
        <span>
          {detail.payment} <Dollars amount={amountDelta} />
        </span>
      </div>
      {amountDelta === null && <p className="muted">{detail.noRate}</p>}
    </section>
  )
}

function Changes({ proposal: { add, remove, replace } }: Pick<Finding, 'proposal'>) {
  if (add.length + remove.length + replace.length === 0) return null
  return (
    <Part title={detail.proposal}>
      <ul className="changes">
        {remove.map(({ code }) => (
          <li key={code} className="removed">
            <span aria-hidden>−</span> {detail.remove} <span className="mono">{code}</span>
          </li>
        ))}
        {replace.map(({ from, to }) => (
          <li key={from} className="replaced">
            <span aria-hidden>±</span> <span className="mono">{detail.replace(from, to)}</span>
          </li>
        ))}
        {add.map(({ code, role, poa }) => (
          <li key={code} className="added">
            <span aria-hidden>+</span> {detail.add} <span className="mono">{code}</span>{' '}
            <span className="muted">
              {role} {poa !== undefined && `POA ${poa}`}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  )
}

function Evidence({ finding: { evidence } }: { finding: Finding }) {
  const may = useMay()
  const { show } = usePlaces()
  if (evidence.length === 0) return null
  return (
    <Part title={detail.evidence}>
      {may('documents:read') ? (
        <div className="stack">
          {evidence.map(({ documentId, start, text }) => (
            <button
              key={`${documentId} ${start}`}
              type="button"
              className="quote"
              onClick={() => show({ documentId, start })}
            >
              {text} <span className="muted">{documentId}</span>
            </button>
          ))}
        </div>
      ) : (
        <p className="muted">{detail.hidden}</p>
      )}
    </Part>
  )
}
