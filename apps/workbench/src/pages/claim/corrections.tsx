import type { ClaimHistory, ClaimWork, Finding } from '../../api/types.ts'
import { Message } from '../../parts/states.tsx'
import { texts } from '../../texts/texts.ts'

const { corrections: words, history } = texts.claim

interface Props {
  claim: ClaimHistory
  work: ClaimWork
  findings: readonly Finding[]
  choose: (findingId: string) => void
}

type Correction = ClaimHistory['corrections'][number]

/** What the sender was asked to do, in order, and what became of it. */
export function Corrections({ claim, work, findings, choose }: Props) {
  if (claim.corrections.length === 0) return <Message title={words.none}>{words.noneHint}</Message>
  const known = new Set(findings.map(({ findingId }) => findingId))
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col" className="number">
            {words.sequence}
          </th>
          <th scope="col">{words.kind}</th>
          <th scope="col">{words.asks}</th>
          <th scope="col">{words.drg}</th>
          <th scope="col">{words.by}</th>
          <th scope="col">{words.fate}</th>
        </tr>
      </thead>
      <tbody>
        {claim.corrections.map((each) => (
          <tr key={each.correctionId}>
            <td className="number">{each.sequence}</td>
            <td>{words.kinds[each.kind]}</td>
            <td>
              {changesOf(each)}{' '}
              {each.findingIds
                .filter((id) => known.has(id))
                .map((id) => (
                  <button key={id} type="button" className="link" onClick={() => choose(id)}>
                    {findings.find(({ findingId }) => findingId === id)?.ruleId}
                  </button>
                ))}
            </td>
            <td>
              {each.drgBefore === each.drgAfter
                ? (each.drgBefore ?? '–')
                : `${each.drgBefore ?? '–'} → ${each.drgAfter ?? '–'}`}
            </td>
            <td>{words.decided[each.decidedBy]}</td>
            <td>{fateOf(each, work)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function changesOf({ changes: { add, remove, replace }, query }: Correction): string {
  return [
    ...remove.map(({ code }) => `− ${code}`),
    ...replace.map(({ from, to }) => `${from} → ${to}`),
    ...add.map(({ code }) => `+ ${code}`),
    ...(query === null ? [] : [query.question]),
  ].join(', ')
}

/** Told when the claim comes again. */
function fateOf({ findingIds, kind }: Correction, { timeline }: ClaimWork): string {
  if (kind === 'withdraw' || kind === 'release') return '–'
  const fates = timeline.filter(
    (each) => each.kind === 'fate' && each.findingId !== null && findingIds.includes(each.findingId),
  )
  return fates.length === 0
    ? words.noFate
    : [...new Set(fates.map(({ what }) => history.what[what] ?? what))].join(', ')
}
