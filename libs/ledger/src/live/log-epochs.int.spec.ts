import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import type { DataSource } from 'typeorm'
import { migrateUpTo } from '../../../../test/former-ledger.js'
import { freshDatabase } from '../../../../test/fresh-database.js'
import { resultOf } from '../../../../test/protocol/claims.js'
import {
  AnotherLog,
  acceptLog,
  admitLog,
  archiveBatch,
  archivedEvent,
  findClaim,
  findQuarantined,
  findQuarantinedWhole,
  logEpochs,
  migrate,
  openLedger,
  raiseGeneration,
  readQuarantinedName,
  recordBatch,
  holdQuarantined,
  recordQuarantineAct,
  recordQuarantine,
} from '../ledger.js'

const topic = 'claims.submitted'
const [FIRST, SECOND] = ['cluster.topic-one', 'cluster.topic-two']
const open: DataSource[] = []
afterAll(() => Promise.all(open.map((each) => each.destroy())))

async function fresh(): Promise<DataSource> {
  const ledger = await openLedger({
    databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'epochs'),
    byKey: true,
  })
  open.push(ledger)
  return ledger
}

const at = (offset: number, log: string, timestamp = '1767225600000') => ({
  topic,
  partition: 0,
  offset: String(offset),
  timestamp,
  log,
})
const arrival = (origin: Arrival['origin'], claimId: string, version = 1): Arrival => {
  const result = resultOf({ claimId, version, revision: 0, content: 'query', poisoned: false })
  return {
    origin,
    result: {
      ...result,
      findings: result.findings.map((finding) => ({
        ...finding,
        findingId: `00000000-0000-5000-8000-00000000000${version}`,
      })),
    },
  }
}
const record = (ledger: DataSource, ...arrivals: Arrival[]) =>
  recordBatch(
    ledger,
    { claims: arrivals.map(({ result }) => result), origins: arrivals.map(({ origin }) => origin), lanes: [0] },
    (known) => settle(arrivals, known),
  )
const by = { by: 'tester', note: null }
const ends = (high: string) => ({ topic, ends: [{ partition: 0, high }], by: 'tester' })

