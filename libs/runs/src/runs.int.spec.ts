import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import kafkajs from 'kafkajs'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import { claimKey } from '@claims-audit/contracts'
import type { RunFilter, RunRequest, SubmittedClaim } from '@claims-audit/contracts'
import { createTopics, readAll, storableHeaders } from '@claims-audit/event-log'
import {
  actOnRun,
  archiveBatch,
  askRun,
  deleteRun,
  diffRuns,
  findRun,
  findSkipped,
  migrate,
  openLedger,
} from '@claims-audit/ledger'
import type { AuditRun, SkippedEvent } from '@claims-audit/ledger'
import { openKnowledge } from '@claims-audit/reference'
import { syntheticClaims } from '../../../test/e2e/synthetic-claims.js'
import { withAdmin } from '../../event-log/src/connect/client.js'
import { parquetWriteFile } from 'hyparquet-writer'
import { canWorkOn, openPinned, outcomeOf, planRun, workOnRun } from './runs.js'
import { corruptLz4, emptyRecords, sendPacked } from '../../../test/producers/packed.js'
import { freshDatabase } from '../../../test/fresh-database.js'

let ledger: Awaited<ReturnType<typeof openLedger>>
let databaseUrl: string
const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
const folder = mkdtempSync(join(tmpdir(), 'runs-'))

beforeAll(async () => {
  databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'runs')
  ledger = await openLedger({ databaseUrl })
  await migrate(ledger)
})
afterAll(() => ledger.destroy())

const COUNT = 1_200
const claims = [...syntheticClaims(COUNT, 8, 'run')]
/** A claim twice, a version that contradicts, a newer one and a late one, and what is no claim. */
const lines = [
  ...claims.map((claim) => JSON.stringify(claim)),
  JSON.stringify(claims[0]),
  JSON.stringify({ ...claims[1], billedDrg: '999' }),
  JSON.stringify({ ...claims[2], version: 3 }),
  JSON.stringify({ ...claims[2], version: 2 }),
  '{"claimId":',
  '',
  JSON.stringify({ ...claims[3], claimId: 'long-ago', admissionDate: '2019-01-01', dischargeDate: '2019-01-02' }),
]
const text = `${lines.join('\n')}\n`

function file(name: string, bytes: Buffer | string): string {
  writeFileSync(join(folder, name), bytes)
  return join(folder, name)
}
const plain = file('claims.jsonl', text)

async function planned(source: RunRequest['source'], more: Partial<RunRequest> = {}): Promise<number> {
  const run = await askRun(ledger, { source, ...more }, { ruleDirectories: [] })
  await planRun(ledger, run, { cluster: brokers })
  return run
}
const work = (run: number, threads = 1) => workOnRun(ledger, run, { databaseUrl, cluster: brokers, threads })
const whole = async (source: RunRequest['source'], more: Partial<RunRequest> = {}, threads = 1): Promise<AuditRun> =>
  work(await planned(source, more), threads)
/** The undisturbed run over the plain file, which others are compared with. */
let plainRun: Promise<AuditRun> | undefined
const undisturbed = (): Promise<AuditRun> => (plainRun ??= whole(files(plain)))
const files = (...names: string[]): RunRequest['source'] => ({ kind: 'files', files: names })
async function skipped(run: number): Promise<SkippedEvent[]> {
  const found: SkippedEvent[] = []
  for await (const event of findSkipped(ledger, run)) found.push(event)
  return found
}

