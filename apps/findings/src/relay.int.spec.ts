import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { openLedger } from '@claims-audit/ledger'
import type { Outgoing } from '@claims-audit/event-log'
import type { DataSource } from 'typeorm'
import { freshLedger } from '../../../test/fresh-database.js'
import { Relay } from './relay.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'relay') })
})
afterAll(() => ledger.destroy())

const waits = (key: string): Promise<unknown> =>
  ledger.query('insert into outbox (key, event_id, event) values ($1, $2, $3)', [key, randomUUID(), '{}'])

const onRestored = (): void => {
  throw new Error('not expected')
}

describe('the relay', () => {
  it('sends at once what comes alone, lets what follows gather, and leaves nothing when it stops', async () => {
    const sent: string[][] = []
    const first = Promise.withResolvers<void>()
    const send = async (events: readonly Outgoing[]): Promise<void> => {
      sent.push(events.map(({ key }) => String(key)))
      first.resolve()
    }
    const relay = new Relay({ ledger, publisher: { send }, log: () => undefined, lingerMs: 600_000, onRestored })
    await waits('a')
    relay.start()
    await first.promise
    for (const key of ['b', 'c']) {
      await waits(key)
      relay.wake()
    }
    await relay.stop()
    expect(sent).toEqual([['a'], ['b', 'c']])
    expect(await ledger.query('select 1 from outbox')).toEqual([])
  })

  it('tries again what could not be sent', async () => {
    const sent: string[][] = []
    const told: string[] = []
    const again = Promise.withResolvers<void>()
    const send = async (events: readonly Outgoing[]): Promise<void> => {
      if (told.length === 0) throw new Error('the broker is away')
      sent.push(events.map(({ key }) => String(key)))
      again.resolve()
    }
    const relay = new Relay({
      ledger,
      publisher: { send },
      log: (line) => told.push(line),
      lingerMs: 1,
      everyMs: 1,
      onRestored,
    })
    await waits('d')
    relay.start()
    await again.promise
    await relay.stop()
    expect([told, sent]).toEqual([['relay: waiting (Error)'], [['d']]])
    expect(() => relay.assertSending()).not.toThrow()
  })

  it('says what it waits for, until it sends', async () => {
    const failed = Promise.withResolvers<void>()
    const send = (): Promise<void> =>
      Promise.reject(Object.assign(new Error('the broker is away'), { code: 'ECONNREFUSED' }))
    const relay = new Relay({ ledger, publisher: { send }, log: () => failed.resolve(), lingerMs: 600_000, onRestored })
    await waits('e')
    relay.start()
    await failed.promise
    expect(() => relay.assertSending()).toThrow('the broker is away')
    await relay.stop()
  })

  it('notices that the ledger was restored under it', async () => {
    const [first, restored] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const send = async (): Promise<void> => first.resolve()
    const relay = new Relay({
      ledger,
      publisher: { send },
      log: () => undefined,
      lingerMs: 1,
      everyMs: 1,
      onRestored: restored.resolve,
    })
    await waits('f')
    relay.start()
    await first.promise
    await ledger.query('select setval($1, 1)', ['outbox_id_seq'])
    await restored.promise
    await relay.stop()
  })
})
