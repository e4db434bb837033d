import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { actOnRun, askRun, deleteRun, diffRuns } from '@claims-audit/ledger'
import { FreshRuns, files } from '../../../test/fresh-runs.js'
import { planRun, workOnRun } from './runs.js'

let runs: FreshRuns
beforeAll(async () => {
  runs = await FreshRuns.open()
})
afterAll(() => runs.ledger.destroy())

describe('a run that several work on', () => {
  it('is shared out, and settled by one of them', async () => {
    const alone = await runs.undisturbed()
    const run = await runs.planned(files(runs.plain))
    const ended = await Promise.all([runs.work(run, 1), runs.work(run, 1), runs.work(run, 2)])
    expect(ended.at(-1)).toMatchObject({ unitsDone: 2, digest: alone.digest, tally: alone.tally })
    expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(['done']))
  }, 60_000)

  it('is given up by all of them where somebody cancels it', async () => {
    const run = await runs.planned(files(runs.plain))
    let cancelled: Promise<unknown> | undefined
    const ended = await workOnRun(runs.ledger, run, {
      databaseUrl: runs.databaseUrl,
      threads: 1,
      onAudited: () => void (cancelled ??= actOnRun(runs.ledger, run, 'cancel')),
    })
    expect(ended).toMatchObject({ state: 'cancelled', unitsDone: 1, digest: null })
    await actOnRun(runs.ledger, run, 'resume')
    expect(await runs.work(run)).toMatchObject({ state: 'done' })
  }, 60_000)

  it('is not deleted under them', async () => {
    const run = await runs.planned(files(runs.plain))
    expect(await deleteRun(runs.ledger, run)).toBe(false)
    await runs.work(run)
    expect(await deleteRun(runs.ledger, run)).toBe(true)
    await expect(runs.work(run)).rejects.toThrow(`there is no run ${run}`)
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
    const shipped = await runs.undisturbed()
    const run = await askRun(runs.ledger, { source: files(runs.plain) }, { ruleDirectories: [pack] })
    await planRun(runs.ledger, run)
    const own = await runs.work(run)
    expect(own.editions?.ruleSet).not.toBe(shipped.editions?.ruleSet)
    const { rules, findings } = await diffRuns(runs.ledger, shipped.id, own.id)
    expect(rules).toMatchObject([{ name: 'mine.excludes1', lost: 0, changed: 0, reworded: 0 }])
    expect(findings.gained).toBeGreaterThan(0)

    // Another process, which was not told of the pack.
    const again = await askRun(
      runs.ledger,
      { source: files(runs.plain), editions: { ruleSet: own.editions?.ruleSet as string } },
      { ruleDirectories: [] },
    )
    await expect(planRun(runs.ledger, again)).rejects.toThrow(
      `rule set ${own.editions?.ruleSet} is not loaded: the packs here make ${shipped.editions?.ruleSet}`,
    )
    const told = await askRun(
      runs.ledger,
      { source: files(runs.plain), editions: { ruleSet: own.editions?.ruleSet as string } },
      { ruleDirectories: [pack] },
    )
    await planRun(runs.ledger, told)
    expect(await runs.work(told)).toMatchObject({ state: 'done', digest: own.digest })
  }, 60_000)
})