describe('a run over files', () => {
  let first: AuditRun
  beforeAll(async () => {
    first = await undisturbed()
  })

  it('records what the audit says of each claim, and counts every event once', async () => {
    expect(first).toMatchObject({
      state: 'done',
      units: 2,
      unitsDone: 2,
      tally: {
        read: COUNT + 6,
        filtered: 0,
        duplicate: 1,
        superseded: 1,
        versionConflict: 1,
        rejected: { 'not-json': 1, 'outside-editions': 1 },
      },
    })
    const knowledge = openKnowledge()
    const rows: { claim_id: string; body: object }[] = await ledger.query(
      "select claim_id, f as body from recorded_run_claim, jsonb_array_elements(body::jsonb -> 'findings') with ordinality as t(f, place) where run = $1 and claim_id in ('run-5', 'run-6') order by claim_id, place",
      [first.id],
    )
    const expected = claims.slice(5, 7).flatMap((claim) => {
      const result = auditClaim(normalizeClaim(claim as SubmittedClaim), knowledge)
      return 'rejected' in result ? [] : result.findings.map((body) => ({ claim_id: claim.claimId, body }))
    })
    expect(rows).toEqual(expected)
  })

  it('names what it skipped, by file and line', async () => {
    expect(
      (await skipped(first.id)).map(({ place, outcome, claimId, reason }) => [place, outcome, claimId, reason]),
    ).toEqual([
      [`${plain}:${COUNT + 1}`, 'duplicate', 'run-0', null],
      [`${plain}:${COUNT + 2}`, 'version-conflict', 'run-1', null],
      [`${plain}:${COUNT + 5}`, 'rejected', null, 'not-json'],
      [`${plain}:${COUNT + 7}`, 'rejected', 'long-ago', 'outside-editions'],
    ])
  })

  it('gives the same digest and rows packed or not, by one thread or several, in one file or two', async () => {
    const half = Math.floor(text.length / 2)
    // Where a unit ends: a digest is of units.
    const cutAt = lines.slice(0, 1_000).join('\n').length + 1
    const others = [
      await whole(files(file('claims.jsonl.gz', gzipSync(text))), {}, 1),
      await whole(
        files(
          file(
            'claims.zst',
            Buffer.concat([zstdCompressSync(text.slice(0, half)), zstdCompressSync(text.slice(half))]),
          ),
        ),
        {},
        3,
      ),
      await whole(files(file('1.jsonl', text.slice(0, cutAt)), file('2.jsonl', text.slice(cutAt)))),
    ]
    const rows = lines.filter((line) => line !== '')
    // Rows have no empty ones among them; units of lines and of rows begin alike all the same.
    const parquet = join(folder, 'claims.parquet')
    parquetWriteFile({
      filename: parquet,
      columnData: [
        { name: 'at', data: rows.map((_, n) => n) },
        { name: 'value', data: rows, type: 'STRING' },
      ],
      rowGroupSize: 2_000,
    })
    others.push(await whole(files(parquet)))
    const last = (await skipped(others.at(-1)?.id as number)).at(-1)
    expect(last).toMatchObject({ place: `${parquet}:${rows.length}`, claimId: 'long-ago' })
    for (const other of others) {
      expect(other).toMatchObject({ digest: first.digest, tally: first.tally })
      for (const table of ['recorded_run_claim']) {
        const rows = await ledger.query(
          `select count(*)::int as n from ((select to_jsonb(t) - 'run' from ${table} t where run = $1) except (select to_jsonb(t) - 'run' from ${table} t where run = $2)) as d`,
          [first.id, other.id],
        )
        expect({ table, different: rows[0].n as number }).toEqual({ table, different: 0 })
      }
    }
  }, 120_000)

  it('audits only what is asked for', async () => {
    const { tally } = await whole(files(plain), {
      only: { facility: 'F2', dischargeFrom: '2026-01-01', dischargeTo: '2026-02-06' },
    })
    const ofF2 = claims.filter((claim) => claim.facility?.id === 'F2').length
    // What is no JSON may be of that facility; what names another claim is not.
    expect((tally?.clean ?? 0) + (tally?.findings ?? 0) + (tally?.rejected['not-json'] ?? 0)).toBeGreaterThanOrEqual(
      ofF2,
    )
    expect(tally).toMatchObject({ read: COUNT + 6, rejected: { 'not-json': 1 } })
    const one = await whole(files(plain), { only: { claimId: 'run-7' } })
    expect(one.tally).toMatchObject({ read: COUNT + 6, filtered: COUNT + 4, rejected: { 'not-json': 1 } })
  }, 60_000)

  it('groups by a version that is forced, and says so', async () => {
    const forced = await whole(files(plain), { editions: { msDrg: '44.0' }, only: { claimId: 'run-0' } })
    const [row] = await ledger.query(
      "select editions::jsonb ->> 'msDrg' as version, body::jsonb -> 'drg' -> 'asSubmitted' -> 'weight' as weight from recorded_run_claim where run = $1",
      [forced.id],
    )
    expect(row).toEqual({ version: '44.0', weight: null })
    expect(forced.editions?.msDrg).toBe('44.0')
  })

  it('judges by the codes that are forced, says so, and differs from other codes by what became of them', async () => {
    // A code until FY2025, a header since.
    const retired = {
      ...claims[0],
      claimId: 'retired',
      admissionDate: '2025-06-01',
      dischargeDate: '2025-06-05',
      diagnoses: [{ sequence: 1, role: 'principal', code: 'G35', poa: 'Y' }],
    }
    const source = files(file('retired.jsonl', JSON.stringify(retired)))
    const byDate = await whole(source)
    const [before, after] = [
      await whole(source, { editions: { icd10: 'FY2025' } }),
      await whole(source, { editions: { icd10: 'FY2026' } }),
    ]
    expect([byDate, before, after].map(({ editions }) => editions?.icd10)).toEqual([null, 'FY2025', 'FY2026'])
    expect(new Set([byDate, before, after].map(({ digest }) => digest)).size).toBe(3)
    const [row] = await ledger.query(
      'select editions::jsonb, discharge_date::text as discharged from recorded_run_claim where run = $1',
      [after.id],
    )
    expect(row).toMatchObject({
      editions: { icd10: 'FY2026', msDrg: '42.1', notes: 'FY2026 April' },
      discharged: '2025-06-05',
    })
    const { rules } = await diffRuns(ledger, before.id, after.id)
    expect(rules.filter(({ gained }) => gained > 0)).toMatchObject([{ name: 'code.not-billable', gained: 1 }])
  })
})

