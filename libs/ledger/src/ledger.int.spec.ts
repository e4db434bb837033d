import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settle } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import type { AuditResult } from '@claims-audit/contracts'
import type { DataSource } from 'typeorm'
import { binaryArray } from './sql/binary-array.js'
import type { Element } from './sql/binary-array.js'
import type { ArchivedSpan, FindingSort, OutboxEvent } from './ledger.js'
import {
  archiveBatch,
  archivedRanges,
  findClaim,
  findFindings,
  findQuarantined,
  migrate,
  openLedger,
  readArchived,
  recordBatch,
  recordQuarantine,
  relayOutbox,
  terminalOffsets,
} from './ledger.js'
import { migrateUpTo } from '../../../test/former-ledger.js'
import { freshDatabase } from '../../../test/fresh-database.js'
import { resultOf } from '../../../test/protocol/claims.js'

let ledger: DataSource

beforeAll(async () => {
  ledger = await openLedger({
    databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'ledger'),
    byKey: true,
  })
})
afterAll(() => ledger.destroy())

const topic = 'claims.submitted'
const at = (offset: number, partition = 0) => ({ topic, partition, offset: String(offset), timestamp: '1767225600000' })
const arrival = (offset: number, claimId: string, version: number, content: string, partition = 0): Arrival => ({
  origin: at(offset, partition),
  result: withIds(resultOf({ claimId, version, revision: 0, content, poisoned: false })),
})
/** Ids that a uuid column takes, the same for the same name. */
const withIds = (result: AuditResult): AuditResult => ({
  ...result,
  findings: result.findings.map((finding, n) => ({
    ...finding,
    findingId: `00000000-0000-5000-8000-0000000${result.claimVersion}${n}${result.claimId.charCodeAt(0).toString().padStart(3, '0')}`,
  })),
})
const record = (arrivals: Arrival[]) =>
  recordBatch(
    ledger,
    {
      claims: arrivals.map(({ result }) => result),
      origins: arrivals.map(({ origin }) => origin),
      lanes: [arrivals[0]?.origin.partition ?? 0],
    },
    (known) => settle(arrivals, known),
  )

describe('migrations', () => {
  it('run once when two processes start at once', async () => {
    const ran = await Promise.all([migrate(ledger), migrate(ledger)])
    expect(ran.map((names) => names.length > 0).sort()).toEqual([false, true])
  })
})

describe('one connection', () => {
  it('is enough to migrate by', async () => {
    const alone = await openLedger({
      databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'alone'),
      poolSize: 1,
      connectMs: 2_000,
    })
    expect((await migrate(alone)).length).toBeGreaterThan(0)
    expect(await migrate(alone)).toEqual([])
    await alone.destroy()
  })
})

describe('a binary array', () => {
  it.each<[string, Element[], unknown[]]>([
    ['text', ['', 'a "quoted" \\ one', '{ä, 😀}', null], ['', 'a "quoted" \\ one', '{ä, 😀}', null]],
    ['text', [], []],
    ['int', [0, -7, 2147483647, null], [0, -7, 2147483647, null]],
    ['bigint', ['9007199254740991', -1], [9007199254740991, -1]],
    ['uuid', ['6fe779fb-12ac-5253-ad3e-5f156575d2d0'], ['6fe779fb-12ac-5253-ad3e-5f156575d2d0']],
    ['date', ['2026-02-28', '1931-01-01', '-infinity', null], ['2026-02-28', '1931-01-01', '-infinity', null]],
    ['smallint', [3, -1], [3, -1]],
    ['bool', [1, 0, null], [true, false, null]],
    ['jsonb', ['{"a":["ß",1]}', null], [{ a: ['ß', 1] }, null]],
    ['bytea', [Buffer.from([0, 255]), Buffer.alloc(0)], ['\\x00ff', '\\x']],
  ])('of %s arrives as it was sent', async (type, elements, held) => {
    const [row]: { held: unknown }[] = await ledger.query(`select to_jsonb($1::${type}[]) as held`, [
      binaryArray(type, elements),
    ])
    expect(row?.held).toEqual(held)
  })
})

