import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOPICS, claimKey, forUserTables } from '@claims-audit/contracts'
import type { ScreenedClaim } from '@claims-audit/contracts'
import type { RunDiff } from '@claims-audit/ledger'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import kafkajs from 'kafkajs'
import { seeded } from '../protocol/claims.js'
import { cli } from '../command-line.js'
import { freshLog } from '../fresh-log.js'
import { brokers, newDatabase, startRunning, watchScreened } from './running.js'
import type { Running, Watch } from './running.js'
import { killAgainAndAgain } from '../faults/killed-run.js'
import { unrulyClaims } from './synthetic-claims.js'

const SEED = Number(process.env['SEED'] ?? 20261128)
const folder = mkdtempSync(join(tmpdir(), 'replay-'))

beforeAll(() => freshLog(brokers), 120_000)

describe('a run over what is live', () => {
  let running: Running
  let screened: Watch<ScreenedClaim>
  const claims = [...unrulyClaims(400, SEED, 'live')]

  beforeAll(async () => {
    running = await startRunning(true)
    screened = await watchScreened()
    const producer = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    })
    await producer.connect()
    await producer.send({
      topic: TOPICS.submitted,
      messages: claims.map((claim) => ({ key: claimKey('synthetic', claim.claimId), value: JSON.stringify(claim) })),
    })
    await producer.disconnect()
    await screened.until((event) => event.claimId?.startsWith('live-') === true, claims.length)
  }, 120_000)
  afterAll(async () => {
    await screened.stop()
    await running.pipeline.stop()
  }, 60_000)

  it('differs from it by nothing, and by what another grouper says', async () => {
    const run = async (...args: string[]): Promise<number> => {
      const { code, out, err } = await running.cli('replay', '--topic', ...args)
      expect({ code, err }).toMatchObject({ code: 0 })
      return (JSON.parse(out) as { run: number }).run
    }
    const compare = async (a: number, b: number): Promise<RunDiff> =>
      JSON.parse((await running.cli('runs', 'diff', String(a), String(b), '--format', 'json')).out) as RunDiff
    const same = await compare(0, await run())
    expect(same.claims).toMatchObject({ onlyA: 0, otherContent: 0, regrouped: 0 })
    expect(same.claims.both).toBeGreaterThanOrEqual(400)
    expect(same.findings).toEqual({ gained: 0, lost: 0, changed: 0, reworded: 0, weight: 0, amount: 0, unweighed: 0 })
    const other = await run('--ms-drg', '44.0')
    const differing = await compare(0, other)
    expect(differing.findings.changed + differing.findings.reworded).toBeGreaterThan(0)
    const rows = (await running.cli('runs', 'diff', '0', String(other), '--claims', '--format', 'csv')).out
      .trim()
      .split('\n')
    const { gained, lost, changed, reworded } = differing.findings
    expect(rows).toHaveLength(1 + gained + lost + changed + reworded)
    const parquet = join(folder, 'diff.parquet')
    expect(JSON.parse((await running.cli('runs', 'diff', '0', String(other), '--parquet', parquet)).out)).toEqual({
      file: parquet,
      rows: rows.length - 1,
    })
    const [first, ...more] = await parquetReadObjects({ file: await asyncBufferFromFile(parquet) })
    expect([first?.['change'], first?.['claimId'], first?.['ruleId']]).toEqual(
      [0, 2, 7].map((at) => rows[1]?.split(',')[at]),
    )
    expect(more).toHaveLength(rows.length - 2)
  }, 120_000)
})