describe('a run that several work on', () => {
  it('is shared out, and settled by one of them', async () => {
    const alone = await undisturbed()
    const run = await planned(files(plain))
    const ended = await Promise.all([work(run, 1), work(run, 1), work(run, 2)])
    expect(ended.at(-1)).toMatchObject({ unitsDone: 2, digest: alone.digest, tally: alone.tally })
    expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(['done']))
  }, 60_000)

  it('is given up by all of them where somebody cancels it', async () => {
    const run = await planned(files(plain))
    let cancelled: Promise<unknown> | undefined
    const ended = await workOnRun(ledger, run, {
      databaseUrl,
      threads: 1,
      onAudited: () => void (cancelled ??= actOnRun(ledger, run, 'cancel')),
    })
    expect(ended).toMatchObject({ state: 'cancelled', unitsDone: 1, digest: null })
    await actOnRun(ledger, run, 'resume')
    expect(await work(run)).toMatchObject({ state: 'done' })
  }, 60_000)

  it('is not deleted under them', async () => {
    const run = await planned(files(plain))
    expect(await deleteRun(ledger, run)).toBe(false)
    await work(run)
    expect(await deleteRun(ledger, run)).toBe(true)
    await expect(work(run)).rejects.toThrow(`there is no run ${run}`)
  }, 60_000)
})

