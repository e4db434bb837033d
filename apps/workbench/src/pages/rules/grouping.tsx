import type { ApiComponents } from '@claims-audit/contracts'
import { texts } from '../../texts/texts.ts'

const { codes: words } = texts.reference

/** What a code does in MS-DRG: its severity as a secondary diagnosis, and the DRGs that it leads to. */
export function Grouping({ page: { msDrg, msDrgVersion } }: { page: ApiComponents['schemas']['CodePage'] }) {
  if (!msDrg) return null
  const { severity, asPrincipal, families = asPrincipal?.families ?? [], neverPrincipal } = msDrg
  return (
    <section className="card">
      <h2>{words.msDrg(msDrgVersion)}</h2>
      {severity !== undefined && (
        <p>
          {words.severity}: <strong>{severity ?? words.noSeverity}</strong>
        </p>
      )}
      {neverPrincipal && <p>{neverPrincipal}</p>}
      {families.length > 0 && (
        <table className="plain-table">
          <caption className="unseen">{asPrincipal ? words.principal : words.families}</caption>
          <tbody>
            {families.map(({ drgs, title, weights }) => (
              <tr key={drgs.join()}>
                <th scope="row">{drgs.join(', ')}</th>
                <td>{title}</td>
                <td className="number">{weights?.map((weight) => weight.toFixed(4)).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
