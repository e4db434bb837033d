import { describe, expect, it } from '@jest/globals'
import { diceOf } from '../conformance/dice.js'
import type { Dice } from '../conformance/dice.js'
import { arrivalsOf } from './generate-stays.js'
import { World } from './world.js'
import type { Arrival, Step } from './world.js'
import { seedsOf } from '../seeds.js'

const { seeds, told } = seedsOf(1500)

/** The arrivals in any order, some of them twice, with crashes between steps. */
function history(world: World, arrivals: Arrival[], dice: Dice): void {
  const again = arrivals.filter(() => dice.chance(0.3))
  for (const arrival of dice.shuffled([...arrivals, ...again])) {
    world.record(arrival)
    world.now += dice.few(8, 2)
    while (dice.chance(0.6)) {
      world.compose(dice.chance(0.3))
      if (dice.chance(0.5)) world.relay(dice.chance(0.3))
    }
  }
  world.settle()
}

/** What the composer says of all arrivals at once, the claims first. */
function atOnce(arrivals: Arrival[]): World {
  const world = new World()
  for (const arrival of arrivals) world.record(arrival)
  world.settle()
  return world
}

interface Seen {
  seed: number
  last: unknown
  parked: number
  repeats: number
}

function run(seed: number, without?: Step): { seen: Seen; expected: Seen } {
  const dice = diceOf(seed)
  const arrivals = arrivalsOf(dice)
  const world = new World(without)
  const told = (one: World, repeats: number): Seen => ({
    seed,
    last: [...one.last()].sort(([a], [b]) => (a < b ? -1 : 1)),
    parked: one.parked(),
    repeats,
  })
  history(world, arrivals, dice)
  return { seen: told(world, world.repeats()), expected: told(atOnce(arrivals), 0) }
}

describe(`documents in any order, repeated, with crashes (${told})`, () => {
  it('leave each claim as all of them at once do, and no set is audited twice in succession', () => {
    for (const seed of seeds) {
      const { seen, expected } = run(seed)
      expect(seen).toEqual(expected)
    }
  })

  it.each<Step>([
    'mark the claims of documents',
    'mark the other stays of a patient',
    'order documents by their issue',
    'publish and keep in one transaction',
  ])('would not without this step: %s', (step) => {
    const fails = (seed: number): boolean => {
      try {
        const { seen, expected } = run(seed, step)
        return JSON.stringify(seen) !== JSON.stringify(expected)
      } catch {
        return true
      }
    }
    expect(Array.from({ length: 1_000 }, (_, at) => at + 1).some(fails)).toBe(true)
  })
})