describe('a run by another rule set', () => {
  it('is pinned to it, and differs by what its rules find', async () => {
    const pack = mkdtempSync(join(tmpdir(), 'pack-'))
    for (const name of ['excludes1.yaml', 'excludes1.cases.yaml'])
      writeFileSync(
        join(pack, name),
        readFileSync(new URL(`../../audit/packs/codes/${name}`, import.meta.url), 'utf8').replace(
          'code.excludes1',
          'mine.excludes1',
        ),
      )
    const shipped = await undisturbed()
    const run = await askRun(ledger, { source: files(plain) }, { ruleDirectories: [pack] })
    await planRun(ledger, run)
    const own = await work(run)
    expect(own.editions?.ruleSet).not.toBe(shipped.editions?.ruleSet)
    const { rules, findings } = await diffRuns(ledger, shipped.id, own.id)
    expect(rules).toMatchObject([{ name: 'mine.excludes1', lost: 0, changed: 0, reworded: 0 }])
    expect(findings.gained).toBeGreaterThan(0)

    // Another process, which was not told of the pack.
    const again = await askRun(
      ledger,
      { source: files(plain), editions: { ruleSet: own.editions?.ruleSet as string } },
      { ruleDirectories: [] },
    )
    await expect(planRun(ledger, again)).rejects.toThrow(
      `rule set ${own.editions?.ruleSet} is not loaded: the packs here make ${shipped.editions?.ruleSet}`,
    )
    const told = await askRun(
      ledger,
      { source: files(plain), editions: { ruleSet: own.editions?.ruleSet as string } },
      { ruleDirectories: [pack] },
    )
    await planRun(ledger, told)
    expect(await work(told)).toMatchObject({ state: 'done', digest: own.digest })
  }, 60_000)
})

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
    fromTopic = await whole(log)
  }, 120_000)

  it('audits all that a topic holds, as it would a file of it, and names events by partition and offset', async () => {
    expect(fromTopic.tally).toMatchObject({
      read: COUNT + 9,
      duplicate: 1,
      superseded: 1,
      versionConflict: 1,
      rejected: { 'not-json': 1, schema: 1, 'outside-editions': 1, 'unknown-type': 1, empty: 1 },
    })
    expect((await skipped(fromTopic.id)).filter(({ reason }) => reason === 'unknown-type')).toMatchObject([
      { place: expect.stringMatching(/^[012]\/\d+$/), claimId: 'other' },
    ])
  })

  it('gives the same digest from the archive', async () => {
    const events = await readAll(brokers, topic)
    await archiveBatch(
      ledger,
      events.map(({ headers, ...event }) => ({ ...event, headers: storableHeaders(headers) })),
    )
    const fromArchive = await whole(archive)
    expect(fromArchive).toMatchObject({ digest: fromTopic.digest, tally: fromTopic.tally })
  }, 60_000)

  it.each([
    ['topic', log],
    ['archive', archive],
  ] as [string, RunRequest['source']][])(
    'reads by time, by partition and by offset: %s',
    async (_, source) => {
      const first = await whole({ ...source, toTime: '2026-03-02' } as RunRequest['source'])
      const second = await whole({ ...source, fromTime: '2026-03-02T00:00Z' } as RunRequest['source'])
      expect([first.tally?.read, second.tally?.read]).toEqual([COUNT / 2 + 1, COUNT / 2 + 8])
      const one = await whole({ ...source, partitions: [1], fromOffset: '3', toOffset: '5' } as RunRequest['source'])
      expect(one).toMatchObject({ units: 1, tally: { read: 2 } })
      expect((await whole({ ...source, partitions: [9] } as RunRequest['source'])).tally?.read).toBe(0)
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
    const run = await whole({ kind: 'topic', topic: own })
    expect(run).toMatchObject({ units: 2, tally: { read: 1_003, rejected: { empty: 998, 'batch-unreadable': 5 } } })
  }, 60_000)

  it('stops where an offset has expired before it was read, and says so', async () => {
    const run = await planned(log)
    await withAdmin(brokers, async (admin) => {
      await admin.fetchTopicOffsets(topic)
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 2, offset: '7' }] })
    })
    await expect(work(run)).rejects.toThrow(`offset 0 of ${topic}, partition 2, has expired: the log begins at 7 now`)
    expect((await findRun(ledger, run))?.state).toBe('failed')
    const late = await askRun(ledger, { source: { kind: 'topic', topic, fromOffset: '5' } }, { ruleDirectories: [] })
    await expect(planRun(ledger, late, { cluster: brokers })).rejects.toThrow('offset 5 of')
    expect((await whole({ kind: 'topic', topic, fromOffset: '7' })).state).toBe('done')
  }, 60_000)
})