describe('a recorded batch', () => {
  it('is there once however often it comes', async () => {
    const batch = [arrival(0, 'A', 1, 'both'), arrival(1, 'B', 1, 'clean')]
    const first = await record(batch)
    const again = await record(batch)
    expect(first.outcomes).toHaveLength(2)
    expect(again.outcomes).toEqual([])
    expect(again.screened.map(({ event }) => event.outcome)).toEqual(['findings', 'clean'])
    const claim = await findClaim(ledger, 't', 'A')
    expect(claim?.versions).toEqual([batch[0]?.result])
    expect(claim?.corrections.map((row) => row.sequence)).toEqual([1, 2])
  })

  it('supersedes by version, withdraws what was asked, and keeps a late one quiet', async () => {
    await record([arrival(2, 'A', 3, 'clean')])
    await record([arrival(3, 'A', 2, 'query')])
    const claim = await findClaim(ledger, 't', 'A')
    expect(claim?.versions.map((row) => row.claimVersion)).toEqual([3, 2, 1])
    expect(claim?.versions.flatMap((row) => row.findings.map((finding) => finding.status))).toEqual([
      'superseded',
      'superseded',
      'superseded',
    ])
    expect(claim?.corrections.map((row) => row.kind)).toEqual(['provider-query', 'code-change', 'withdraw', 'withdraw'])
    expect(claim?.history.map((row) => row.outcome)).toEqual(['superseded', 'clean', 'findings'])
  })

  it('tells a duplicate from a contradiction', async () => {
    const settled = await record([arrival(4, 'B', 1, 'clean'), arrival(5, 'B', 1, 'query')])
    expect(settled.outcomes.map((row) => row.outcome)).toEqual(['duplicate'])
    expect(settled.conflicts.map((each) => each.origin.offset)).toEqual(['5'])
  })

  it('takes turns with another writer of the same claims', async () => {
    const twice = await Promise.all([
      record([arrival(0, 'C', 1, 'query', 1)]),
      record([arrival(0, 'C', 1, 'query', 1)]),
    ])
    expect(twice.map((settled) => settled.outcomes.length).sort()).toEqual([0, 1])
    expect((await findClaim(ledger, 't', 'C'))?.corrections).toHaveLength(1)
  })

  it('holds ten thousand rows in a statement', async () => {
    await record(
      Array.from({ length: 10_000 }, (_, n) => ({
        origin: at(n, 2),
        result: { ...resultOf({ claimId: `N${n}`, version: 1, revision: 0, content: 'clean', poisoned: false }) },
      })),
    )
    expect(await terminalOffsets(ledger, { epoch: 1, topic, partition: 2, low: '0', high: '10000' })).toEqual({
      terminal: 10_000,
      duplicated: [],
      without: [],
    })
  })
})

describe('reconciliation', () => {
  it('names every offset without an outcome, at both ends and between', async () => {
    await record([arrival(3, 'D', 1, 'clean', 3), arrival(5, 'E', 1, 'clean', 3)])
    expect(await terminalOffsets(ledger, { epoch: 1, topic, partition: 3, low: '0', high: '8' })).toEqual({
      terminal: 2,
      duplicated: [],
      without: [
        { first: '0', last: '2' },
        { first: '4', last: '4' },
        { first: '6', last: '7' },
      ],
    })
    expect(await terminalOffsets(ledger, { epoch: 1, topic, partition: 9, low: '5', high: '7' })).toEqual({
      terminal: 0,
      duplicated: [],
      without: [{ first: '5', last: '6' }],
    })
    expect(await terminalOffsets(ledger, { epoch: 1, topic, partition: 9, low: '5', high: '5' })).toEqual({
      terminal: 0,
      duplicated: [],
      without: [],
    })
  })
})

