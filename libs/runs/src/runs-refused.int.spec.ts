import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { copyFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { RunRequest } from '@claims-audit/contracts'
import { actOnRun, askRun, findRun } from '@claims-audit/ledger'
import { FreshRuns, brokers, files, text } from '../../../test/fresh-runs.js'
import { canWorkOn, planRun, workOnRun } from './runs.js'

let runs: FreshRuns
beforeAll(async () => {
  runs = await FreshRuns.open()
})
afterAll(() => runs.ledger.destroy())

describe('what cannot be run', () => {
  const refused = async (source: RunRequest['source'], more: Partial<RunRequest>, message: RegExp) => {
    const run = await askRun(runs.ledger, { source, ...more }, { ruleDirectories: [] })
    await expect(planRun(runs.ledger, run, { cluster: brokers })).rejects.toThrow(message)
    expect(await findRun(runs.ledger, run)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(message),
      units: 0,
    })
    return run
  }

  it('is told before anything is audited, and can be run once it is mended', async () => {
    const packed = gzipSync(text)
    const cut = runs.file('cut.gz', packed.subarray(0, packed.length / 2))
    const run = await refused(files(cut), {}, /cut\.gz is cut short: its gzip data end in the middle/)
    await refused(
      files(runs.file('bad.gz', Buffer.concat([gzipSync(text), Buffer.from('rubbish')]))),
      {},
      /bad\.gz is damaged/,
    )
    await refused(files(join(runs.folder, 'none.jsonl')), {}, /no such file.*none\.jsonl/)
    await refused(files(runs.folder), {}, /^.*runs-\w+ is a directory; name the files in it$/)
    for (const fromTime of [undefined, '2026-03-01'])
      await refused(
        { kind: 'topic', topic: 'test.none', ...(fromTime !== undefined && { fromTime }) },
        {},
        /^the cluster has no topic test\.none$/,
      )
    await refused(
      files(runs.plain),
      { editions: { ruleSet: `sha256:${'0'.repeat(64)}` } },
      /rule set sha256:0+ is not loaded: the packs here make sha256:[0-9a-f]{64}/,
    )
    await refused(files(runs.plain), { editions: { msDrg: '99.0' } }, /MS-DRG 99\.0 is not loaded; there are 40\.0/)
    await refused(
      files(runs.plain),
      { editions: { icd10: 'FY1999' } },
      /ICD-10 FY1999 is not loaded; there are FY2023, FY2023 April, .*FY2027$/,
    )

    writeFileSync(cut, gzipSync(text))
    expect(await actOnRun(runs.ledger, run, 'resume')).toBe('asked')
    await planRun(runs.ledger, run)
    expect(await runs.work(run)).toMatchObject({ state: 'done' })
  })

  it('stops at a file that changed meanwhile, and goes on when it is back', async () => {
    const changing = join(runs.folder, 'changing.jsonl')
    copyFileSync(runs.plain, changing)
    const run = await runs.planned(files(changing))
    renameSync(changing, `${changing}.away`)
    await expect(runs.work(run)).rejects.toThrow(/no such file/)
    copyFileSync(`${changing}.away`, changing)
    truncateSync(changing, Math.floor(text.length / 2))
    await actOnRun(runs.ledger, run, 'resume')
    await expect(runs.work(run)).rejects.toThrow(/changing\.jsonl is not what it was when the run was planned/)
    expect((await findRun(runs.ledger, run))?.state).toBe('failed')
    renameSync(`${changing}.away`, changing)
    await actOnRun(runs.ledger, run, 'resume')
    expect(await runs.work(run)).toMatchObject({ state: 'done', digest: (await runs.undisturbed()).digest })
  }, 60_000)

  it('is not gone on with by other editions', async () => {
    const run = await runs.planned(files(runs.plain))
    await runs.ledger.query(
      `update audit_run set editions = editions || '{"reference": "sha256:others"}' where id = $1`,
      [run],
    )
    await expect(runs.work(run)).rejects.toThrow(
      /the run began with other editions: reference sha256:others, here sha256:/,
    )
    // A worker that has them continues; another one leaves it, and so where what it forces is not loaded.
    expect(await canWorkOn(runs.ledger, run, { ruleDirectories: [] })).toBe(false)
    await runs.ledger.query(
      `update audit_run set request = request || '{"editions": {"icd10": "FY1999"}}' where id = $1`,
      [run],
    )
    expect(await canWorkOn(runs.ledger, run, { ruleDirectories: [] })).toBe(false)
    expect((await findRun(runs.ledger, run))?.state).toBe('running')
  })

  it('stops when it is told to, and goes on to the same end', async () => {
    const run = await runs.planned(files(runs.plain))
    const stop = new AbortController()
    const stopped = await workOnRun(runs.ledger, run, {
      databaseUrl: runs.databaseUrl,
      threads: 1,
      signal: stop.signal,
      onAudited: () => stop.abort(),
    })
    expect(stopped).toMatchObject({ state: 'running', unitsDone: 1 })
    expect(await runs.work(run)).toMatchObject({ state: 'done', digest: (await runs.undisturbed()).digest })
  }, 60_000)
})
