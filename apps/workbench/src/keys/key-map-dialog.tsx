import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { texts } from '../texts/texts.ts'
import { ACTS } from './acts.ts'
import type { ActId, Scope } from './acts.ts'
import { clashes, keyOf, mayBeChosen } from './key-map.ts'
import { useKeyboard } from './keyboard.tsx'

const { keys } = texts
const SCOPES = Object.keys(keys.scopes) as Scope[]
const IDS = Object.keys(ACTS) as ActId[]

export const keyName = (key: string): string => keys.names[key] ?? key

/** Every key by where it works; each can be changed, and all can be turned off. */
export function KeyMap({ opened, close }: { opened: boolean; close: () => void }) {
  const { isOn, turn, remap, remapped } = useKeyboard()
  const [problem, setProblem] = useState('')
  const choose = (act: ActId, key: string): void => {
    const next = { ...remapped, [act]: key }
    const clash = clashes(next).find(({ acts }) => acts.includes(act))
    const other = clash?.acts.find((each) => each !== act)
    if (!mayBeChosen(key)) return setProblem(keys.notAllowed)
    if (other !== undefined) return setProblem(keys.clash(key, keys.acts[other]))
    setProblem('')
    remap(next)
  }
  return (
    <Modal opened={opened} onClose={close} title={keys.title} size="xl">
      <p className="muted">{keys.hint}</p>
      <p role="status" className="problem-text">
        {problem}
      </p>
      <div className="key-map">
        {SCOPES.map((scope) => (
          <section key={scope}>
            <h3>{keys.scopes[scope]}</h3>
            {IDS.filter((act) => ACTS[act].scope === scope).map((act) => (
              <KeyRow key={act} act={act} choose={(key) => choose(act, key)} current={keyOf(act, remapped)} />
            ))}
          </section>
        ))}
      </div>
      <div className="row-of">
        <Checkbox checked={isOn} onChange={(event) => turn(event.currentTarget.checked)} label={keys.on} />
        <Button variant="default" size="xs" onClick={() => remap({})}>
          {keys.reset}
        </Button>
      </div>
    </Modal>
  )
}

interface KeyRowProps {
  act: ActId
  current: string
  choose: (key: string) => void
}

function KeyRow({ act, current, choose }: KeyRowProps) {
  const [waits, setWaits] = useState(false)
  const take = (event: KeyboardEvent): void => {
    if (!waits || event.key === 'Shift' || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    setWaits(false)
    if (event.key !== 'Escape') choose(event.key)
  }
  return (
    <div className="key-row">
      <span>{keys.acts[act]}</span>
      <button
        type="button"
        className="key"
        aria-label={keys.change(keys.acts[act], keyName(current))}
        onClick={() => setWaits(true)}
        onBlur={() => setWaits(false)}
        onKeyDown={take}
      >
        {waits ? keys.waiting : keyName(current)}
      </button>
    </div>
  )
}
