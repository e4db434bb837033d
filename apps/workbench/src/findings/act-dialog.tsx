import { Button, Modal, TextInput, Textarea } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { FormEvent } from 'react'
import { api, told } from '../api/client.ts'
import { keep, kept } from '../parts/kept.ts'
import { Told } from '../parts/states.tsx'
import { dateAt, daysLater } from '../parts/format.ts'
import { useMe } from '../shell/session.tsx'
import { texts } from '../texts/texts.ts'
import type { Said, Verdict } from './judge.ts'

const { act: names, dialog } = texts.findings

/** Acts that are not done before something is said with them. */
const NEED_REASON: readonly Verdict[] = ['disagree', 'second-overturn', 'blind-disagree']
const NEED_NOTE: readonly Verdict[] = ['comment', 'rebut', 'second-return']
export const isAsked = (act: Verdict): boolean => [...NEED_REASON, ...NEED_NOTE, 'defer'].includes(act)

interface Props {
  act: Verdict
  /** What it is about: a finding's message, or how many findings. */
  about: string
  /** What was written before, in an act that was refused. */
  draft?: string | undefined
  close: () => void
  go: (said: Said) => void
}

/** Asks for the reason, the day or the words of an act. The last reason is chosen already. */
export function ActDialog({ act, about, draft = '', close, go }: Props) {
  const me = useMe()
  const [note, setNote] = useState(draft)
  const [until, setUntil] = useState(daysLater(dateAt(me, new Date()), 1))
  const [reason, setReason] = useState<string>()
  const needsNote = NEED_NOTE.includes(act)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (reason !== undefined) keep('reason', reason)
    go({
      ...(reason !== undefined && { reason }),
      ...(note.trim() !== '' && { note: note.trim() }),
      ...(act === 'defer' && { until }),
    })
  }
  const isReady = (!NEED_REASON.includes(act) || reason !== undefined) && (!needsNote || note.trim() !== '')
  return (
    <Modal opened onClose={close} title={names[act]}>
      <form className="stack" onSubmit={submit}>
        <p className="muted">{about}</p>
        {NEED_REASON.includes(act) && <Reasons chosen={reason} choose={setReason} />}
        {act === 'defer' && (
          <TextInput
            type="date"
            label={dialog.until}
            value={until}
            required
            data-autofocus
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
        )}
        <Textarea
          label={dialog.note}
          {...(!needsNote && { description: dialog.noteHint })}
          value={note}
          required={needsNote}
          maxLength={2_000}
          autosize={false}
          rows={3}
          {...(needsNote && { 'data-autofocus': true })}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <div className="row-of end">
          <Button variant="default" onClick={close}>
            {dialog.cancel}
          </Button>
          <Button type="submit" disabled={!isReady}>
            {names[act]}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

/** Reasons of the tenant, one to be chosen. */
function Reasons({ chosen, choose }: { chosen: string | undefined; choose: (code: string) => void }) {
  const reasons = useQuery({
    queryKey: ['reason-codes'],
    queryFn: () => told(api.GET('/v1/reason-codes')),
    staleTime: 300_000,
  })
  return (
    <Told of={reasons} rows={4}>
      {({ rows }) => <ReasonChoice rows={rows} chosen={chosen} choose={choose} />}
    </Told>
  )
}

interface ChoiceProps {
  rows: { code: string; label: string }[]
  chosen: string | undefined
  choose: (code: string) => void
}

function ReasonChoice({ rows, chosen, choose }: ChoiceProps) {
  const last = kept<string>('reason', '')
  const first = rows.find(({ code }) => code === last) ?? rows[0]
  const firstCode = first?.code
  useEffect(() => {
    if (firstCode !== undefined) choose(firstCode)
  }, [firstCode, choose])
  return (
    <fieldset>
      <legend>{dialog.reason}</legend>
      {rows.map(({ code, label }) => (
        <label key={code} className="radio">
          <input
            type="radio"
            name="reason"
            value={code}
            checked={code === chosen}
            autoFocus={code === first?.code}
            onChange={() => choose(code)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  )
}