describe('the command line', () => {
  it('lists, shows, cancels, resumes and deletes runs, and says what it cannot do', async () => {
    const env = { DATABASE_URL: await newDatabase({ migrated: false }) }
    const file = join(folder, 'few.jsonl')
    writeFileSync(
      file,
      `${[...unrulyClaims(20, SEED, 'few')].map((claim) => JSON.stringify(claim)).join('\n')}\n{"no claim\n`,
    )
    expect(await cli(['runs', 'list'], env)).toMatchObject({
      code: 2,
      err: 'claims-audit: the database has no tables of claims-audit yet; npm start makes them, and so does replay\n',
    })
    expect(await cli(['runs', 'list'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toMatchObject({
      code: 2,
      err: 'claims-audit: the database cannot be opened: connect ECONNREFUSED 127.0.0.1:1\n',
    })
    const missing = await cli(['replay', join(folder, 'none.jsonl')], env)
    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining('none.jsonl: no such file') })
    expect(await cli(['replay', file, '--threads', '1', '--note', 'a few'], env)).toMatchObject({
      code: 0,
      err: 'run 2\n',
      out: expect.stringContaining('"state":"done"'),
    })
    const listed = (await cli(['runs', 'list', '--format', 'jsonl'], env)).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: number; state: string })
    expect(listed.map(({ id, state }) => [id, state])).toEqual([
      [2, 'done'],
      [1, 'failed'],
    ])
    expect(JSON.parse((await cli(['runs', 'show', '2'], env)).out)).toMatchObject({
      state: 'done',
      request: { note: 'a few' },
      tally: { rejected: { 'not-json': 1 } },
    })
    expect(await cli(['replay', file, '--threads', '1', '--icd-10', 'FY2026 April'], env)).toMatchObject({ code: 0 })
    expect(JSON.parse((await cli(['runs', 'show', '3'], env)).out)).toMatchObject({
      request: { editions: { icd10: 'FY2026 April' } },
      editions: { icd10: 'FY2026 April', msDrg: null },
    })
    expect((await cli(['runs', 'skipped', '2'], env)).out).toContain('"outcome":"rejected"')
    expect(await cli(['runs', 'cancel', '1'], env)).toMatchObject({ code: 0 })
    expect(await cli(['runs', 'cancel', '2'], env)).toMatchObject({ code: 1, err: 'run 2 is done\n' })
    expect(await cli(['runs', 'resume', '2'], env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"state":"done"'),
    })
    writeFileSync(join(folder, 'none.jsonl'), `${JSON.stringify([...unrulyClaims(1, SEED, 'one')][0])}\n`)
    expect(await cli(['runs', 'resume', '1'], env)).toMatchObject({
      code: 0,
      out: expect.stringContaining('"state":"done"'),
    })
    expect(await cli(['runs', 'delete', '1'], env)).toMatchObject({ code: 0 })
    for (const act of ['show', 'cancel', 'delete', 'skipped'])
      expect(await cli(['runs', act, '1'], env)).toMatchObject({ code: 1, err: 'there is no run 1\n' })
    expect(await cli(['runs', 'diff', '0', '1'], env)).toMatchObject({
      code: 2,
      err: 'claims-audit: there is no run 1\n',
    })
    // Linux has a device that is always full.
    if (process.platform === 'linux') {
      const full = { code: 2, err: 'claims-audit: the disk is full; what was being written is not whole\n' }
      expect(await cli(['runs', 'diff', '2', '3', '--parquet', '/dev/full'], env)).toMatchObject(full)
      expect(await cli(['runs', 'show', '2'], env, '/dev/full')).toMatchObject(full)
    }
    expect(await cli(['runs', 'import', folder], env)).toMatchObject({
      code: 2,
      err: `run 4\nclaims-audit: ${folder} is not complete: results/_SUCCESS is missing. The job has not ended, or it failed, or this is not its output\n`,
    })
    for (const wrong of [
      [],
      ['-'],
      [file, '--topic'],
      [file, '--from', '2026-01-01'],
      ['--topic', '--from', '2026-02-30'],
      [file, '--share', '0'],
      [file, '--rule-set', 'mine'],
    ])
      expect({ wrong, ...(await cli(['replay', ...wrong], env)) }).toMatchObject({ wrong, code: 2 })
  }, 120_000)
})

