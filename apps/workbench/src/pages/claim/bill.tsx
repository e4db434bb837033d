import type { Submitted } from '../../api/types.ts'
import { dayOf } from '../../parts/format.ts'
import { texts } from '../../texts/texts.ts'

const { bill: words } = texts.claim

/**
 * Who cared for the patient, and what the bill says by codes beside diagnoses and procedures; nothing where it says
 * none of it.
 */
export function Bill({ submitted }: { submitted: Submitted }) {
  const rows = [...providersIn(submitted), ...codesIn(submitted)]
  if (rows.length === 0) return null
  return (
    <section className="card" aria-label={words.title}>
      <h2>{words.title}</h2>
      <table className="plain-table">
        <tbody>
          {rows.map(([name, value], at) => (
            <tr key={`${name} ${at}`}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

type Row = [name: string, value: string]

const ROLES = ['attending', 'operating', 'otherOperating', 'rendering', 'referring'] as const

const providersIn = (submitted: Submitted): Row[] =>
  ROLES.flatMap((role): Row[] => {
    const provider = submitted[role]
    return provider === undefined ? [] : [[words.roles[role], words.provider(provider.npi, provider.taxonomy)]]
  })

const codesIn = ({ occurrences = [], occurrenceSpans = [], values = [], conditions = [] }: Submitted): Row[] => [
  ...occurrences.map(({ code, date }): Row => [words.occurrence(code), dayOf(date)]),
  ...occurrenceSpans.map(({ code, from, through }): Row => [
    words.occurrenceSpan(code),
    words.days(dayOf(from), dayOf(through)),
  ]),
  ...values.map(({ code, amount }): Row => [words.value(code), amount]),
  ...(conditions.length > 0 ? [[words.conditions, conditions.join(', ')] satisfies Row] : []),
]
