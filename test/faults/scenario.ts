import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account, Mark } from './account.ts'
import type { Load } from './load.ts'
import type { ServiceName } from './services.ts'
import type { Ground, Mode, World } from './world.ts'

/** What a scenario is given beside the world. */
export interface Playing {
  kills: number
  /** The ids of its claims begin with it. */
  name: string
  load: Load
  /** Where an older release is built. */
  older: string | undefined
  /** Another load, with an account of its own: what is broken in it. */
  begin(suffix: string): { load: Load; account(mark: Mark): Promise<string[]> }
}

/** A way to break the system while it works. */
export interface Scenario {
  name: string
  /** One line for the report. */
  what: string
  /** Where it needs another ground than the usual one. */
  ground?: Ground
  /** In which modes of the pipeline it is played; all of them, where none is named. */
  modes?: readonly Mode[]
  /** Does it, and says how many faults that were. */
  run(world: World, playing: Playing): Promise<number>
  /** What else must hold afterwards, beside the account: gives what does not. `recount` takes the account again. */
  afterwards?(world: World, mark: Mark, recount: () => Promise<Account>, playing: Playing): Promise<string[]>
}

export const pick = <T>(world: World, items: readonly T[]): T => items[Math.floor(world.random() * items.length)] as T

export const between = (world: World, least: number, most: number): Promise<void> =>
  pause(least + world.random() * (most - least))

export async function times(count: number, work: (at: number) => Promise<unknown>): Promise<number> {
  for (let at = 0; at < count; at += 1) await work(at)
  return count
}

export async function signalOne(world: World, names: readonly ServiceName[], signal: NodeJS.Signals): Promise<void> {
  pick(world, world.services.of(pick(world, names)))?.kill(signal)
}

/** Lines of the services' log since a place in it, that match. */
export function logged(world: World, since: number, pattern: RegExp): number {
  return readFileSync(world.logFile, 'utf8')
    .slice(since)
    .split('\n')
    .filter((line) => pattern.test(line)).length
}

export const logLength = (world: World): number => readFileSync(world.logFile, 'utf8').length
