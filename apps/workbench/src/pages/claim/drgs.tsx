import type { AuditResult } from '../../api/types.ts'
import { weightOf } from '../../parts/format.ts'
import { texts } from '../../texts/texts.ts'
import { useDrg } from './use-claim.ts'

const { drgs: words } = texts.claim

/** DRG as billed, as the codes group, and as they would with all proposed changes. */
export function Drgs({ result }: { result: AuditResult }) {
  const { drg, facets, editions } = result
  if (drg === null) return null
  const { asSubmitted, asProposed } = drg
  const rows = [
    ...(facets.billedDrg === null ? [] : [{ name: words.billed, drg: facets.billedDrg, weight: undefined }]),
    { name: words.grouped, drg: asSubmitted.finalDrg, weight: asSubmitted.weight },
    ...(asProposed === null ? [] : [{ name: words.proposed, drg: asProposed.finalDrg, weight: asProposed.weight }]),
  ]
  return (
    <section className="card" aria-label={words.title}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{words.version(editions.msDrg ?? '')}</th>
            <th scope="col">{words.drg}</th>
            <th scope="col" className="number">
              {words.weight}
            </th>
            <th scope="col" className="number" title={words.gmlosHelp}>
              {words.gmlos}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <DrgRow key={row.name} {...row} version={editions.msDrg} isOther={row.drg !== asSubmitted.finalDrg} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface RowProps {
  name: string
  drg: string
  weight: number | null | undefined
  version: string | null
  isOther: boolean
}

function DrgRow({ name, drg, weight, version, isOther }: RowProps) {
  const page = useDrg(drg, version)
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <strong className={isOther ? 'changed' : ''}>{drg}</strong> <span className="muted">{page.data?.title}</span>
      </td>
      <td className="number">{weightOf(weight ?? page.data?.weight ?? null)}</td>
      <td className="number">{page.data?.gmlos?.toFixed(1) ?? '–'}</td>
    </tr>
  )
}
