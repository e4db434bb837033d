import type { VersionsDiff } from '../../../api/types.ts'
import { dayOf } from '../../../parts/format.ts'
import { texts } from '../../../texts/texts.ts'
import { CodeLink } from '../codes.tsx'

const { versions: words, codes } = texts.claim

type CodeChange = NonNullable<VersionsDiff['codes']>[number]

/** The codes of both versions in one list: what was added, taken away, moved, or has another role or POA. */
export function VersionCodes({ diff }: { diff: VersionsDiff }) {
  if (diff.codes === null) return <p className="muted">{words.notArchived}</p>
  const date = diff.b.facets.dischargeDate ?? diff.b.facets.admissionDate
  return (
    <section className="card" aria-label={codes.title}>
      <h2>{codes.title}</h2>
      <p className="muted">{words.codesChanged(diff.codes.filter(({ change }) => change !== 'same').length)}</p>
      <table className="plain-table codes">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{codes.change}</span>
            </th>
            <th scope="col">{codes.code}</th>
            <th scope="col">{words.before}</th>
            <th scope="col">{words.after}</th>
            <th scope="col">{codes.change}</th>
          </tr>
        </thead>
        <tbody>
          {diff.codes.map((row, at) => (
            <Row key={at} row={row} date={date} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ row, date }: { row: CodeChange; date: string | null }) {
  const { change, differs, kind, code, a, b } = row
  return (
    <tr className={change === 'changed' ? 'altered' : change}>
      <td aria-hidden>{words.signs[change]}</td>
      <td>
        <CodeLink code={code} date={date} />
      </td>
      <td>{placeOf(kind, a)}</td>
      <td>{placeOf(kind, b)}</td>
      <td>
        {change === 'same'
          ? ''
          : change === 'changed'
            ? differs.map((each) => words.differs[each]).join(', ')
            : words.changes[change]}
      </td>
    </tr>
  )
}

/** `2 · Secondary · POA Y` */
function placeOf(kind: CodeChange['kind'], place: CodeChange['a']): string {
  if (place === null) return '–'
  const role = place.role === null ? words.procedure : codes.roles[place.role]
  return [
    kind === 'admitting' ? '' : String(place.place),
    role,
    place.poa && `POA ${place.poa}`,
    place.date && dayOf(place.date),
  ]
    .filter(Boolean)
    .join(' · ')
}
