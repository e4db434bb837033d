import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { between, times } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import type { Server } from '../servers.ts'
import { fillDisk } from '../small-disk.ts'

/** Kafka and Postgres, their disks and the way to them. */
export const SERVERS: Scenario[] = [
  {
    name: 'broker',
    what: 'the broker is restarted, then killed',
    run: ({ servers: { brokers } }) => restartThenKill(brokers[0] as Server, 5_000),
  },
  {
    name: 'postgres',
    what: 'Postgres is restarted, then killed',
    run: ({ servers: { postgres } }) => restartThenKill(postgres, 4_000),
  },
  {
    name: 'cut',
    what: 'every connection to Postgres, or to Kafka, is reset in the middle of what it carries',
    run: (world) =>
      times(40, async (at) => {
        const { brokers, postgres } = world.servers
        for (const { proxy } of at % 4 === 0 ? brokers : [postgres]) proxy.cut()
        await between(world, 100, 600)
      }),
  },
  {
    name: 'half-open',
    what: 'every connection to Postgres, then to Kafka, goes silent without an end',
    run: async ({ servers: { brokers, postgres } }) => {
      postgres.proxy.freeze()
      await pause(5_000)
      for (const { proxy } of brokers) proxy.freeze()
      await pause(5_000)
      return 2
    },
  },
  {
    name: 'slow-postgres',
    what: 'every answer of Postgres takes 300 ms longer',
    run: async ({ servers: { postgres } }) => {
      postgres.proxy.slow(300)
      await pause(15_000)
      postgres.proxy.slow(0)
      return 1
    },
  },
  {
    name: 'disk',
    what: 'the disk under Postgres is full for a while, then the one under Kafka',
    ground: 'small-disk',
    run: async ({ servers: { brokers, postgres, folder } }) => {
      await fillDisk(join(folder, 'postgres'), postgres)
      await pause(5_000)
      for (const kafka of brokers) await fillDisk(join(folder, 'kafka-1'), kafka)
      return 2
    },
  },
  {
    name: 'cluster',
    what: 'of three brokers one is killed, and comes back; then the next',
    ground: 'cluster',
    run: async ({ servers: { brokers } }) => {
      for (const broker of brokers) {
        await pause(4_000)
        await broker.kill()
        await pause(6_000)
        await broker.start()
      }
      return brokers.length
    },
  },
]

/** Away for three seconds each time, and up for `betweenMs` in the meantime. */
async function restartThenKill(server: Server, betweenMs: number): Promise<number> {
  await server.stop()
  await pause(3_000)
  await server.start()
  await pause(betweenMs)
  await server.kill()
  await pause(3_000)
  await server.start()
  return 2
}