/** As the job of deploy/spark writes it; its parts hold the rows in whatever order. */
function engineOutput(
  name: string,
  archive: { file: string; groups: number[]; rows: (string | null)[] }[],
  o: {
    parts?: number
    editions?: (part: number) => object
    only?: RunFilter
    filters?: (part: number) => object
    done?: boolean
  } = {},
): string {
  const { parts = 3, editions = () => ({}), only = {}, filters = () => only, done = true } = o
  const directory = join(folder, name)
  const { knowledge, editions: own } = openPinned({ ruleDirectories: [] })
  const write = (
    what: string,
    part: number,
    rows: Record<string, unknown>[],
    types: Record<string, 'STRING' | 'INT64' | 'INT32'>,
  ): void => {
    mkdirSync(join(directory, what), { recursive: true })
    const columnData = Object.entries(types).map(([column, type]) => ({
      name: column,
      type,
      data: rows.map((row) => (type === 'INT64' ? BigInt(row[column] as number) : row[column])),
    }))
    parquetWriteFile({ filename: join(directory, what, `part-${part}.parquet`), columnData, rowGroupSize: 400 })
    if (done) writeFileSync(join(directory, what, '_SUCCESS'), '')
  }
  const made = archive.flatMap(({ file, rows }) =>
    rows.map((value, row) => {
      const outcome = outcomeOf({ ordinal: row, value, key: null }, knowledge, only)
      return { file, row, result: JSON.stringify('result' in outcome ? outcome.result : outcome) }
    }),
  )
  for (let part = 0; part < parts; part += 1) {
    const its = made
      .filter((_, n) => Math.floor(n / 350) % parts === parts - 1 - part)
      .map((row) => ({
        ...row,
        editions: JSON.stringify({ ...own, ...editions(part) }),
        only: JSON.stringify(filters(part)),
      }))
    write('results', part, its, { file: 'STRING', row: 'INT64', editions: 'STRING', only: 'STRING', result: 'STRING' })
  }
  const groups = archive.flatMap(({ file, groups: sizes }, place) =>
    sizes.map((rows, at) => ({
      place,
      file,
      bytes: 1,
      first: sizes.slice(0, at).reduce((sum, size) => sum + size, 0),
      rows,
    })),
  )
  write('summary', 0, groups.reverse(), {
    place: 'INT32',
    file: 'STRING',
    bytes: 'INT64',
    first: 'INT64',
    rows: 'INT64',
  })
  return directory
}

