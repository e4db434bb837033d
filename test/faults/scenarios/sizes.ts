import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { sendBombs, sendDense, sendInAllCodecs, sendOversized } from '../broker.ts'
import { times } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'

/** How often a probe had ended a service when the large claims came. */
let probedBefore = 0

/** Events and batches as large, as dense and as packed as they come. */
export const SIZES: Scenario[] = [
  {
    name: 'oversized',
    what: 'events of 5 MB, compressed to almost nothing, among the others',
    run: async (world) => {
      await times(5, () => sendOversized(world.brokers).then(() => pause(500)))
      return 5
    },
  },
  {
    name: 'large',
    what: 'valid claims of 3.9 MB whose notes are dense with findings, two for each partition, while other work takes both cores',
    run: async (world, { name, load: { acknowledged } }) => {
      probedBefore = world.services.unhealthy
      const others = Array.from({ length: 2 }, () => spawn(process.execPath, ['-e', 'for (;;);']))
      for (const id of await sendDense(world.brokers, name, 2)) acknowledged.add(id)
      await pause(40_000)
      for (const other of others) other.kill()
      return 8
    },
    afterwards: async ({ services }) =>
      services.unhealthy === probedBefore ? [] : [`a probe ended ${services.unhealthy - probedBefore} services`],
  },
  {
    name: 'codecs',
    what: 'batches of every codec among the others, and some that cannot be unpacked',
    run: (world, { name }) => times(5, () => pause(1_000).then(() => sendInAllCodecs(world.brokers, name))),
  },
  {
    name: 'bomb',
    what: 'batches of gzip and zstd that unpack to a gigabyte, among the others',
    run: (world) =>
      times(2, async (at) => {
        await pause(2_000)
        await sendBombs(world.brokers, at % 2 === 0 ? 'gzip' : 'zstd')
      }),
  },
]
