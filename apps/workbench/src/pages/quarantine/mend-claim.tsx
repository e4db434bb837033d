import { Button, TextInput, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { api, told } from '../../api/client.ts'
import { Problem } from '../../api/problem.ts'
import type { QuarantinedHistory } from '../../api/types.ts'
import { useTell } from '../../parts/notices.tsx'
import { useMay } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'

const { quarantine: words } = texts

/** The claim as it was last replaced, else as it was submitted, else as it reached the stage. */
const latest = ({ acts, submitted, value }: QuarantinedHistory): string | null =>
  acts.findLast(({ act }) => act === 'edit')?.value ?? submitted ?? value ?? null

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** The claim to be mended. The api refuses one that would be quarantined again, and names the fields. */
export function MendClaim({ event, id }: { event: QuarantinedHistory; id: string }) {
  const may = useMay()
  const tell = useTell()
  const queries = useQueryClient()
  const before = latest(event)
  const [text, setText] = useState(() => inLines(before))
  const [note, setNote] = useState('')
  const claim = parsed(text)
  const save = useMutation({
    mutationFn: () =>
      told(
        api.PUT('/v1/quarantine/{id}', {
          params: { path: { id } },
          body: { claim: claim ?? {}, ...(note.trim() !== '' && { note: note.trim() }) },
        }),
      ),
    onSuccess: () => {
      tell(words.saved)
      void queries.invalidateQueries({ queryKey: ['quarantined', id] })
    },
  })
  const submit = (submitted: FormEvent): void => {
    submitted.preventDefault()
    save.mutate()
  }
  if (before === null) return <p className="card">{words.unreadable}</p>
  return (
    <form className="card stack" onSubmit={submit}>
      <Textarea
        label={words.claim}
        rows={18}
        value={text}
        readOnly={!may('quarantine:write')}
        error={claim === undefined && words.notJson}
        className="mono-field"
        onChange={(changed) => setText(changed.currentTarget.value)}
      />
      {save.error && <Refused error={save.error} />}
      {may('quarantine:write') && (
        <div className="row-of end">
          <TextInput
            aria-label={words.note}
            placeholder={words.note}
            value={note}
            onChange={(changed) => setNote(changed.currentTarget.value)}
          />
          <Button type="submit" disabled={claim === undefined} loading={save.isPending}>
            {words.save}
          </Button>
        </div>
      )}
    </form>
  )
}

function inLines(text: string | null): string {
  const value = text === null ? undefined : parsed(text)
  return value === undefined ? (text ?? '') : JSON.stringify(value, null, 2)
}

function Refused({ error }: { error: Error }) {
  const errors = error instanceof Problem ? (error.details.errors ?? []) : []
  return (
    <div className="lint" role="alert">
      {error.message}
      <ul>
        {errors.map(({ pointer, code, keyword }) => (
          <li key={`${pointer} ${code}`}>
            <span className="mono">{pointer}</span> {code} {keyword}
          </li>
        ))}
      </ul>
    </div>
  )
}
