import { Button, Checkbox, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { FormEvent } from 'react'
import type { Submitted } from '../../../api/types.ts'
import { texts } from '../../../texts/texts.ts'
import { addCode, moveCode, rankedCodes, toggleCode, toggleProcedure } from './trial-changes.ts'
import type { Tried } from './trial-changes.ts'

const { whatIf: words, codes: codeWords } = texts.claim

interface Props {
  submitted: Submitted
  tried: Tried
  change: (next: Tried) => void
}

/** Codes of the claim to be taken off, put back, moved; and those that are added. */
export function TriedCodes({ submitted, tried, change }: Props) {
  const { diagnoses, procedures = [] } = submitted
  const ranked = rankedCodes(diagnoses, tried)
  const inOrder = [...diagnoses].sort((a, b) => placeOf(a.code, ranked) - placeOf(b.code, ranked))
  return (
    <div className="tried">
      {inOrder.map(({ code, role }) => {
        const at = ranked.indexOf(code)
        const to = tried.replaced.find(({ from }) => from.replace('.', '') === code.replace('.', ''))?.to
        return (
          <div key={`${role} ${code}`} className="tried-row">
            <Checkbox
              checked={!tried.removed.includes(code)}
              label={
                <Label code={code} to={to} role={at === 0 ? 'principal' : role === 'principal' ? 'secondary' : role} />
              }
              onChange={() => change(toggleCode(tried, code))}
            />
            <span className="spacer" />
            <Mover label={words.up(code)} sign="↑" off={at < 1} go={() => change(moveCode(tried, ranked, code, -1))} />
            <Mover
              label={words.down(code)}
              sign="↓"
              off={at === -1 || at === ranked.length - 1}
              go={() => change(moveCode(tried, ranked, code, 1))}
            />
          </div>
        )
      })}
      {procedures.map(({ code, sequence }) => (
        <Checkbox
          key={`${code} ${sequence}`}
          checked={!tried.removedProcedures.includes(code)}
          label={<Label code={code} to={undefined} role={words.procedure} />}
          onChange={() => change(toggleProcedure(tried, code))}
        />
      ))}
      <Added tried={tried} change={change} />
      <AddCode add={(code) => change(addCode(tried, code))} />
    </div>
  )
}

const placeOf = (code: string, ranked: readonly string[]): number => {
  const at = ranked.indexOf(code)
  return at === -1 ? ranked.length : at
}

const Label = ({ code, to, role }: { code: string; to: string | undefined; role: string }) => (
  <>
    <span className="mono">{to === undefined ? code : `${code} → ${to}`}</span>{' '}
    <span className="muted">{codeWords.roles[role as 'principal'] ?? role}</span>
  </>
)

const Mover = ({ label, sign, off, go }: { label: string; sign: string; off: boolean; go: () => void }) => (
  <Button size="compact-xs" variant="default" aria-label={label} disabled={off} onClick={go}>
    {sign}
  </Button>
)

/** Codes that are added; each can be taken away. */
function Added({ tried, change }: Omit<Props, 'submitted'>) {
  const without = (code: string): Tried => ({
    ...tried,
    added: tried.added.filter((each) => each.code !== code),
    addedProcedures: tried.addedProcedures.filter((each) => each !== code),
  })
  return (
    <div className="row-of">
      {[...tried.added.map(({ code }) => code), ...tried.addedProcedures].map((code) => (
        <button
          key={code}
          type="button"
          className="chip added"
          aria-label={words.takeAway(code)}
          onClick={() => change(without(code))}
        >
          + <span className="mono">{code}</span> <span aria-hidden>×</span>
        </button>
      ))}
    </div>
  )
}

function AddCode({ add }: { add: (code: string) => void }) {
  const [code, setCode] = useState('')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    add(code)
    setCode('')
  }
  return (
    <form className="row-of" onSubmit={submit}>
      <TextInput
        aria-label={words.code}
        placeholder={words.codeHint}
        value={code}
        maxLength={8}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={code.trim() === ''}>
        {words.add}
      </Button>
    </form>
  )
}
