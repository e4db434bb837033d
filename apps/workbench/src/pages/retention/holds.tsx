import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../api/client.ts'
import { ColumnHeads } from '../../parts/column-heads.tsx'
import { timeAt } from '../../parts/format.ts'
import { useTell } from '../../parts/notices.tsx'
import { Told } from '../../parts/states.tsx'
import { useMay, useMe } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'

const { retention: words } = texts
type Hold = ApiComponents['schemas']['LegalHold']

/** Claims of which nothing is removed, with who said so and why. */
export function Holds() {
  const holds = useQuery({ queryKey: ['legal-holds'], queryFn: () => told(api.GET('/v1/legal-holds')), staleTime: 0 })
  const mayWrite = useMay()('retention:write')
  return (
    <section aria-label={words.holds} className="stack">
      <h2>{words.holds}</h2>
      <p className="muted">{words.holdsHint}</p>
      {mayWrite && <PlaceHold />}
      <Told of={holds} rows={3}>
        {({ items }) => (items.length === 0 ? <p>{words.none}</p> : <Table items={items} mayLift={mayWrite} />)}
      </Told>
    </section>
  )
}

/** Does what changes a hold, says so, and asks for the list again. */
function useChange(): (asked: Promise<unknown>, said: string) => Promise<void> {
  const queries = useQueryClient()
  const tell = useTell()
  return (asked, said) =>
    asked.then(
      () => {
        tell(said)
        return queries.invalidateQueries({ queryKey: ['legal-holds'] })
      },
      (error: Error) => tell(error.message, { isProblem: true }),
    )
}

function PlaceHold() {
  const change = useChange()
  const [typed, setTyped] = useState({ claimId: '', reason: '' })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const body = { holdId: crypto.randomUUID(), ...typed }
    void change(
      told(api.POST('/v1/legal-holds', { body })).then(() => setTyped({ claimId: '', reason: '' })),
      words.placed,
    )
  }
  return (
    <form className="row-of filters" onSubmit={submit}>
      <TextInput
        label={words.claim}
        value={typed.claimId}
        required
        maxLength={128}
        onChange={(event) => setTyped({ ...typed, claimId: event.currentTarget.value })}
      />
      <TextInput
        label={words.reason}
        value={typed.reason}
        required
        maxLength={1_000}
        onChange={(event) => setTyped({ ...typed, reason: event.currentTarget.value })}
      />
      <Button type="submit">{words.place}</Button>
    </form>
  )
}

function Table({ items, mayLift }: { items: Hold[]; mayLift: boolean }) {
  const me = useMe()
  return (
    <table className="plain-table">
      <ColumnHeads names={words.column}>
        {mayLift && (
          <th scope="col">
            <span className="unseen">{words.lift}</span>
          </th>
        )}
      </ColumnHeads>
      <tbody>
        {items.map((hold) => (
          <tr key={hold.holdId}>
            <td>{hold.claimId}</td>
            <td>{hold.reason}</td>
            <td>{hold.placedBy}</td>
            <td className="time">{timeAt(me, hold.placedAt)}</td>
            {mayLift && (
              <td>
                <Lift hold={hold} />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A hold ends with a reason: the button asks for it first. */
function Lift({ hold: { holdId: id, claimId } }: { hold: Hold }) {
  const change = useChange()
  const [reason, setReason] = useState<string>()
  if (reason === undefined)
    return (
      <Button variant="default" aria-label={words.liftOf(claimId)} onClick={() => setReason('')}>
        {words.lift}
      </Button>
    )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void change(
      told(api.POST('/v1/legal-holds/{id}:lift', { params: { path: { id } }, body: { reason } })),
      words.lifted,
    )
  }
  return (
    <form className="row-of" onSubmit={submit}>
      <TextInput
        aria-label={words.liftReason(claimId)}
        placeholder={words.reason}
        value={reason}
        required
        autoFocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button type="submit">{words.lift}</Button>
    </form>
  )
}