describe('the command line, for a program', () => {
  it('says the editions, then audits each line by itself, empty ones too', async () => {
    const [claim] = unrulyClaims(1, SEED, 'piped')
    const [whole, piped] = [join(folder, 'whole.jsonl'), join(folder, 'piped.jsonl')]
    writeFileSync(whole, `${JSON.stringify(claim)}\n`)
    // By itself the first line would begin a document that goes on to the end.
    writeFileSync(piped, `[\n\n${JSON.stringify(claim)}\n{"tenant":"t","claimId":"a"}\n \n`)
    const { code, out } = await cli(['audit', piped, '--piped', '--icd-10', 'FY2026', '--ms-drg', '44.0'])
    const [said, ...lines] = out.trim().split('\n')
    expect(code).toBe(1)
    expect(JSON.parse(said ?? '')).toEqual({
      editions: {
        ruleSet: expect.stringMatching(/^sha256:/),
        reference: expect.stringMatching(/^sha256:/),
        icd10: 'FY2026',
        msDrg: '44.0',
        ...forUserTables(() => null),
      },
      only: {},
    })
    expect(lines[2]).toBe((await cli(['audit', whole, '--icd-10', 'FY2026', '--ms-drg', '44.0'])).out.trim())
    expect(lines.filter((_, n) => n !== 2).map((line) => JSON.parse(line) as object)).toEqual([
      { rejected: { code: 'not-json', pointer: null, keyword: null }, tenant: null, claimId: null },
      { rejected: { code: 'empty', pointer: null, keyword: null }, tenant: null, claimId: null },
      { rejected: { code: 'schema', pointer: expect.any(String), keyword: 'required' }, tenant: 't', claimId: 'a' },
      { rejected: { code: 'not-json', pointer: null, keyword: null }, tenant: null, claimId: null },
    ])
    const other = await cli(['audit', piped, '--piped', '--claim', 'another'])
    // What names itself otherwise is left out, too; what has no name may be the one.
    expect(
      other.out
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => Object.keys(JSON.parse(line) as object)[0]),
    ).toEqual(['rejected', 'rejected', 'filtered', 'filtered', 'rejected'])
    expect(JSON.parse(other.out.split('\n')[0] ?? '')).toMatchObject({ only: { claimId: 'another' } })
    expect(await cli(['audit', whole, '--claim', 'another'])).toEqual({ code: 0, out: '', err: '' })
    expect(await cli(['audit', whole, '--claim', ''])).toMatchObject({ code: 2 })
    expect(await cli(['audit', whole, '--ms-drg', '99.0'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('MS-DRG 99.0 is not loaded'),
    })
    expect(await cli(['audit', whole, '--icd-10', 'FY1999'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^claims-audit: ICD-10 FY1999 is not loaded; there are FY2023, .*FY2027\n$/),
    })
  }, 60_000)
})

