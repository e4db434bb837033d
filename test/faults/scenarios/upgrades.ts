import { setTimeout as pause } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'

/** A checkout of an older release, installed and built: `--older DIR`. */
export const OLDER = 'older'

/** Stages of two releases beside each other. */
export const UPGRADES: Scenario[] = [
  {
    name: OLDER,
    what: 'one stage after the other runs the release before, beside new ones',
    ground: 'unsigned',
    modes: ['chained'],
    run: async (world, { older }) => {
      for (const name of world.services.stages) {
        const current = world.services.of(name)
        const former = world.services.add(name, {}, older)
        await former.listening
        for (const instance of current) await world.services.remove(instance)
        await pause(8_000)
        await world.services.add(name).listening
        await world.services.remove(former)
      }
      return world.services.stages.length
    },
  },
]
