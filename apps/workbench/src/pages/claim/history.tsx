import { Link } from '@tanstack/react-router'
import type { AuditResult, ClaimWork, Finding, Happening } from '../../api/types.ts'
import { timeAt } from '../../parts/format.ts'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { nameOf } from './versions/use-versions.ts'

const { history: words } = texts.claim

interface Props {
  work: ClaimWork
  findings: readonly Finding[]
  /** The newest first. */
  versions: readonly AuditResult[]
}

/** All that happened to the claim, the newest first. */
export function History({ work, findings, versions }: Props) {
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
            <WithFormer happening={each} versions={versions} />
          </span>
          <span className="muted">{each.person}</span>
        </li>
      ))}
    </ol>
  )
}

/** Of an event that was the first to say what its version says. */
const AUDITED = ['clean', 'findings', 'superseded']

/** From a version to what is different in it. */
function WithFormer({ happening, versions }: { happening: Happening; versions: readonly AuditResult[] }) {
  const { kind, what } = happening
  const names = versions.map(({ claimVersion, revision }) => nameOf({ version: claimVersion, revision }))
  const at = names.indexOf(nameOf(happening))
  const former = at === -1 ? undefined : names[at + 1]
  if (kind !== 'audit' || !AUDITED.includes(what) || former === undefined) return null
  return (
    <>
      {' '}
      <Link
        from="/claims/$tenant/$claimId"
        search={(before) => ({ ...before, tab: 'versions', a: former, b: names[at] })}
      >
        {words.withFormer(former)}
      </Link>
    </>
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
