import { memo } from 'react'
import type { ClaimWork, Explained, Finding, ShownState } from '../../api/types.ts'
import { ActBar } from '../../findings/act-bar.tsx'
import type { BarAct } from '../../findings/act-bar.tsx'
import { FindingDetail } from '../../findings/finding-detail.tsx'
import { State } from '../../findings/state.tsx'
import { shownStates } from '../../findings/shown-states.ts'
import { WhyItFired } from '../../findings/why-it-fired.tsx'
import { dollars } from '../../parts/format.ts'
import { texts } from '../../texts/texts.ts'

const { claim: words, findings: findingWords } = texts
const { sender: says } = findingWords

interface Props {
  findings: readonly Finding[]
  work: ClaimWork
  current: string | undefined
  choose: (findingId: string) => void
  act: (act: BarAct['act']) => void
  explained: readonly Explained[] | undefined
}

/** Findings of the newest result; the chosen one is open, with what it rests on and what can be done with it. */
export function FindingCards({ findings, work, current, choose, act, explained }: Props) {
  const states = shownStates(work)
  if (findings.length === 0) return <p className="card">{words.noFindings}</p>
  return (
    <section className="finding-cards" aria-label={words.findings(findings.length)}>
      <h2>{words.findings(findings.length)}</h2>
      {findings.map((finding) => {
        const { findingId } = finding
        const state = states.get(findingId)
        return findingId === current ? (
          <article key={findingId} className="card current">
            <FindingDetail
              finding={finding}
              state={state}
              act={
                state !== undefined && (
                  <>
                    <AtSender sender={work.findings.find((each) => each.findingId === findingId)?.sender} />
                    <ActBar state={state} mayAsk={finding.query !== null} go={act} />
                  </>
                )
              }
            />
            <WhyItFired explained={explained?.find((each) => each.findingId === findingId)} />
          </article>
        ) : (
          <Closed key={findingId} finding={finding} state={state} choose={choose} />
        )
      })}
    </section>
  )
}

/** What the sender was asked because of a finding, and what an agreement would ask. */
function AtSender({ sender }: { sender: ClaimWork['findings'][number]['sender'] | undefined }) {
  if (sender === null || sender === undefined) return null
  const { standing, onAgree } = sender
  const kindOf = (kind: string): string => says.kinds[kind] ?? kind
  return (
    <p>
      {standing.length === 0 ? says.nothing : says.standing(standing.map(kindOf))}{' '}
      {onAgree === null ? says.onAgreeNothing : says.onAgree(kindOf(onAgree))}
    </p>
  )
}

interface ClosedProps {
  finding: Finding
  state: ShownState | undefined
  choose: (findingId: string) => void
}

const Closed = memo(({ finding, state, choose }: ClosedProps) => (
  <button type="button" className="card closed" onClick={() => choose(finding.findingId)}>
    <span className={`tag ${finding.severity}`}>{findingWords.severity[finding.severity]}</span>
    <span className="text">{finding.message}</span>
    {finding.drgImpact && (
      <span>
        {finding.drgImpact.before}→{finding.drgImpact.after} {dollars(finding.drgImpact.amountDelta)}
      </span>
    )}
    {state !== undefined && <State state={state} />}
  </button>
))