describe('what a distributed engine audited', () => {
  const rows = [...lines, null, '{"claimId":\n"a"}']
  const archive = (): { file: string; groups: number[]; rows: (string | null)[] }[] => {
    const halves = [rows.slice(0, 650), rows.slice(650)]
    return halves.map((data, n) => {
      const filename = join(folder, `archive-${n}.parquet`)
      parquetWriteFile({ filename, columnData: [{ name: 'value', data, type: 'STRING' }], rowGroupSize: 600 })
      return { file: filename, groups: data.length > 600 ? [600, data.length - 600] : [data.length], rows: data }
    })
  }
  const engine = (directory: string): RunRequest['source'] => ({ kind: 'engine', directory })

  it('becomes a run like that over the same files: the same rows, the same digest', async () => {
    const files = archive()
    const audited = await whole({ kind: 'files', files: files.map(({ file }) => file) })
    const imported = await whole(engine(engineOutput('output', files)))
    expect(imported).toMatchObject({
      state: 'done',
      digest: audited.digest,
      tally: audited.tally,
      editions: audited.editions,
      units: audited.units,
      events: rows.length,
    })
    expect(imported.inputs?.slice(0, 3)).toEqual([
      ...files.map(({ file }) => ({ file, bytes: 1, digest: null })),
      {
        file: join(folder, 'output/summary/part-0.parquet'),
        bytes: expect.any(Number),
        digest: expect.stringMatching(/^sha256:/),
      },
    ])
    expect(await skipped(imported.id)).toEqual(await skipped(audited.id))
    for (const table of ['recorded_run_claim', 'run_skipped', 'run_unit']) {
      const of = async (run: number): Promise<unknown[]> =>
        ledger.query(`select to_jsonb(t) - 'run' - 'done_at' as row from ${table} t where run = $1 order by 1`, [run])
      expect(await of(imported.id)).toEqual(await of(audited.id))
    }
    expect((await diffRuns(ledger, audited.id, imported.id)).findings).toMatchObject({
      gained: 0,
      lost: 0,
      changed: 0,
      reworded: 0,
    })
    expect(await deleteRun(ledger, imported.id)).toBe(true)
  }, 60_000)

  it('with a filter becomes a run like that with the same filter, and says which', async () => {
    const files = archive()
    const only = { facility: 'F2', dischargeFrom: '2026-01-01' }
    const audited = await whole({ kind: 'files', files: files.map(({ file }) => file) }, { only })
    const imported = await whole(engine(engineOutput('filtered', files, { only })))
    expect(imported).toMatchObject({ digest: audited.digest, tally: audited.tally, request: { only } })
    expect(imported.tally?.filtered).toBeGreaterThan(0)
    expect(await skipped(imported.id)).toEqual(await skipped(audited.id))
  }, 60_000)

  it('stops when it is told to, and goes on to the same end; not with what was changed meanwhile', async () => {
    const directory = engineOutput('halfway', archive())
    const run = await planned(engine(directory))
    const stop = new AbortController()
    expect(
      await workOnRun(ledger, run, { databaseUrl, threads: 1, signal: stop.signal, onAudited: () => stop.abort() }),
    ).toMatchObject({ state: 'running', unitsDone: 1 })
    const part = join(directory, 'results/part-1.parquet')
    renameSync(part, `${part}.away`)
    await expect(work(run)).rejects.toThrow(/no such file/)
    renameSync(`${part}.away`, part)
    await actOnRun(ledger, run, 'resume')
    expect(await work(run)).toMatchObject({ state: 'done', digest: (await whole(engine(directory))).digest })
  }, 60_000)

  it('is refused where it is not whole, holds a row twice, or was made by other editions', async () => {
    const files = archive()
    const refusal = async (directory: string, message: RegExp, more: Partial<RunRequest> = {}): Promise<void> => {
      const run = await askRun(ledger, { source: engine(directory), ...more }, null)
      await expect(planRun(ledger, run)).rejects.toThrow(message)
      expect(await findRun(ledger, run)).toMatchObject({ state: 'failed', units: 0 })
    }
    const [first = { file: '', groups: [], rows: [] }, second = first] = files
    await refusal(
      engineOutput('undone', files, { done: false }),
      /undone is not complete: results\/_SUCCESS is missing/,
    )
    await refusal(
      engineOutput('short', [first, { ...second, groups: [second.rows.length + 1] }]),
      new RegExp(`short lacks row ${second.rows.length + 1} of .*archive-1`),
    )
    await refusal(
      engineOutput('long', [first, { ...second, groups: [second.rows.length - 1] }]),
      /long holds row \d+ of .*archive-1\.parquet, which the job does not say that it read/,
    )
    const twice = engineOutput('twice', files)
    copyFileSync(join(twice, 'results/part-1.parquet'), join(twice, 'results/part-9.parquet'))
    await refusal(twice, /twice holds row \d+ twice of/)
    await refusal(
      engineOutput('mixed', files, { editions: (part) => (part === 1 ? { reference: 'sha256:others' } : {}) }),
      /mixed was made by several editions, which differ in reference/,
    )
    await refusal(engineOutput('other', files), /other was made by the rule set sha256:[0-9a-f]+, not by sha256:0+/, {
      editions: { ruleSet: `sha256:${'0'.repeat(64)}` },
    })
    await refusal(engineOutput('grouped', files), /grouped was grouped by MS-DRG of each discharge date, not 44\.0/, {
      editions: { msDrg: '44.0' },
    })
    await refusal(
      engineOutput('sieved', files, { filters: (part) => (part === 1 ? { facility: 'F1' } : {}) }),
      /sieved was made with several filters: /,
    )
    await refusal(
      engineOutput('coded', files),
      /coded was judged by the ICD-10 codes of each discharge date, not FY2026/,
      { editions: { icd10: 'FY2026' } },
    )
    await refusal(engineOutput('empty', [], { parts: 1 }), /empty holds no events/)
  }, 60_000)
})

