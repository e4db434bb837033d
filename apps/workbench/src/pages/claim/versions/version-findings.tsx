import type { Finding, VersionsDiff } from '../../../api/types.ts'
import { dollars } from '../../../parts/format.ts'
import { texts } from '../../../texts/texts.ts'

const { versions: words } = texts.claim
const { severity } = texts.findings

/** What was found in each, paired by rule and place. */
export function VersionFindings({ diff: { a, b, findings } }: { diff: VersionsDiff }) {
  if (findings.length === 0) return <p className="muted">{words.noFindings}</p>
  const found = new Map([...a.findings, ...b.findings].map((finding) => [finding.findingId, finding]))
  return (
    <section className="card" aria-label={words.findings}>
      <h2>{words.findings}</h2>
      <table className="plain-table codes">
        <thead>
          <tr>
            {[words.change, words.before, words.after].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {findings.map(({ change, ruleId, a: was, b: is }) => (
            <tr key={`${was} ${is}`} className={ROWS[change]}>
              <td>
                {words.found[change]} <span className="muted mono">{ruleId}</span>
              </td>
              {change === 'same' ? (
                <Cell finding={found.get(is ?? '')} isBoth />
              ) : (
                <>
                  <Cell finding={found.get(was ?? '')} />
                  <Cell finding={found.get(is ?? '')} />
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const ROWS = { gained: 'added', lost: 'removed', changed: 'altered', reworded: '', same: '' }

/** `isBoth`: it is the same in both versions, and said once. */
function Cell({ finding, isBoth = false }: { finding: Finding | undefined; isBoth?: boolean }) {
  if (finding === undefined) return <td>–</td>
  const { drgImpact } = finding
  return (
    <td {...(isBoth && { colSpan: 2, className: 'muted' })}>
      <span className={`tag ${finding.severity}`}>{severity[finding.severity]}</span> {finding.message}
      {drgImpact !== null && (
        <span className="muted">
          {' '}
          {drgImpact.before}→{drgImpact.after} {dollars(drgImpact.amountDelta)}
        </span>
      )}
    </td>
  )
}
