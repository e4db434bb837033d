import type { ApiComponents } from '@claims-audit/contracts'
import { texts } from '../../texts/texts.ts'

const { codes: words } = texts.reference
type Family = ApiComponents['schemas']['DrgFamily']

/** What a code does in MS-DRG: its severity as a secondary diagnosis, and the DRGs that it leads to. */
export function Grouping({ page: { msDrg, msDrgVersion } }: { page: ApiComponents['schemas']['CodePage'] }) {
  if (!msDrg) return null
  const { severity, asPrincipal, families = asPrincipal?.families ?? [], neverPrincipal } = msDrg
  const medical = families.filter(({ by }) => by === 'medical')
  const others = families.filter(({ by }) => by !== 'medical')
  return (
    <section className="card">
      <h2>{words.msDrg(msDrgVersion)}</h2>
      {severity !== undefined && (
        <p>
          {words.severity}: <strong>{severity ?? words.noSeverity}</strong>
        </p>
      )}
      {neverPrincipal && <p>{neverPrincipal}</p>}
      {medical.length > 0 && <Families title={asPrincipal ? words.principal : words.families} families={medical} />}
      {others.length > 0 && (
        <details>
          <summary>{words.byProcedure(others.length)}</summary>
          <Families title={words.families} families={others} />
        </details>
      )}
    </section>
  )
}

const Families = ({ title, families }: { title: string; families: readonly Family[] }) => (
  <table className="plain-table">
    <caption className="unseen">{title}</caption>
    <tbody>
      {families.map(({ drgs, title: about, weights }) => (
        <tr key={drgs.join()}>
          <th scope="row">{drgs.join(', ')}</th>
          <td>{about}</td>
          <td className="number">{weights?.map((weight) => weight.toFixed(4)).join(' ')}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