describe('what cannot be run', () => {
  const refused = async (source: RunRequest['source'], more: Partial<RunRequest>, message: RegExp) => {
    const run = await askRun(ledger, { source, ...more }, { ruleDirectories: [] })
    await expect(planRun(ledger, run, { cluster: brokers })).rejects.toThrow(message)
    expect(await findRun(ledger, run)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(message),
      units: 0,
    })
    return run
  }

  it('is told before anything is audited, and can be run once it is mended', async () => {
    const packed = gzipSync(text)
    const cut = file('cut.gz', packed.subarray(0, packed.length / 2))
    const run = await refused(files(cut), {}, /cut\.gz is cut short: its gzip data end in the middle/)
    await refused(
      files(file('bad.gz', Buffer.concat([gzipSync(text), Buffer.from('rubbish')]))),
      {},
      /bad\.gz is damaged/,
    )
    await refused(files(join(folder, 'none.jsonl')), {}, /no such file.*none\.jsonl/)
    await refused(files(folder), {}, /^.*runs-\w+ is a directory; name the files in it$/)
    for (const fromTime of [undefined, '2026-03-01'])
      await refused(
        { kind: 'topic', topic: 'test.none', ...(fromTime !== undefined && { fromTime }) },
        {},
        /^the cluster has no topic test\.none$/,
      )
    await refused(
      files(plain),
      { editions: { ruleSet: `sha256:${'0'.repeat(64)}` } },
      /rule set sha256:0+ is not loaded: the packs here make sha256:[0-9a-f]{64}/,
    )
    await refused(files(plain), { editions: { msDrg: '99.0' } }, /MS-DRG 99\.0 is not loaded; there are 40\.0/)
    await refused(
      files(plain),
      { editions: { icd10: 'FY1999' } },
      /ICD-10 FY1999 is not loaded; there are FY2023, FY2023 April, .*FY2027$/,
    )

    writeFileSync(cut, gzipSync(text))
    expect(await actOnRun(ledger, run, 'resume')).toBe('asked')
    await planRun(ledger, run)
    expect(await work(run)).toMatchObject({ state: 'done' })
  })

  it('stops at a file that changed meanwhile, and goes on when it is back', async () => {
    const changing = join(folder, 'changing.jsonl')
    copyFileSync(plain, changing)
    const run = await planned(files(changing))
    renameSync(changing, `${changing}.away`)
    await expect(work(run)).rejects.toThrow(/no such file/)
    copyFileSync(`${changing}.away`, changing)
    truncateSync(changing, Math.floor(text.length / 2))
    await actOnRun(ledger, run, 'resume')
    await expect(work(run)).rejects.toThrow(/changing\.jsonl is not what it was when the run was planned/)
    expect((await findRun(ledger, run))?.state).toBe('failed')
    renameSync(`${changing}.away`, changing)
    await actOnRun(ledger, run, 'resume')
    expect(await work(run)).toMatchObject({ state: 'done', digest: (await undisturbed()).digest })
  }, 60_000)

  it('is not gone on with by other editions', async () => {
    const run = await planned(files(plain))
    await ledger.query(`update audit_run set editions = editions || '{"reference": "sha256:others"}' where id = $1`, [
      run,
    ])
    await expect(work(run)).rejects.toThrow(/the run began with other editions: reference sha256:others, here sha256:/)
    // A worker that has them continues; another one leaves it, and so where what it forces is not loaded.
    expect(await canWorkOn(ledger, run, { ruleDirectories: [] })).toBe(false)
    await ledger.query(`update audit_run set request = request || '{"editions": {"icd10": "FY1999"}}' where id = $1`, [
      run,
    ])
    expect(await canWorkOn(ledger, run, { ruleDirectories: [] })).toBe(false)
    expect((await findRun(ledger, run))?.state).toBe('running')
  })

  it('stops when it is told to, and goes on to the same end', async () => {
    const run = await planned(files(plain))
    const stop = new AbortController()
    const stopped = await workOnRun(ledger, run, {
      databaseUrl,
      threads: 1,
      signal: stop.signal,
      onAudited: () => stop.abort(),
    })
    expect(stopped).toMatchObject({ state: 'running', unitsDone: 1 })
    expect(await work(run)).toMatchObject({ state: 'done', digest: (await undisturbed()).digest })
  }, 60_000)
})
