import { Modal, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useId, useState } from 'react'
import type { KeyboardEvent as TypedKey } from 'react'
import { useMe } from '../shell/session.tsx'
import { texts } from '../texts/texts.ts'
import { keyName } from './key-map-dialog.tsx'
import { keyOf } from './key-map.ts'
import { useKeyboard } from './keyboard.tsx'
import { codeIn, fitting } from './palette-choices.ts'

const { keys } = texts

interface Choice {
  id: string
  label: string
  shortcut: string
  run: () => void
}

interface Props {
  opened: boolean
  open: () => void
  close: () => void
}

/**
 * All that can be done here, found by its words; what is typed also opens a claim or a code. Ctrl+K (⌘K) opens it from
 * anywhere.
 */
export function Palette({ opened, open, close }: Props) {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (document.querySelector('[role=dialog]') !== null) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [open])
  return (
    <Modal opened={opened} onClose={close} title={keys.palette.title} size="lg">
      {opened && <Choices close={close} />}
    </Modal>
  )
}

function Choices({ close }: { close: () => void }) {
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useId()
  const choices = useChoices(typed)
  const chosen = choices[Math.min(at, choices.length - 1)]
  const run = (choice: Choice | undefined): void => {
    if (choice === undefined) return
    close()
    choice.run()
  }
  const move = (event: TypedKey): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) setAt((choices.indexOf(chosen as Choice) + step + choices.length) % Math.max(1, choices.length))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label={keys.palette.field}
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={chosen && `${list}-${chosen.id}`}
        placeholder={keys.palette.field}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={move}
      />
      <ul id={list} role="listbox" aria-label={keys.palette.title} className="palette">
        {choices.map((choice) => (
          <li
            key={choice.id}
            id={`${list}-${choice.id}`}
            role="option"
            aria-selected={choice === chosen}
            onClick={() => run(choice)}
          >
            <span>{choice.label}</span>
            {choice.shortcut !== '' && <kbd>{choice.shortcut}</kbd>}
          </li>
        ))}
      </ul>
    </>
  )
}

/** The acts that are heard now and fit the words; then the claim and the code that the words may name. */
function useChoices(typed: string): Choice[] {
  const { heard, run, remapped } = useKeyboard()
  const navigate = useNavigate()
  const { tenant } = useMe()
  const acts = fitting(heard(), typed, (act) => keys.acts[act]).map((act) => ({
    id: act,
    label: keys.acts[act],
    shortcut: keyOf(act, remapped).split(' ').map(keyName).join(' '),
    run: () => run(act),
  }))
  const claimId = typed.trim()
  const code = codeIn(typed)
  return [
    ...acts,
    ...(code === undefined
      ? []
      : [
          {
            id: 'code',
            label: keys.palette.code(code),
            shortcut: '',
            run: () => void navigate({ to: '/codes/$code', params: { code } }),
          },
        ]),
    ...(claimId === ''
      ? []
      : [
          {
            id: 'claim',
            label: keys.palette.claim(claimId),
            shortcut: '',
            run: () => void navigate({ to: '/claims/$tenant/$claimId', params: { tenant, claimId } }),
          },
        ]),
  ]
}