describe('a run that is asked for over HTTP', () => {
  let running: Running
  const call = async (
    path: string,
    method = 'GET',
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await fetch(`http://127.0.0.1:${running.ports.api}/v1/runs${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) }
  }
  /** The runs that a stream of progress tells, until it ends. */
  const watched = async (id: unknown): Promise<Record<string, unknown>[]> => {
    const text = await (await fetch(`http://127.0.0.1:${running.ports.api}/v1/runs/${String(id)}/progress`)).text()
    return [...text.matchAll(/^data: (.*)$/gm)].map((match) => JSON.parse(match[1] ?? '') as Record<string, unknown>)
  }

  beforeAll(async () => {
    running = await startRunning(true)
  }, 60_000)
  afterAll(() => running.pipeline.stop(), 60_000)

  it('is worked on by replay, tells how far it is, and is compared', async () => {
    const asked = await call('', 'POST', {
      source: { kind: 'topic' },
      only: { tenant: 'synthetic' },
      share: 1,
      note: 'by HTTP',
    })
    expect(asked).toMatchObject({
      status: 202,
      body: { state: 'asked', request: { note: 'by HTTP', share: 1 }, editions: null, digest: null },
    })
    const progress = await watched(asked.body['id'])
    expect(progress.at(-1)).toMatchObject({ state: 'done', digest: expect.stringMatching(/^sha256:/) })
    const other = await call('', 'POST', {
      source: { kind: 'topic' },
      only: { tenant: 'synthetic' },
      editions: { icd10: 'FY2024', msDrg: '44.0' },
    })
    expect(other.body).toMatchObject({ request: { share: 0.5 } })
    const done = (await watched(other.body['id'])).at(-1) as { id: number; tally: { clean: number; findings: number } }
    expect(await call(`/${done.id}`)).toMatchObject({
      status: 200,
      body: { state: 'done', editions: { icd10: 'FY2024', msDrg: '44.0' } },
    })
    expect((await call('?limit=1')).body['items']).toMatchObject([{ id: done.id }])

    const pair = `/${String(asked.body['id'])}/diff/${done.id}`
    const diff = await call(pair)
    expect(diff.body).toMatchObject({ claims: { onlyA: 0, onlyB: 0 } })
    const { gained, lost, changed, reworded } = diff.body['findings'] as Record<string, number>
    const seen = new Set<string>()
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { body: Record<string, unknown> } = await call(
        `${pair}/findings?limit=300${cursor === '' ? '' : `&cursor=${cursor}`}`,
      )
      for (const { findingId, revision } of page.body['items'] as { findingId: string; revision: number }[])
        seen.add(`${findingId} ${revision}`)
      cursor = page.body['cursor'] as string | null
    }
    expect(seen.size).toBe((gained ?? 0) + (lost ?? 0) + (changed ?? 0) + (reworded ?? 0))

    const file = (type: string, path = pair): Promise<Response> =>
      fetch(`http://127.0.0.1:${running.ports.api}/v1/runs${path}`, { headers: { accept: type } })
    const csv = await file('text/csv')
    expect(Object.fromEntries(csv.headers)).toMatchObject({
      'content-type': expect.stringMatching(/^text\/csv/),
      'content-disposition': `attachment; filename="runs-${String(asked.body['id'])}-${done.id}.csv"`,
      vary: expect.stringMatching(/accept/i),
    })
    expect(await csv.text()).toBe(
      (await running.cli('runs', 'diff', String(asked.body['id']), String(done.id), '--claims', '--format', 'csv')).out,
    )
    const parquet = await file('application/vnd.apache.parquet')
    expect(parquet.headers.get('content-type')).toBe('application/vnd.apache.parquet')
    const rows = await parquetReadObjects({ file: await parquet.arrayBuffer() })
    expect(new Set(rows.map((row) => `${row['findingId'] as string} ${row['revision'] as number}`))).toEqual(seen)
    expect((await file('text/html, */*;q=0.1')).headers.get('content-type')).toMatch(/^application\/json/)
    expect((await file('application/pdf')).status).toBe(406)
    for (const type of ['text/csv', 'application/vnd.apache.parquet'])
      expect((await file(type, '/0/diff/999999')).status).toBe(404)
    expect(await call(`/${done.id}`, 'DELETE')).toEqual({ status: 204, body: {} })
    expect((await call(`/${done.id}`)).status).toBe(404)
  }, 120_000)

  it('is refused, or fails with its reason, and may be resumed', async () => {
    expect(await call('', 'POST', { source: { kind: 'tape' } })).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/source/kind' })]) as unknown },
    })
    expect(await call('', 'POST', { source: { kind: 'files', files: ['/etc/passwd'] } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/source/kind', code: 'files' }] },
    })
    expect(await call('', 'POST', { source: { kind: 'engine', directory: '/srv/output' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/source/kind', code: 'files' }] },
    })
    const unknown = await call('', 'POST', {
      source: { kind: 'topic' },
      editions: { ruleSet: `sha256:${'0'.repeat(64)}` },
    })
    expect((await watched(unknown.body['id'])).at(-1)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/^rule set sha256:0+ is not loaded: the packs here make sha256:/),
    })
    const unknownCodes = await call('', 'POST', { source: { kind: 'topic' }, editions: { icd10: 'FY1999' } })
    expect((await watched(unknownCodes.body['id'])).at(-1)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/^ICD-10 FY1999 is not loaded; there are FY2023, /),
    })
    expect(await call('', 'POST', { source: { kind: 'topic' }, editions: { icd10: '2026' } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/editions/icd10', code: 'schema', keyword: 'pattern' }] },
    })
    expect(await call(`/${String(unknown.body['id'])}:cancel`, 'POST')).toMatchObject({
      status: 200,
      body: { state: 'cancelled' },
    })
    expect(await call(`/${String(unknown.body['id'])}:resume`, 'POST')).toMatchObject({ status: 200 })
    expect((await watched(unknown.body['id'])).at(-1)).toMatchObject({ state: 'failed' })
    expect((await call(`/0/diff/${String(unknown.body['id'])}`)).status).toBe(409)
    for (const path of ['/999999', '/x', '/0/diff/999999', '/999999/progress'])
      expect({ path, status: (await call(path)).status }).toEqual({ path, status: 404 })
    for (const path of ['?limit=0', '?before=x', '?unknown=1', '/0/diff/0/findings?cursor=rubbish'])
      expect({ path, status: (await call(path)).status }).toEqual({ path, status: 400 })
    const plainText = await fetch(`http://127.0.0.1:${running.ports.api}/v1/runs`, {
      method: 'POST',
      body: '{"source":{"kind":"topic"}}',
    })
    expect(plainText.status).toBe(415)
  }, 120_000)
})

describe(`a run that is killed again and again (seed ${SEED})`, () => {
  it('gives, row for row, what an undisturbed one gives', async () => {
    const { killed, undisturbed, resumed, tables } = await killAgainAndAgain({
      claims: unrulyClaims(5_000, SEED, 'killed'),
      kills: 6,
      random: seeded(SEED),
      databaseUrl: await newDatabase(),
    })
    expect(killed).toBeGreaterThan(0)
    expect({ digest: resumed.digest, tally: resumed.tally }).toEqual({
      digest: undisturbed.digest,
      tally: undisturbed.tally,
    })
    for (const { table, rows, different } of tables)
      expect({ table, different, some: rows > 0 }).toEqual({ table, different: 0, some: true })
  }, 300_000)
})
