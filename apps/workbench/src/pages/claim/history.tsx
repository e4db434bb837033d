import type { ClaimWork, Finding, Happening } from '../../api/types.ts'
import { timeAt } from '../../parts/format.ts'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'

const { history: words } = texts.claim

interface Props {
  work: ClaimWork
  findings: readonly Finding[]
}

/** All that happened to the claim, the newest first. */
export function History({ work, findings }: Props) {
  const me = useMe()
  const messages = new Map(findings.map(({ findingId, message }) => [findingId, message]))
  return (
    <ol className="history">
      {work.timeline.toReversed().map((each, at) => (
        <li key={at} className={each.kind}>
          <time dateTime={each.at}>{timeAt(me, each.at)}</time>
          <span>
            <strong>{words.kinds[each.kind]}</strong> {detailOf(each)}
            {each.findingId !== null && <span className="muted"> {messages.get(each.findingId)}</span>}
            {each.note !== null && <q>{each.note}</q>}
          </span>
          <span className="muted">{each.person}</span>
        </li>
      ))}
    </ol>
  )
}

/** What happened in words: the code that the api gives, and what goes with it. */
function detailOf({ what, version, revision, reason, until, owner, sequences, drg }: Happening): string {
  return [
    words.what[what] ?? what,
    version === null ? '' : words.version(version, revision ?? 0),
    reason ?? '',
    until === null ? '' : words.until(until),
    owner === null || owner === '' ? '' : words.owner(owner),
    sequences.length === 0 ? '' : words.sequences(sequences),
    drg === null || drg.before === drg.after ? '' : `DRG ${drg.before ?? '–'} → ${drg.after ?? '–'}`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
