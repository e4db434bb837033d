import { NativeSelect } from '@mantine/core'
import type { AuditResult, ClaimHistory, VersionsDiff } from '../../../api/types.ts'
import { Dollars } from '../../../parts/dollars.tsx'
import { chargesOf, dayOf, weightChange, weightOf } from '../../../parts/format.ts'
import { Message, Told } from '../../../parts/states.tsx'
import { texts } from '../../../texts/texts.ts'
import { useVersionsDiff, usePair } from './use-versions.ts'
import { VersionCodes } from './version-codes.tsx'
import { VersionFindings } from './version-findings.tsx'

const { versions: words } = texts.claim

/** Two versions of a claim beside each other: what the audit said of each, codes, findings. */
export function Versions({ claim }: { claim: ClaimHistory }) {
  const { names, a, b, choose } = usePair(claim.versions)
  if (a === undefined || b === undefined || names.length < 2)
    return <Message title={words.one}>{words.oneHint}</Message>
  return (
    <div className="stack">
      <div className="row-of">
        <Choice label={words.older} value={a} names={names} choose={(name) => choose({ a: name, b })} />
        <span aria-hidden>→</span>
        <Choice label={words.newer} value={b} names={names} choose={(name) => choose({ a, b: name })} />
      </div>
      <Compared claim={claim} a={a} b={b} />
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string
  names: readonly string[]
  choose: (name: string) => void
}

const Choice = ({ label, value, names, choose }: ChoiceProps) => (
  <NativeSelect
    aria-label={label}
    value={value}
    data={names.map((name) => ({ value: name, label: words.version(name) }))}
    onChange={(event) => choose(event.currentTarget.value)}
  />
)

function Compared({ claim, a, b }: { claim: ClaimHistory; a: string; b: string }) {
  const diff = useVersionsDiff(claim, a, b)
  return (
    <Told of={diff}>
      {(told) => (
        <>
          <Results diff={told} />
          <VersionCodes diff={told} />
          <VersionFindings diff={told} />
        </>
      )}
    </Told>
  )
}

/** What the audit said of each, row by row; the sum of it in words. */
function Results({ diff: { a, b, drgImpact } }: { diff: VersionsDiff }) {
  return (
    <section className="card" aria-label={words.results}>
      <table className="plain-table">
        <Heads a={a} b={b} />
        <tbody>
          {ROWS.map(({ name, of }) => (
            <Row key={name} name={name} a={of(a)} b={of(b)} />
          ))}
        </tbody>
      </table>
      {drgImpact !== null && (
        <p>
          {words.weightChange} <strong>{weightChange(drgImpact.weightDelta)}</strong> · {words.payment}{' '}
          <Dollars amount={drgImpact.amountDelta} />
          {drgImpact.amountDelta === null && <span className="muted"> {texts.findings.detail.noRate}</span>}
        </p>
      )}
    </section>
  )
}

const ROWS: { name: string; of: (result: AuditResult) => string }[] = [
  { name: words.rows.billed, of: ({ facets }) => facets.billedDrg ?? '–' },
  { name: words.rows.grouped, of: ({ drg }) => drgIn(drg?.asSubmitted) },
  { name: words.rows.weight, of: ({ drg }) => weightOf(drg?.asSubmitted.weight ?? null) },
  { name: words.rows.proposed, of: ({ drg }) => drg?.asProposed?.finalDrg ?? '–' },
  { name: words.rows.msDrg, of: ({ editions }) => editions.msDrg ?? '–' },
  { name: words.rows.charges, of: ({ facets }) => (facets.totalCharge === null ? '–' : chargesOf(facets.totalCharge)) },
  {
    name: words.rows.discharged,
    of: ({ facets }) => (facets.dischargeDate === null ? '–' : dayOf(facets.dischargeDate)),
  },
  { name: words.rows.payer, of: ({ facets }) => facets.payerId ?? '–' },
]

const drgIn = (drg: { finalDrg: string; title: string } | undefined): string =>
  drg === undefined ? '–' : `${drg.finalDrg} ${drg.title}`

const Heads = ({ a, b }: { a: AuditResult; b: AuditResult }) => (
  <thead>
    <tr>
      <th scope="col">{words.results}</th>
      {[a, b].map(({ claimVersion, revision }, at) => (
        <th key={at} scope="col">
          {words.version(`${claimVersion}${revision === 0 ? '' : `.${revision}`}`)}
        </th>
      ))}
    </tr>
  </thead>
)

const Row = ({ name, a, b }: { name: string; a: string; b: string }) => (
  <tr>
    <th scope="row">{name}</th>
    <td>{a}</td>
    <td>{a === b ? <span className="muted">{b}</span> : <strong className="changed">{b}</strong>}</td>
  </tr>
)
