import { Button, TextInput, Textarea } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent, KeyboardEvent } from 'react'
import { api, told } from '../../api/client.ts'
import type { ProviderQuery, Wording } from '../../api/types.ts'
import { texts } from '../../texts/texts.ts'
import { useQueryActs } from './use-query-acts.ts'

const { queries: words } = texts
const PAUSE_MS = 350

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The wording of a draft, checked as it is written. It is sent as it is seen. */
export function Composer({ query }: { query: ProviderQuery }) {
  const [indicators, setIndicators] = useState(query.wording.indicators.join('\n'))
  const [question, setQuestion] = useState(query.wording.question)
  const [options, setOptions] = useState(query.wording.options.join('\n'))
  const [addressee, setAddressee] = useState(query.addressee ?? '')
  const wording = { indicators: lines(indicators), question: question.trim(), options: lines(options) }
  const problems = useLint(query.findingId, wording)
  const { save, send } = useQueryActs(query.queryId)
  const isReady = problems.data?.length === 0 && addressee.trim() !== '' && !problems.isPlaceholderData
  const go = (): void => void (isReady && send.mutate({ wording, addressee }))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    go()
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) go()
  }
  return (
    <form className="card stack composer" onSubmit={submit} onKeyDown={onKeyDown}>
      <Textarea
        label={words.indicators}
        description={words.indicatorsHint}
        rows={Math.min(8, lines(indicators).length + 1)}
        value={indicators}
        onChange={(event) => setIndicators(event.currentTarget.value)}
      />
      <Textarea
        label={words.question}
        rows={3}
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
      />
      <Textarea
        label={words.options}
        description={words.optionsHint}
        rows={Math.min(8, lines(options).length + 1)}
        value={options}
        onChange={(event) => setOptions(event.currentTarget.value)}
      />
      <Problems problems={problems.data} />
      <TextInput
        label={words.addressee}
        description={words.addresseeHint}
        value={addressee}
        onChange={(event) => setAddressee(event.currentTarget.value)}
      />
      <div className="row-of end">
        <span className="muted">{words.sendHint}</span>
        <Button variant="default" loading={save.isPending} onClick={() => save.mutate({ wording, addressee })}>
          {words.save}
        </Button>
        <Button type="submit" disabled={!isReady} loading={send.isPending}>
          {words.send}
        </Button>
      </div>
    </form>
  )
}

interface WordingProblem {
  pointer: string
  problem: string
}

/** What the api's lint says of a wording, shortly after the last key. */
function useLint(findingId: string, wording: Wording) {
  const [settled] = useDebouncedValue(JSON.stringify(wording), PAUSE_MS)
  const isSettled = settled === JSON.stringify(wording)
  const asked = useQuery({
    queryKey: ['lint', findingId, settled],
    queryFn: async () => {
      const body = { findingId, wording: JSON.parse(settled) as Wording }
      return (await told(api.POST('/v1/queries:lint', { body }))).problems
    },
    placeholderData: keepPreviousData,
  })
  return { data: asked.data, isPlaceholderData: asked.isPlaceholderData || !isSettled }
}

function Problems({ problems }: { problems: WordingProblem[] | undefined }) {
  const placeOf = (pointer: string): string => words.at[`/${pointer.split('/')[1]}`] ?? pointer
  return (
    <section role="status" aria-label={words.lint} className={problems?.length === 0 ? 'lint good' : 'lint'}>
      {problems === undefined ? (
        words.checking
      ) : problems.length === 0 ? (
        words.compliant
      ) : (
        <ul>
          {problems.map(({ pointer, problem }) => (
            <li key={`${pointer} ${problem}`}>
              {placeOf(pointer)}: {problem}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
