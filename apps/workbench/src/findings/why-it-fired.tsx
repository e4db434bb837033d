import type { AskedOfRecord, Explained, Fact } from '../api/types.ts'
import { usePlaces } from './show-place.tsx'
import { texts } from '../texts/texts.ts'
import { conditionWords } from '../texts/conditions.ts'

const { why: words } = texts.findings

/** What would have kept a finding quiet is what the rule excepts. */
const QUIETS: readonly AskedOfRecord['as'][] = ['none', 'unbilled', 'missing']

/** What the rule asked of the record, and what answered; then what would have kept it quiet. */
export function WhyItFired({ explained }: { explained: Explained | undefined }) {
  if (explained === undefined) return <p className="muted">{words.byTable}</p>
  const asked = explained.asked.filter(({ as }) => !QUIETS.includes(as))
  const quiets = explained.asked.filter(({ as }) => QUIETS.includes(as))
  return (
    <details className="why">
      <summary>{words.title}</summary>
      <ul>
        {asked.map((each, at) => (
          <Asked key={at} asked={each} />
        ))}
      </ul>
      <h3>{words.quiet}</h3>
      <ul>
        {asked
          .filter(({ as }) => as === 'affirmed')
          .map(({ facts }, at) => (
            <li key={at}>{words.withoutFacts(new Set(facts.map(({ text }) => text)).size)}</li>
          ))}
        {quiets.map((each, at) => (
          <Quiet key={at} asked={each} />
        ))}
      </ul>
    </details>
  )
}

function Asked({ asked }: { asked: AskedOfRecord }) {
  return (
    <li>
      <span className={asked.holds ? 'holds' : 'muted'}>{asked.holds ? words.holds : words.holdsNot}</span>{' '}
      {words.as[asked.as]} {asked.condition === null ? '' : conditionWords(asked.condition)}
      <Facts facts={asked.facts} />
    </li>
  )
}

function Quiet({ asked }: { asked: AskedOfRecord }) {
  if (asked.as === 'unbilled') return <li>{words.billed(asked.codes)}</li>
  const said = asked.condition === null ? '' : conditionWords(asked.condition)
  return <li>{asked.lacks === null ? said : words.lacks(asked.lacks, said)}</li>
}

/** Each fact opens its document at its place. */
function Facts({ facts }: { facts: readonly Fact[] }) {
  const { show } = usePlaces()
  return facts.map((fact) => (
    <button
      key={`${fact.documentId} ${fact.start} ${fact.concept}`}
      type="button"
      className="chip"
      disabled={fact.documentType === 'capture'}
      onClick={() => show(fact)}
    >
      “{fact.text}” <span className="muted">{fact.documentId}</span>
    </button>
  ))
}
