import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetWriteFile } from 'hyparquet-writer'
import type { RunFilter, RunRequest } from '@claims-audit/contracts'
import { actOnRun, askRun, deleteRun, diffRuns, findRun } from '@claims-audit/ledger'
import { FreshRuns, lines } from '../../../test/fresh-runs.js'
import { auditEvent } from '@claims-audit/audit'
import { openPinned } from '@claims-audit/reference'
import { planRun, workOnRun } from './runs.js'

let runs: FreshRuns
beforeAll(async () => {
  runs = await FreshRuns.open()
})
afterAll(() => runs.ledger.destroy())

/** What the engine writes of an event, audited once for all its outputs. */
const known = new Map<string, string>()

function audited(value: string | null, only: RunFilter): string {
  const key = JSON.stringify([value, only])
  const before = known.get(key)
  if (before !== undefined) return before
  const { knowledge } = openPinned({ ruleDirectories: [] })
  const outcome = auditEvent({ value, key: null }, knowledge, only)
  const result = JSON.stringify('result' in outcome ? outcome.result : outcome)
  known.set(key, result)
  return result
}

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
  const directory = join(runs.folder, name)
  const { editions: own } = openPinned({ ruleDirectories: [] })
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
      return { file, row, result: audited(value, only) }
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
      const filename = join(runs.folder, `archive-${n}.parquet`)
      parquetWriteFile({ filename, columnData: [{ name: 'value', data, type: 'STRING' }], rowGroupSize: 600 })
      return { file: filename, groups: data.length > 600 ? [600, data.length - 600] : [data.length], rows: data }
    })
  }
  const engine = (directory: string): RunRequest['source'] => ({ kind: 'engine', directory })

  it('becomes a run like that over the same files: the same rows, the same digest', async () => {
    const files = archive()
    const audited = await runs.whole({ kind: 'files', files: files.map(({ file }) => file) })
    const imported = await runs.whole(engine(engineOutput('output', files)))
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
        file: join(runs.folder, 'output/summary/part-0.parquet'),
        bytes: expect.any(Number),
        digest: expect.stringMatching(/^sha256:/),
      },
    ])
    expect(await runs.skipped(imported.id)).toEqual(await runs.skipped(audited.id))
    for (const table of ['recorded_run_claim', 'run_skipped', 'run_unit']) {
      const of = async (run: number): Promise<unknown[]> =>
        runs.ledger.query(`select to_jsonb(t) - 'run' - 'done_at' as row from ${table} t where run = $1 order by 1`, [
          run,
        ])
      expect(await of(imported.id)).toEqual(await of(audited.id))
    }
    expect((await diffRuns(runs.ledger, audited.id, imported.id)).findings).toMatchObject({
      gained: 0,
      lost: 0,
      changed: 0,
      reworded: 0,
    })
    expect(await deleteRun(runs.ledger, imported.id)).toBe(true)
  }, 60_000)

  it('with a filter becomes a run like that with the same filter, and says which', async () => {
    const files = archive()
    const only = { facility: 'F2', dischargeFrom: '2026-01-01' }
    const audited = await runs.whole({ kind: 'files', files: files.map(({ file }) => file) }, { only })
    const imported = await runs.whole(engine(engineOutput('filtered', files, { only })))
    expect(imported).toMatchObject({ digest: audited.digest, tally: audited.tally, request: { only } })
    expect(imported.tally?.filtered).toBeGreaterThan(0)
    expect(await runs.skipped(imported.id)).toEqual(await runs.skipped(audited.id))
  }, 60_000)

  it('stops when it is told to, and goes on to the same end; not with what was changed meanwhile', async () => {
    const directory = engineOutput('halfway', archive())
    const run = await runs.planned(engine(directory))
    const stop = new AbortController()
    expect(
      await workOnRun(runs.ledger, run, {
        databaseUrl: runs.databaseUrl,
        threads: 1,
        signal: stop.signal,
        onAudited: () => stop.abort(),
      }),
    ).toMatchObject({ state: 'running', unitsDone: 1 })
    const part = join(directory, 'results/part-1.parquet')
    renameSync(part, `${part}.away`)
    await expect(runs.work(run)).rejects.toThrow(/no such file/)
    renameSync(`${part}.away`, part)
    await actOnRun(runs.ledger, run, 'resume')
    expect(await runs.work(run)).toMatchObject({ state: 'done', digest: (await runs.whole(engine(directory))).digest })
  }, 60_000)

  it('is refused where it is not whole, holds a row twice, or was made by other editions', async () => {
    const files = archive()
    const refusal = async (directory: string, message: RegExp, more: Partial<RunRequest> = {}): Promise<void> => {
      const run = await askRun(runs.ledger, { source: engine(directory), ...more }, null)
      await expect(planRun(runs.ledger, run)).rejects.toThrow(message)
      expect(await findRun(runs.ledger, run)).toMatchObject({ state: 'failed', units: 0 })
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