describe('a ledger', () => {
  let ledger: DataSource
  beforeAll(async () => {
    ledger = await fresh()
    await migrate(ledger)
  })

  it('takes the first log it meets for its own, and no other until that is accepted', async () => {
    expect(await admitLog(ledger, FIRST, ends('0'))).toBe(1)
    expect(await admitLog(ledger, FIRST, ends('9'))).toBe(1)
    await record(ledger, arrival(at(0, FIRST), 'A'))
    await expect(admitLog(ledger, SECOND, ends('9'))).rejects.toThrow(AnotherLog)
    await expect(record(ledger, arrival(at(0, SECOND), 'B'))).rejects.toThrow(
      /ledger belongs to another log than cluster.topic-two/,
    )
    expect(await findClaim(ledger, 't', 'B')).toBeUndefined()
    expect(await acceptLog(ledger, SECOND, { by: 'tester', note: 'moved' })).toBe(2)
    expect((await logEpochs(ledger)).map(({ epoch, log, note }) => [epoch, log, note])).toEqual([
      [1, FIRST, null],
      [2, SECOND, 'moved'],
    ])
  })

  it('gives each event of each log its own outcome, though they stand at one position', async () => {
    const { outcomes } = await record(ledger, arrival(at(0, SECOND), 'B'), arrival(at(0, SECOND), 'B'))
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['findings'])
    expect((await record(ledger, arrival(at(0, FIRST), 'A'))).outcomes).toEqual([])
  })

  it('does not take an outcome for another claim’s, or for that of an event with another timestamp', async () => {
    await record(ledger, arrival(at(1, SECOND), 'forged'))
    expect((await record(ledger, arrival(at(1, SECOND), 'C'))).outcomes.map(({ claimId }) => claimId)).toEqual(['C'])
    expect(
      (await record(ledger, arrival(at(1, SECOND, '1767225600001'), 'C', 2))).outcomes.map(({ version }) => version),
    ).toEqual([2])
  })

  it('quarantines events of both logs under names of their own', async () => {
    const quarantined = (log: string, timestamp?: string) => ({
      ...{
        tenant: 't',
        claimId: 'P',
        origin: at(5, log, timestamp),
        concludes: true,
        stage: 'drg',
        attempts: 1,
        failedAt: at(5, log),
        key: null,
        headers: {},
      },
      reason: { code: 'schema', pointer: null, keyword: null },
      value: Buffer.from(`${log} ${timestamp ?? ''}`),
    })
    expect(
      await recordQuarantine(ledger, [quarantined(FIRST), quarantined(SECOND), quarantined(SECOND, '7')], [0]),
    ).toEqual(['quarantined', 'quarantined', 'quarantined'])
    const names = (await findQuarantined(ledger, {}, { limit: 10 })).items.map(({ name }) => name)
    expect(names.sort()).toEqual([
      'claims.submitted/0/5/drg',
      'claims.submitted@2/0/5/drg',
      expect.stringMatching(/^claims\.submitted@2\/0\/5~\d+\/drg$/),
    ])
    for (const name of names) {
      const read = readQuarantinedName(name)
      if (read === undefined) throw new Error(name)
      await ledger.transaction(async (session) => {
        const held = await holdQuarantined(session, read, archivedEvent)
        expect(held?.event.name).toBe(name)
        if (held) await recordQuarantineAct(session, held, { act: 'redrive', ...by, value: null, eventId: null })
      })
      expect((await findQuarantinedWhole(ledger, read, archivedEvent))?.acts).toHaveLength(1)
    }
  })

  it('archives both logs', async () => {
    const raw = (log: string) => ({
      topic,
      partition: 0,
      offset: '3',
      timestamp: '1767225600000',
      log,
      key: null,
      headers: {},
      value: Buffer.from(log),
    })
    await archiveBatch(ledger, [raw(FIRST), raw(SECOND)])
    await archiveBatch(ledger, [raw(SECOND)])
    for (const [epoch, log] of [
      [1, FIRST],
      [2, SECOND],
    ] as const)
      expect(String((await archivedEvent(ledger, { epoch, topic, partition: 0, offset: '3' }))?.value)).toBe(log)
  })

  it('counts corrections on above all that it gave before it was restored', async () => {
    const sequences = async () => (await findClaim(ledger, 't', 'C'))?.corrections.map(({ sequence }) => sequence)
    expect(await sequences()).toEqual([1, 2, 3])
    expect(await raiseGeneration(ledger, { ...by, ends: {} })).toBe(1)
    await record(ledger, arrival(at(9, SECOND), 'C', 3))
    expect(await sequences()).toEqual([1, 2, 3, 1_000_001, 1_000_002])
  })
})

describe('a ledger of the release before', () => {
  it('keeps what it holds as the first log’s, and does not believe a log that never had its offsets', async () => {
    const ledger = await fresh()
    await migrateUpTo(ledger, 'PartitionMakers')
    await ledger.query(
      `insert into outcome (tenant, claim_id, run, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome)
       select 't', 'A' || n, 0, $1, 0, n, 1767225600000, 'clean' from generate_series(0, 9) n`,
      [topic],
    )
    await migrate(ledger)
    await expect(admitLog(ledger, SECOND, ends('9'))).rejects.toThrow(AnotherLog)
    expect(await admitLog(ledger, FIRST, ends('10'))).toBe(1)
    expect((await record(ledger, arrival(at(4, FIRST), 'A4'))).outcomes).toEqual([])
    expect((await record(ledger, arrival(at(10, FIRST), 'A10'))).outcomes).toHaveLength(1)
  })

  it('goes on beside a stage of that release', async () => {
    const ledger = await fresh()
    await migrateUpTo(ledger, 'ClaimsInOneRow')
    await migrate(ledger)
    await ledger.query(
      `insert into outcome (tenant, claim_id, run, origin_topic, origin_partition, origin_offset, origin_timestamp, outcome) values ('t', 'A', 0, $1, 0, 0, 5, 'clean')`,
      [topic],
    )
    await admitLog(ledger, FIRST, ends('1'))
    expect((await record(ledger, arrival(at(0, FIRST, '5'), 'A'))).outcomes).toEqual([])
  })
})
