import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import kafkajs from 'kafkajs'
import { claimKey } from '@claims-audit/contracts'
import type { RunRequest } from '@claims-audit/contracts'
import { createTopics, readAll, storableHeaders } from '@claims-audit/event-log'
import { archiveBatch, askRun, findRun } from '@claims-audit/ledger'
import type { AuditRun } from '@claims-audit/ledger'
import { COUNT, FreshRuns, brokers, lines } from '../../../test/fresh-runs.js'
import { corruptLz4, emptyRecords, sendPacked } from '../../../test/producers/packed.js'
import { withAdmin } from '../../event-log/src/connect/client.js'
import { planRun } from './runs.js'

let runs: FreshRuns
beforeAll(async () => {
  runs = await FreshRuns.open()
})
afterAll(() => runs.ledger.destroy())

describe('a run over the log', () => {
  const topic = `test.${randomUUID()}`
  const log: RunRequest['source'] = { kind: 'topic', topic }
  const archive: RunRequest['source'] = { kind: 'archive', topic }
  const sent = new Date('2026-03-01T00:00:00Z').getTime()
  let fromTopic: AuditRun

  /** Half of the log a day later than the other. */
  beforeAll(async () => {
    await createTopics(brokers, { topics: [{ topic, retentionMs: -1, maxMessageBytes: 4 << 20 }], partitions: 3 })
    const producer = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    })
    await producer.connect()
    const messages = lines
      .filter((line) => line !== '')
      .map((value, n) => ({
        key: claimKey('synthetic', /"claimId":"([^"]+)"/.exec(value)?.[1] ?? 'none'),
        value,
        timestamp: String(sent + (n < COUNT / 2 ? 0 : 86_400_000)),
      }))
    await producer.send({ topic, messages })
    await producer.send({
      topic,
      messages: [
        {
          key: 'synthetic:other',
          value: '{}',
          timestamp: String(sent + 86_400_000),
          headers: { ce_type: 'claims.submitted.v9' },
        },
        { key: 'synthetic:none', value: null, timestamp: String(sent + 86_400_000) },
      ],
    })
    // Without a timestamp, as Kafka says it, and behind later ones.
    await producer.send({ topic, messages: [{ key: 'synthetic:timeless', value: '[]', timestamp: '-1' }] })
    await producer.disconnect()
    fromTopic = await runs.whole(log)
  }, 120_000)

  it('audits all that a topic holds, as it would a file of it, and names events by partition and offset', async () => {
    expect(fromTopic.tally).toMatchObject({
      read: COUNT + 9,
      duplicate: 1,
      superseded: 1,
      versionConflict: 1,
      rejected: { 'not-json': 1, schema: 1, 'outside-editions': 1, 'unknown-type': 1, empty: 1 },
    })
    expect((await runs.skipped(fromTopic.id)).filter(({ reason }) => reason === 'unknown-type')).toMatchObject([
      { place: expect.stringMatching(/^[012]\/\d+$/), claimId: 'other' },
    ])
  })

  it('gives the same digest from the archive', async () => {
    const events = await readAll(brokers, topic)
    await archiveBatch(
      runs.ledger,
      events.map(({ headers, ...event }) => ({ ...event, headers: storableHeaders(headers) })),
    )
    const fromArchive = await runs.whole(archive)
    expect(fromArchive).toMatchObject({ digest: fromTopic.digest, tally: fromTopic.tally })
  }, 60_000)

  it.each([
    ['topic', log],
    ['archive', archive],
  ] as [string, RunRequest['source']][])(
    'reads by time, by partition and by offset: %s',
    async (_, source) => {
      const first = await runs.whole({ ...source, toTime: '2026-03-02' } as RunRequest['source'])
      const second = await runs.whole({ ...source, fromTime: '2026-03-02T00:00Z' } as RunRequest['source'])
      expect([first.tally?.read, second.tally?.read]).toEqual([COUNT / 2 + 1, COUNT / 2 + 8])
      const one = await runs.whole({
        ...source,
        partitions: [1],
        fromOffset: '3',
        toOffset: '5',
      } as RunRequest['source'])
      expect(one).toMatchObject({ units: 1, tally: { read: 2 } })
      expect((await runs.whole({ ...source, partitions: [9] } as RunRequest['source'])).tally?.read).toBe(0)
    },
    60_000,
  )

  it('counts each offset of a batch that cannot be unpacked, in whichever unit it lies', async () => {
    const own = `runs.${randomUUID()}`
    await createTopics(brokers, {
      topics: [{ topic: own, retentionMs: 3_600_000, maxMessageBytes: 4 << 20 }],
      partitions: 1,
    })
    await sendPacked(brokers, own, 'gzip', gzipSync(emptyRecords(998)), { count: 998 })
    await sendPacked(brokers, own, 'lz4', await corruptLz4(5), { count: 5 })
    const run = await runs.whole({ kind: 'topic', topic: own })
    expect(run).toMatchObject({ units: 2, tally: { read: 1_003, rejected: { empty: 998, 'batch-unreadable': 5 } } })
  }, 60_000)

  it('stops where an offset has expired before it was read, and says so', async () => {
    const run = await runs.planned(log)
    await withAdmin(brokers, async (admin) => {
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 2, offset: '7' }] })
    })
    await expect(runs.work(run)).rejects.toThrow(
      `offset 0 of ${topic}, partition 2, has expired: the log begins at 7 now`,
    )
    expect((await findRun(runs.ledger, run))?.state).toBe('failed')
    const late = await askRun(
      runs.ledger,
      { source: { kind: 'topic', topic, fromOffset: '5' } },
      { ruleDirectories: [] },
    )
    await expect(planRun(runs.ledger, late, { cluster: brokers })).rejects.toThrow('offset 5 of')
    expect((await runs.whole({ kind: 'topic', topic, fromOffset: '7' })).state).toBe('done')
  }, 60_000)
})
