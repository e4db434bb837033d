import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { ProviderQuery } from '../../api/types.ts'
import { useMay } from '../../shell/session.tsx'
import { texts } from '../../texts/texts.ts'
import { useQueryActs } from './use-query-acts.ts'
import type { QueryAct } from './use-query-acts.ts'

const { queries: words } = texts

/** What can be recorded in each state; whether it is possible, the api decides. */
const ACTS: Record<ProviderQuery['state'], readonly QueryAct[]> = {
  draft: ['close'],
  sent: ['remind', 'escalate', 'close'],
  reminded: ['remind', 'escalate', 'close'],
  escalated: ['close'],
  answered: [],
  closed: [],
}
const WAITING: readonly ProviderQuery['state'][] = ['sent', 'reminded', 'escalated']

/** What became of a query that was sent: reminders, escalations, the answer. */
export function Answering({ query: { queryId, state } }: { query: ProviderQuery }) {
  const may = useMay()
  const { act, answer } = useQueryActs(queryId)
  const [text, setText] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    answer.mutate(text.trim())
  }
  const acts = may('queries:write') ? ACTS[state] : []
  const takesAnswer = WAITING.includes(state) && may('queries:answer')
  if (acts.length === 0 && !takesAnswer) return null
  return (
    <section className="card stack">
      {takesAnswer && (
        <form className="stack" onSubmit={submit}>
          <Textarea
            label={words.answerField}
            rows={3}
            value={text}
            maxLength={2_000}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className="row-of end">
            <Button type="submit" disabled={text.trim() === ''} loading={answer.isPending}>
              {words.answer}
            </Button>
          </div>
        </form>
      )}
      <div className="row-of">
        {acts.map((what) => (
          <Button key={what} variant="default" loading={act.isPending} onClick={() => act.mutate(what)}>
            {words[what as 'remind']}
          </Button>
        ))}
      </div>
    </section>
  )
}