describe('quarantine', () => {
  const quarantined = (offset: number) => ({
    tenant: '_unread',
    claimId: `${topic}/4/${offset}`,
    origin: at(offset, 4),
    concludes: true,
    stage: 'code-validation',
    reason: { code: 'not-json', pointer: null, keyword: null },
    attempts: 1,
    failedAt: at(offset, 4),
    key: null,
    value: Buffer.from([0, 255, 123]),
    headers: {},
  })

  it('quarantines the bytes as they came, and is the origin’s outcome, once', async () => {
    expect(await recordQuarantine(ledger, [quarantined(0)], [4])).toEqual(['quarantined'])
    expect(await recordQuarantine(ledger, [quarantined(0)], [4])).toEqual(['quarantined'])
    const rows: { value: Buffer }[] = await ledger.query('select value from quarantine where origin_partition = 4')
    expect(rows.map((row) => [...row.value])).toEqual([[0, 255, 123]])
    expect((await terminalOffsets(ledger, { epoch: 1, topic, partition: 4, low: '0', high: '1' })).terminal).toBe(1)
  })

  it('leaves the outcome to the audit where only the archive failed', async () => {
    expect(await recordQuarantine(ledger, [{ ...quarantined(2), stage: 'archive', concludes: false }], [4])).toEqual([
      undefined,
    ])
    await record([arrival(2, 'G', 1, 'clean', 4)])
    expect((await findClaim(ledger, 't', 'G'))?.history.map((row) => row.outcome)).toEqual(['clean'])
  })

  it('has answered what is audited after all', async () => {
    await recordQuarantine(ledger, [quarantined(3)], [4])
    const settled = await record([arrival(3, 'H', 1, 'clean', 4)])
    expect([settled.outcomes, settled.results, settled.screened]).toEqual([[], [], []])
  })

  it('leaves an origin the outcome that it has', async () => {
    await record([arrival(1, 'F', 1, 'clean', 4)])
    expect(await recordQuarantine(ledger, [quarantined(1)], [4])).toEqual(['clean'])
  })

  it('gives every offset of a batch its outcome, and no offset a second one', async () => {
    await record([arrival(10_040, 'I', 1, 'clean', 5)])
    const batch = { ...quarantined(20), origin: at(20, 5), claimId: `${topic}/5/20`, lastOffset: '20049' }
    await recordQuarantine(ledger, [{ ...batch, stage: 'archive', concludes: false }], [5])
    expect((await terminalOffsets(ledger, { epoch: 1, topic, partition: 5, low: '20', high: '20050' })).terminal).toBe(
      1,
    )
    for (let time = 0; time < 2; time += 1) {
      await recordQuarantine(ledger, [batch], [5])
      expect(await terminalOffsets(ledger, { epoch: 1, topic, partition: 5, low: '20', high: '20050' })).toEqual({
        terminal: 20_030,
        duplicated: [],
        without: [],
      })
    }
    const [row]: object[] = await ledger.query(
      `select claim_id, outcome, reason_code from recorded_outcome where origin_partition = 5 and origin_offset = 20049`,
    )
    expect(row).toEqual({ claim_id: `${topic}/5/20049`, outcome: 'quarantined', reason_code: batch.reason.code })
    const inPartition = (await findQuarantined(ledger, {}, { limit: 1_000 })).items.filter(
      ({ failedAt, lastOffset }) => failedAt.topic === topic && lastOffset !== undefined,
    )
    expect(inPartition.map(({ name, lastOffset }) => `${name} ${lastOffset}`).sort()).toEqual(
      [`${topic}/5/20/archive 20049`, `${topic}/5/20/${batch.stage} 20049`].sort(),
    )
  })
})

