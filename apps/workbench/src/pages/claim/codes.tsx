import { Link } from '@tanstack/react-router'
import type { AuditResult, Finding, Submitted } from '../../api/types.ts'
import { texts } from '../../texts/texts.ts'
import { codesWithProposals } from './proposed-codes.ts'
import type { CodeRow } from './proposed-codes.ts'
import { useCodeTitle } from './use-claim.ts'

const { codes: words } = texts.claim

interface Props {
  result: AuditResult
  submitted: Submitted | undefined
  choose: (findingId: string) => void
}

/** Codes as submitted, each with what findings propose for it, then what they would add. */
export function Codes({ result, submitted, choose }: Props) {
  const date = result.facets.dischargeDate ?? result.facets.admissionDate
  const rows = codesWithProposals(submitted?.diagnoses ?? [], result.findings)
  const support = new Map(result.support.map((each) => [each.code, each.support]))
  const procedures = submitted?.procedures ?? []
  if (submitted === undefined) return <p className="muted">{words.notArchived}</p>
  return (
    <section className="card" aria-label={words.title}>
      <h2>{words.title}</h2>
      <table className="plain-table codes">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{words.change}</span>
            </th>
            <th scope="col">{words.role}</th>
            <th scope="col">{words.code}</th>
            <th scope="col">{words.poa}</th>
            <th scope="col">{words.record}</th>
            <th scope="col">{words.proposal}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={`${row.role} ${row.code} ${row.change}`}
              {...{ row, date, choose }}
              support={support.get(row.code)}
            />
          ))}
        </tbody>
      </table>
      {procedures.length > 0 && (
        <ul className="procedures" aria-label={words.procedures}>
          {procedures.map(({ code, date: on }) => (
            <li key={`${code} ${on}`}>
              <CodeLink code={code} date={date} /> <span className="muted">{on}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

interface RowProps {
  row: CodeRow
  date: string | null
  support: string | undefined
  choose: (findingId: string) => void
}

function Row({ row, date, support, choose }: RowProps) {
  return (
    <tr className={row.change}>
      <td aria-label={words.changes[row.change]}>{words.signs[row.change]}</td>
      <td>{words.roles[row.role as 'principal'] ?? row.role}</td>
      <td>
        <CodeLink code={row.code} date={date} />
      </td>
      <td>{row.poa ?? '–'}</td>
      <td>{support === undefined ? '' : words.support[support as 'absent']}</td>
      <td>
        {row.to !== undefined && <CodeLink code={row.to} date={date} />}{' '}
        {row.by.map((finding: Finding) => (
          <button key={finding.findingId} type="button" className="link" onClick={() => choose(finding.findingId)}>
            {finding.ruleId}
          </button>
        ))}
      </td>
    </tr>
  )
}

export function CodeLink({ code, date }: { code: string; date: string | null }) {
  const page = useCodeTitle(code, date)
  return (
    <span>
      <Link to="/codes/$code" params={{ code }} search={date ? { date } : {}} className="mono">
        {page.data?.code ?? code}
      </Link>{' '}
      <span className="muted">{page.data?.title}</span>
    </span>
  )
}
