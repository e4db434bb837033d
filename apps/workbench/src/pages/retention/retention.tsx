import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { ApiComponents } from '@claims-audit/contracts'
import { api, told } from '../../api/client.ts'
import { useTell } from '../../parts/notices.tsx'
import { Told } from '../../parts/states.tsx'
import { useMay } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { Holds } from './holds.tsx'

const { retention: words } = texts
type Kept = ApiComponents['schemas']['Retention']
const NAMES = ['documentDays', 'resultDays'] as const

/** How long claims are kept, and which are kept whatever that says. */
export function Retention() {
  const kept = useQuery({ queryKey: ['retention'], queryFn: () => told(api.GET('/v1/retention')) })
  return (
    <main className="page">
      <div className="page-head">
        <h1>{words.title}</h1>
      </div>
      <p className="muted">{words.hint}</p>
      <Told of={kept} rows={2}>
        {(found) => <Days key={JSON.stringify(found)} kept={found} />}
      </Told>
      <Holds />
    </main>
  )
}

const daysIn = (text: string): number | null => (text.trim() === '' ? null : Number(text))

function Days({ kept }: { kept: Kept }) {
  const mayWrite = useMay()('retention:write')
  const [typed, setTyped] = useState({
    documentDays: String(kept.documentDays ?? ''),
    resultDays: String(kept.resultDays ?? ''),
  })
  const queries = useQueryClient()
  const tell = useTell()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const body = { documentDays: daysIn(typed.documentDays), resultDays: daysIn(typed.resultDays) }
    told(api.PUT('/v1/retention', { body })).then(
      (now) => {
        queries.setQueryData(['retention'], now)
        tell(words.saved)
      },
      (error: Error) => tell(error.message, { isProblem: true }),
    )
  }
  return (
    <form className="row-of filters" onSubmit={submit}>
      {NAMES.map((name) => (
        <TextInput
          key={name}
          type="number"
          min={1}
          max={36_500}
          label={words.days[name]}
          description={words.forGood}
          value={typed[name]}
          readOnly={!mayWrite}
          onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
        />
      ))}
      {mayWrite && <Button type="submit">{words.save}</Button>}
    </form>
  )
}
