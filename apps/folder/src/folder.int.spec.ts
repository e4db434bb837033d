import { randomUUID } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { TOPICS } from '@claims-audit/contracts'
import { EventProducer, createTopics, readAll } from '@claims-audit/event-log'
import { freshLedger } from '../../../test/fresh-database.js'
import { TcpProxy } from '../../../test/faults/tcp-proxy.js'
import { Bench, example } from '../testing/bench.js'

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')

it('the claims of a file are in Kafka, each once, when its answers are there', async () => {
  await createTopics(brokers)
  const publisher = new EventProducer({ cluster: brokers, clientId: 'test', source: '/claims-audit/test' })
  const folder = await Bench.open()
  const bench = await Bench.open({ folder: folder.folder, publisher })
  try {
    const unique = randomUUID().slice(0, 8)
    await bench.put('claims.837', (await example('claims.837')).toString().replaceAll('STAY-', `${unique}-`))
    bench.start()
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 4 })
    const lines = (await bench.answer('.jsonl')).trim().split('\n')
    const answered = lines.map((line) => (JSON.parse(line) as { id: string }).id)
    const events = await readAll(brokers, TOPICS.submitted)
    const published = events.filter(({ headers }) => answered.includes(String(headers['ce_id'])))
    expect(published.map(({ headers }) => String(headers['ce_id'])).toSorted()).toEqual(answered.toSorted())
    expect(published.every(({ key }) => String(key).startsWith('north:'))).toBe(true)
  } finally {
    await bench.close()
    await folder.close()
    await publisher.disconnect()
  }
})

it('a file waits while the database is away, and is numbered and answered once it is back', async () => {
  const url = new URL(await freshLedger(process.env['DATABASE_URL'] ?? '', 'folder'))
  const proxy = await TcpProxy.open(1)
  const target = Number(url.port)
  url.port = String(proxy.port)
  const waited = Promise.withResolvers<void>()
  const bench = await Bench.open({
    databaseUrl: url.href,
    log: { info: () => undefined, warn: () => waited.resolve() },
  })
  try {
    await bench.put('claims.837', await example('claims.837'))
    bench.start()
    await waited.promise
    expect([bench.sent, await bench.in('out')]).toEqual([[], []])
    proxy.target = target
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 4 })
    const answers = await bench.answer('.277CA')
    const changed = (await example('claims.837')).toString().replace('19750.00', '19751.00')
    await bench.put('changed.837', changed)
    expect(await bench.next()).toMatchObject({ outcome: 'done', accepted: 4 })
    const versions = bench.sent.map(({ value }) => JSON.parse(String(value)) as { claimId: string; version: number })
    expect(versions.map(({ claimId, version }) => `${claimId} ${version}`)).toEqual([
      ...['STAY-1 1', 'STAY-2 1', 'STAY-3 1', 'VISIT-1 1'],
      ...['STAY-1 2', 'STAY-2 1', 'STAY-3 1', 'VISIT-1 1'],
    ])
    await bench.put('again.837', await example('claims.837'))
    expect((await bench.next()).outcome).toBe('duplicate')
    expect(await bench.answer('again.837.277CA')).toBe(answers)
  } finally {
    await bench.close()
    await proxy.close()
  }
})
