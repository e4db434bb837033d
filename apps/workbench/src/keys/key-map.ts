import { ACTS, TOGETHER } from './acts.ts'
import type { ActId } from './acts.ts'

/** The keys that a person has chosen; what is not in it has its own. */
export type Remapped = Partial<Record<ActId, string>>

const IDS = Object.keys(ACTS) as ActId[]

export const keyOf = (act: ActId, remapped: Remapped): string => remapped[act] ?? ACTS[act].key

/** Acts that would share a key on one page, with that key; also where one key begins the other (`g` and `g w`). */
export function clashes(remapped: Remapped): { key: string; acts: [ActId, ActId] }[] {
  const found = new Map<string, { key: string; acts: [ActId, ActId] }>()
  for (const scopes of Object.values(TOGETHER)) {
    const heard = IDS.filter((id) => scopes.includes(ACTS[id].scope))
    for (const [at, one] of heard.entries())
      for (const other of heard.slice(at + 1)) {
        const [a, b] = [keyOf(one, remapped), keyOf(other, remapped)]
        if (a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `))
          found.set(`${one} ${other}`, { key: a, acts: [one, other] })
      }
  }
  return [...found.values()]
}

/** How a pressed key is written in the map: as the keyboard gives it, so that shift and layouts are in it. */
export const pressedKey = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): string | undefined =>
  ctrlKey || metaKey || altKey ? undefined : key

/** The act that keys pressed one after the other stand for, whether more may follow, or neither. */
export function readKeys(pressed: string, heard: readonly ActId[], remapped: Remapped): ActId | 'more' | undefined {
  const act = heard.find((id) => keyOf(id, remapped) === pressed)
  if (act !== undefined) return act
  return heard.some((id) => keyOf(id, remapped).startsWith(`${pressed} `)) ? 'more' : undefined
}

/** Keys that may be chosen: one that is printed, and none that moves the focus or is heard everywhere. */
export const mayBeChosen = (key: string): boolean => key.length === 1 && key.trim() !== ''
