import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { api, told } from '../../api/client.ts'
import { useTell } from '../../parts/notices.tsx'
import { texts } from '../../texts/texts.ts'
import { EMPTY_FORM, requestOf } from './run-request.ts'
import type { RunForm } from './run-request.ts'

const { runs: words } = texts
const FIELDS = ['facility', 'payer', 'from', 'to', 'icd10', 'msDrg', 'note'] as const

/** Asks for a run: which claims, by which editions. */
export function AskRun({ close }: { close: () => void }) {
  const [form, setForm] = useState(EMPTY_FORM)
  const queries = useQueryClient()
  const tell = useTell()
  const ask = useMutation({
    mutationFn: () => told(api.POST('/v1/runs', { body: requestOf(form) })),
    onSuccess: ({ id }) => {
      tell(words.asked(id))
      void queries.invalidateQueries({ queryKey: ['runs'] })
      close()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    ask.mutate()
  }
  return (
    <Modal opened onClose={close} title={words.ask}>
      <form className="stack" onSubmit={submit}>
        <NativeSelect
          label={words.form.source}
          value={form.source}
          data={Object.entries(words.form.sources).map(([value, label]) => ({ value, label }))}
          onChange={(event) => setForm({ ...form, source: event.currentTarget.value as RunForm['source'] })}
        />
        {FIELDS.map((name) => (
          <TextInput
            key={name}
            type={name === 'from' || name === 'to' ? 'date' : 'text'}
            label={words.form[name]}
            value={form[name]}
            onChange={(event) => setForm({ ...form, [name]: event.currentTarget.value })}
          />
        ))}
        {ask.error && (
          <p className="problem-text" role="alert">
            {ask.error.message}
          </p>
        )}
        <div className="row-of end">
          <Button variant="default" onClick={close}>
            {words.form.cancel}
          </Button>
          <Button type="submit" loading={ask.isPending}>
            {words.form.go}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
