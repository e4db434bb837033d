import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { ActId } from './acts.ts'
import { pressedKey, readKeys } from './key-map.ts'
import { keep, kept } from '../parts/kept.ts'
import type { Remapped } from './key-map.ts'

type Handlers = Partial<Record<ActId, () => void>>

interface Keyboard {
  add: (handlers: { current: Handlers }) => () => void
  /** Acts that something here does now. */
  heard: () => ActId[]
  run: (act: ActId) => void
  remapped: Remapped
  remap: (next: Remapped) => void
  isOn: boolean
  turn: (on: boolean) => void
}

const Context = createContext<Keyboard | undefined>(undefined)
const MORE_WITHIN_MS = 1_500
const TYPING = 'input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable=true]'
/** Keys that a control in focus takes itself. */
const OF_CONTROLS = [' ', 'Enter']
const CONTROLS = 'button, a[href], summary, [role=tab], [role=menuitem], [role=option], input'

/**
 * The one listener for keys. It is dead while a person types, in dialogs, and where it is turned off (WCAG 2.2, 2.1.4).
 */
export function KeyboardProvider({ children }: { children: ReactNode }) {
  const added = useRef<{ current: Handlers }[]>([])
  const [remapped, setRemapped] = useState<Remapped>(() => kept('keys', {}))
  const [isOn, setOn] = useState<boolean>(() => kept('keys-on', true))
  const before = useRef({ keys: '', at: 0 })
  const heard = useCallback(
    () => [...new Set(added.current.flatMap(({ current }) => Object.keys(current) as ActId[]))],
    [],
  )
  const run = useCallback(
    (act: ActId) => added.current.findLast(({ current }) => current[act] !== undefined)?.current[act]?.(),
    [],
  )
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const key = pressedKey(event)
      const target = event.target as Element
      if (key === undefined || event.defaultPrevented || document.querySelector('[role=dialog]') !== null) return
      if (target.closest('[role=menu], [role=listbox]') !== null) return
      if (target.matches(TYPING) || (!isOn && key !== 'Escape')) return
      if (OF_CONTROLS.includes(key) && target.matches(CONTROLS)) return
      const { keys, at } = before.current
      const isSecond = keys !== '' && Date.now() - at < MORE_WITHIN_MS
      const act = readKeys(isSecond ? `${keys} ${key}` : key, heard(), remapped)
      before.current = act === 'more' ? { keys: key, at: Date.now() } : { keys: '', at: 0 }
      if (act === undefined || act === 'more') return
      event.preventDefault()
      run(act)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [remapped, isOn, heard, run])
  const add = useCallback((handlers: { current: Handlers }) => {
    added.current.push(handlers)
    return () => void (added.current = added.current.filter((each) => each !== handlers))
  }, [])
  const keyboard = useMemo(
    () => ({
      add,
      heard,
      run,
      remapped,
      isOn,
      remap: (next: Remapped) => {
        keep('keys', next)
        setRemapped(next)
      },
      turn: (on: boolean) => {
        keep('keys-on', on)
        setOn(on)
      },
    }),
    [add, heard, run, remapped, isOn],
  )
  return <Context value={keyboard}>{children}</Context>
}

export function useKeyboard(): Keyboard {
  const keyboard = use(Context)
  if (keyboard === undefined) throw new Error('keys are used outside of the keyboard')
  return keyboard
}

/** Hears the keys of these acts as long as the component is there; of two for one act, the later counts. */
export function useKeys(handlers: Handlers): void {
  const { add } = useKeyboard()
  const current = useRef(handlers)
  useEffect(() => void (current.current = handlers))
  useEffect(() => add(current), [add])
}