describe('the outbox', () => {
  const isSomebodyWaiting = async (): Promise<boolean> =>
    (
      await ledger.query(
        `select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
      )
    ).length > 0

  it('hands over in order, again where that failed, and once where two relays look at once', async () => {
    const sequences = (events: OutboxEvent[]): number[] =>
      events.map(({ body }) => (JSON.parse(body) as { sequence: number }).sequence)
    const handed: OutboxEvent[][] = []
    const take = async (events: OutboxEvent[]): Promise<void> => void handed.push(events)
    const refuse = async (events: OutboxEvent[]): Promise<void> => {
      await take(events)
      throw new Error('Kafka is away')
    }
    await expect(relayOutbox(ledger, 3, refuse)).rejects.toThrow('Kafka is away')
    let second: Promise<unknown> | undefined
    await relayOutbox(ledger, 3, async (events) => {
      await take(events)
      second = relayOutbox(ledger, 100, take)
      // Until the second has been stopped by the first, or has not been.
      while (handed.length === 2 && !(await isSomebodyWaiting())) continue
    })
    await second
    const [refused, first, rest = []] = handed.map(sequences)
    expect([refused, first]).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(rest.length).toBeGreaterThan(0)
    const cleared = handed
      .slice(1)
      .flat()
      .map(({ id }) => Number(id))
    expect(cleared).toEqual([...new Set(cleared)].sort((a, b) => a - b))
    expect(await relayOutbox(ledger, 100, take)).toMatchObject({ sent: 0 })
  })
})

describe('findings, asked for', () => {
  it('come in pages that neither repeat nor leave out, in any order', async () => {
    for (const sort of ['recordedAt', 'totalCharge', 'rule', 'dischargeDate', 'claimId', 'severity'] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page = await findFindings(
          ledger,
          {},
          { limit: 2, sort, descending: sort === 'recordedAt', ...(cursor !== null && { cursor }) },
        )
        seen.push(...page.items.map((item) => item.findingId))
        cursor = page.cursor
      } while (cursor !== null)
      expect(seen.length).toBe(4)
      expect(new Set(seen).size).toBe(4)
    }
  })

  it.each<[FindingSort, unknown]>([
    ['recordedAt', '2026-02-30 10:00:00+00'],
    ['recordedAt', 'SECRET'],
    ['recordedAt', '0000-01-01 10:00:00+00'],
    ['totalCharge', '1e999999'],
    ['totalCharge', 'SECRET'],
    ['dischargeDate', '2026-13-01'],
    ['dischargeDate', '99999999-01-01'],
    ['rule', 'a\0b'],
    ['rule', '\ud800'],
    ['rule', 'x'.repeat(2_000)],
    ['rule', 7],
  ])('refuse a forged cursor before Postgres sees it: %s %j', async (sort, sorted) => {
    await expect(forged(sort, [sorted, '6fe779fb-12ac-5253-ad3e-5f156575d2d0', 0])).rejects.toThrow(RangeError)
  })

  it('refuse forged ids and revisions likewise', async () => {
    for (const id of ['-'.repeat(36), '6fe779fb', 7])
      await expect(forged('rule', ['r', id, 0])).rejects.toThrow(RangeError)
    for (const revision of [-1, 0.5, 2 ** 31, '0', null])
      await expect(forged('rule', ['r', '6fe779fb-12ac-5253-ad3e-5f156575d2d0', revision])).rejects.toThrow(RangeError)
  })

  it('narrow by what teams ask', async () => {
    const ask = async (filter: object) =>
      (await findFindings(ledger, filter, { limit: 100, sort: 'recordedAt', descending: true })).items.length
    expect(await ask({ rule: 'rule.query' })).toBe(3)
    expect(await ask({ status: 'open' })).toBe(1)
    expect(await ask({ status: 'superseded', claimId: 'A' })).toBe(3)
    expect(await ask({ code: 'M43.02' })).toBe(4)
    expect(await ask({ dischargeFrom: '2026-01-01', totalChargeFrom: 5 })).toBe(0)
    await expect(ask({ rule: "'; drop table work_finding --" })).resolves.toBe(0)
    await expect(
      findFindings(ledger, {}, { limit: 1, sort: 'rule', descending: false, cursor: 'rubbish' }),
    ).rejects.toThrow(RangeError)
  })
})

const forged = (sort: FindingSort, parts: unknown[]): Promise<unknown> => {
  const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url')
  return findFindings(ledger, {}, { limit: 1, sort, descending: false, cursor })
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = []
  for await (const item of items) read.push(item)
  return read
}

describe('the archive', () => {
  const raw = (
    offset: number,
    timestamp: number | string,
    value: string | null = '{"claimId":"A"}',
    partition = 0,
  ) => ({
    topic,
    partition,
    offset: String(offset),
    timestamp: String(timestamp),
    key: Buffer.from('t:A'),
    value: value === null ? null : Buffer.from(value),
    headers: { a: 'b' },
  })
  const everything = { fromTime: undefined, toTime: undefined }
  const read = (partition: number, o: { from?: string; to?: string; span?: Partial<ArchivedSpan> } = {}) =>
    all(
      readArchived(
        ledger,
        { topic, ...everything, ...o.span },
        { epoch: 1, partition, from: o.from ?? '0', to: o.to ?? '9999999' },
      ),
    )
  const offsets = async (...asked: Parameters<typeof read>) =>
    (await read(...asked)).map(({ offset }) => Number(offset))
  const FIRST_OF_MAY = Date.UTC(2026, 4, 1)

  it('keeps the bytes by month, whatever the timestamp, once however often they come', async () => {
    const [soon, later] = [new Date(), new Date()].map((date, n) =>
      new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - 120 - 1 + n, 20)).getTime(),
    ) as [number, number]
    const events = [
      raw(2, 1767225600000),
      raw(1, 0),
      raw(0, Date.now()),
      raw(7, '9223372036854775807'),
      raw(8, -1),
      raw(9, soon),
      raw(10, later, null),
    ]
    await Promise.all([archiveBatch(ledger, events), archiveBatch(ledger, events)])
    expect((await read(0)).map(({ offset, timestamp, value }) => [offset, timestamp, value && String(value)])).toEqual(
      events
        .map(({ offset, timestamp, value }) => [offset, timestamp, value && String(value)])
        .sort(([a], [b]) => Number(a) - Number(b)),
    )
    expect((await findClaim(ledger, 't', 'A'))?.submitted).toEqual(null)
  })

  it('still takes a month that is near now and had events while it was far', async () => {
    const farMonth = new Date()
    const near = Date.UTC(farMonth.getUTCFullYear(), farMonth.getUTCMonth() + 1, 5)
    await ledger.query(
      'insert into archived_block_other (topic, partition, first_offset, last_offset, origin_at, last_at, events, body) select topic, partition, 77, 77, $1, $1, 0, body from archived_block limit 1',
      [new Date(near).toISOString()],
    )
    await archiveBatch(ledger, [raw(1, near, '{}', 5)])
    expect(await offsets(5)).toEqual([1])
  })

  it('keeps each event once where a batch comes again with other ends, and what lies between', async () => {
    const batch = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => raw(from + n, FIRST_OF_MAY, `${from + n}`, 1))
    for (const [from, to] of [
      [10, 20],
      [15, 32],
      [40, 50],
      [5, 60],
      [0, 7],
    ] as const)
      await archiveBatch(ledger, batch(from, to))
    expect(await offsets(1)).toEqual(Array.from({ length: 60 }, (_, n) => n))
    const blocks: { first: number; last: number }[] = await ledger.query(
      'select first_offset::int as first, last_offset::int as last from archived_block where partition = 1 order by 1',
    )
    expect(blocks.every(({ first }, at) => at === 0 || first > (blocks[at - 1]?.last ?? 0))).toBe(true)
    expect(blocks).toHaveLength(7)
  })

  it('reads by offset and by time, over the ends of blocks and of months', async () => {
    const hour = 3_600_000
    const span = Array.from({ length: 60 }, (_, n) => raw(n, FIRST_OF_MAY + (n - 30) * hour, null, 2))
    for (let from = 0; from < 60; from += 7) await archiveBatch(ledger, span.slice(from, from + 7))
    expect(await offsets(2, { from: '9', to: '52' })).toEqual(Array.from({ length: 43 }, (_, n) => 9 + n))
    expect(await offsets(2, { span: { fromTime: FIRST_OF_MAY - 3 * hour, toTime: FIRST_OF_MAY + 2 * hour } })).toEqual([
      27, 28, 29, 30, 31,
    ])
    const [range] = (
      await archivedRanges(ledger, { topic, fromTime: FIRST_OF_MAY - 3 * hour, toTime: FIRST_OF_MAY + 2 * hour })
    ).filter(({ partition }) => partition === 2)
    expect([Number(range?.low) <= 27, Number(range?.high) >= 32]).toEqual([true, true])
  })

  it('loses nothing that is still written while it is packed again', async () => {
    const former = await openLedger({ databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'written') })
    try {
      await migrateUpTo(former, 'ArchivedBlocks')
      const write = (from: number, to: number): string =>
        `insert into raw_event (topic, partition, "offset", origin_at, headers) select '${topic}', 0, n, '2026-04-30Z', '{}' from generate_series(${from}, ${to}) n`
      const writer = former.createQueryRunner()
      await writer.startTransaction()
      await writer.query(write(0, 9))
      const migrating = migrate(former)
      const waiting =
        "select exists (select from pg_locks where relation = 'raw_event'::regclass and mode = 'ShareLock' and not granted) as yes"
      for (let yes = false, until = Date.now() + 3_000; !yes && Date.now() < until;)
        [{ yes }] = (await former.query(waiting)) as [{ yes: boolean }]
      const late = former.query(write(10, 19)).catch((error: Error) => error.message)
      await writer.commitTransaction()
      await writer.release()
      await migrating
      expect(await late).toBe('relation "raw_event" does not exist')
      expect(
        await all(readArchived(former, { topic, ...everything }, { epoch: 1, partition: 0, from: '0', to: '20' })),
      ).toHaveLength(10)
    } finally {
      await former.destroy()
    }
  })

  it('packs again what was kept one by one', async () => {
    const former = await openLedger({ databaseUrl: await freshDatabase(process.env['DATABASE_URL'] ?? '', 'former') })
    try {
      await migrateUpTo(former, 'ArchivedBlocks')
      await former.query(
        `insert into raw_event (topic, partition, "offset", origin_at, key, headers, value_zstd) select $1, n % 2, n, timestamptz '2026-04-30Z' + n * interval '1 minute', 'k', '{"h":"1"}', case when n > 3 then $2::bytea end from generate_series(0, 2999) n`,
        [topic, zstdCompressSync(Buffer.from('{"claimId":"B"}'))],
      )
      await migrate(former)
      const events = await all(
        readArchived(former, { topic, ...everything }, { epoch: 1, partition: 1, from: '0', to: '3000' }),
      )
      expect(events).toHaveLength(1_500)
      expect(events.at(-1)).toMatchObject({
        offset: '2999',
        timestamp: String(Date.UTC(2026, 3, 30) + 2_999 * 60_000),
        key: Buffer.from('k'),
        headers: { h: '1' },
        value: Buffer.from('{"claimId":"B"}'),
      })
      expect(events[0]).toMatchObject({ offset: '1', value: null })
    } finally {
      await former.destroy()
    }
  })
})
