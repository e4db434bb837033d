import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, told } from '../../api/client.ts'
import type { Sample } from '../../api/types.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { timeAt } from '../../parts/format.ts'
import { Message, Told } from '../../parts/states.tsx'
import { useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'

const { samples: words } = texts

/** Decided findings that wait for a reader who does not know the verdict. */
export function Samples() {
  const samples = useQuery({ queryKey: ['samples'], queryFn: () => told(api.GET('/v1/samples')), staleTime: 0 })
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      <p className="muted">{words.hint}</p>
      <Told of={samples}>
        {({ items }) =>
          items.length === 0 ? <Message title={words.none}>{words.noneHint}</Message> : <Table items={items} />
        }
      </Told>
    </main>
  )
}

function Table({ items }: { items: Sample[] }) {
  const me = useMe()
  return (
    <table className="plain-table">
      <ColumnHeads names={words.column} />
      <tbody>
        {items.map(({ findingId, claimId, ruleId, facilityId, until }) => (
          <tr key={findingId}>
            <td>
              <Link
                to="/claims/$tenant/$claimId"
                params={{ tenant: me.tenant, claimId }}
                search={{ finding: findingId }}
              >
                {claimId}
              </Link>
            </td>
            <td className="mono">{ruleId}</td>
            <td>{facilityId}</td>
            <td className="time">{timeAt(me, until)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
