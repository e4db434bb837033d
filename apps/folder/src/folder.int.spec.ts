import { randomUUID } from 'node:crypto'
import { expect, it } from '@jest/globals'
import { TOPICS } from '@claims-audit/contracts'
import { EventProducer, createTopics, readAll } from '@claims-audit/event-log'
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
