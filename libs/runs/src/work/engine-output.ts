import { access, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditResult, PinnedEditions, RunFilter } from '@claims-audit/contracts'
import type { RunEditions } from '@claims-audit/contracts'
import type { AuditedUnit, PlannedUnit, RunInput, Stretch } from '@claims-audit/ledger'
import { UnitSum } from './audit-unit.js'
import type { AuditedEvent } from '@claims-audit/audit'
import { openParquet, readRows } from '../export/parquet-file.js'
import type { ParquetFile } from '../export/parquet-file.js'
import { unitsOf } from '../read/parquet-rows.js'
import { OtherEditions, differing } from '@claims-audit/reference'
import { inputOf } from '../plan/plan-files.js'
import { UnreadableInput } from '../read/unpack.js'

/** A row group of the archive as the job read it. */
interface Group {
  /** Of its file among the others. */
  place: number
  file: string
  bytes: bigint
  /** Its first row in the file, and how many it has. */
  first: bigint
  rows: bigint
}

/** A row of results: which row of which file of the archive it is of, and the line that the audit wrote of it. */
interface Row {
  file: string
  row: bigint
  /** JSON: by what it was judged, and which claims were asked for. */
  editions: string
  only: string
  result: string
}

/** Rows of a unit that lie together, in order, in a file of results. */
interface Piece {
  part: ParquetFile
  /** Where they begin there, and in the archive's file; and how many they are. */
  at: number
  row: number
  rows: number
}

type Rows = Extract<Stretch, { kind: 'rows' }>
type Unit = PlannedUnit & { stretch: Rows }
/** A unit and where its rows are. */
interface Placed {
  unit: Unit
  pieces: Piece[]
}

/**
 * What a distributed engine's job (deploy/spark) made of an archive: an outcome for each row, in whatever order. It is
 * cut into the units into which `replay` would cut the same files, so that the digest is the same.
 */
export class EngineOutput {
  private constructor(
    /** The archive's files, which are not read here; then the output's own. */
    readonly inputs: RunInput[],
    readonly units: Unit[],
    readonly editions: RunEditions,
    readonly only: RunFilter,
    private readonly pieces: Piece[][],
  ) {}

  /**
   * Throws UnreadableInput where it is not whole, holds an event twice, or was made with several filters; OtherEditions
   * where it was made by several, or by others than are pinned.
   */
  static async open(directory: string, pinned: PinnedEditions = {}): Promise<EngineOutput> {
    const [results, summary] = [await partsOf(directory, 'results'), await partsOf(directory, 'summary')]
    const groups = (
      await Promise.all(
        summary.map((part) =>
          readRows<Group>(part, ['place', 'file', 'bytes', 'first', 'rows'], 0, Number(part.metadata.num_rows)),
        ),
      )
    ).flat()
    groups.sort((a, b) => a.place - b.place || Number(a.first - b.first))
    const archive = groups
      .filter(({ place }, n) => place !== groups[n - 1]?.place)
      .map(({ file, bytes }) => ({ file, bytes: Number(bytes), digest: null }))
    const files = archive.map(({ file }) => file)
    const placed = groups.flatMap(({ file, first, rows }) =>
      unitsOf(files.indexOf(file))({ from: Number(first), to: Number(first + rows) }).map((unit) => ({
        unit,
        pieces: [],
      })),
    )
    const made = await place(directory, results, files, placed)
    const inputs = [...archive, ...(await Promise.all([...summary, ...results].map(({ path }) => inputOf(path))))]
    return new EngineOutput(
      inputs,
      placed.map(({ unit }) => unit),
      editionsOf(directory, made.editions, pinned),
      filterOf(directory, made.filters),
      placed.map(({ pieces }) => pieces),
    )
  }

  /** All that came of a unit's events, as the job's audits wrote it. */
  async read(unit: number): Promise<AuditedUnit> {
    const sum = new UnitSum()
    let ordinal = 0
    for (const { part, at, rows } of this.pieces[unit] ?? [])
      for (const { result } of await readRows<Pick<Row, 'result'>>(part, ['result'], at, at + rows)) {
        sum.add(ordinal, outcomeIn(result), result)
        ordinal += 1
      }
    return sum.sum()
  }
}

function outcomeIn(line: string): AuditedEvent {
  const told = JSON.parse(line) as AuditResult | Exclude<AuditedEvent, { result: AuditResult }>
  return 'rejected' in told || 'filtered' in told ? told : { result: told }
}

async function partsOf(directory: string, what: string): Promise<ParquetFile[]> {
  const folder = join(directory, what)
  await access(join(folder, '_SUCCESS')).catch(() => {
    throw new UnreadableInput(
      `${directory} is not complete: ${what}/_SUCCESS is missing. The job has not ended, or it failed, or this is not its output`,
    )
  })
  const files = (await readdir(folder)).filter((name) => name.endsWith('.parquet')).sort()
  return Promise.all(files.map((name) => openParquet(join(folder, name))))
}

/**
 * Finds where the rows of each unit are, and that each is there once. Gives the editions and the filters that were met.
 */
async function place(
  directory: string,
  results: ParquetFile[],
  files: string[],
  units: Placed[],
): Promise<{ editions: Set<string>; filters: Set<string> }> {
  const numbers = new Map(files.map((file, number) => [file, number]))
  const unitsIn = files.map((_, file) => units.filter(({ unit }) => unit.stretch.file === file))
  const made = { editions: new Set<string>(), filters: new Set<string>() }
  let placed: Placed | undefined
  for await (const { part, at, file, row, editions, only } of placesIn(results)) {
    made.editions.add(editions)
    made.filters.add(only)
    const number = numbers.get(file) ?? -1
    // Most rows are of the unit of the row before.
    if (!has(placed, number, row)) placed = unitsIn[number]?.findLast(({ unit }) => unit.stretch.from <= row)
    if (!has(placed, number, row))
      throw new UnreadableInput(`${directory} holds row ${row + 1} of ${file}, which the job does not say that it read`)
    const last = placed.pieces.at(-1)
    if (last?.part === part && last.at + last.rows === at && last.row + last.rows === row) last.rows += 1
    else placed.pieces.push({ part, at, row, rows: 1 })
  }
  for (const each of units) checkWhole(directory, files, each)
  return made
}

const has = (placed: Placed | undefined, file: number, row: number): placed is Placed =>
  placed?.unit.stretch.file === file && placed.unit.stretch.from <= row && row < placed.unit.stretch.to

async function* placesIn(
  results: ParquetFile[],
): AsyncGenerator<Pick<Row, 'file' | 'editions' | 'only'> & { part: ParquetFile; at: number; row: number }> {
  for (const part of results) {
    let at = 0
    for (const { num_rows: rows } of part.metadata.row_groups) {
      for (const { row, ...its } of await readRows<Omit<Row, 'result'>>(
        part,
        ['file', 'row', 'editions', 'only'],
        at,
        at + Number(rows),
      )) {
        yield { ...its, part, at, row: Number(row) }
        at += 1
      }
    }
  }
}

function checkWhole(directory: string, files: string[], { pieces, unit: { stretch } }: Placed): void {
  pieces.sort((a, b) => a.row - b.row)
  let next = stretch.from
  for (const { row, rows } of [...pieces, { row: stretch.to, rows: 0 }]) {
    if (row !== next)
      throw new UnreadableInput(
        `${directory} ${row > next ? `lacks row ${next + 1}` : `holds row ${row + 1} twice`} of ${files[stretch.file]}`,
      )
    next += rows
  }
}

function editionsOf(directory: string, met: Set<string>, pinned: PinnedEditions): RunEditions {
  const [editions, ...others] = [...met].map((text) => JSON.parse(text) as RunEditions)
  if (editions === undefined) throw new UnreadableInput(`${directory} holds no events`)
  const names = new Set(others.flatMap((other) => differing(editions, other)))
  if (others.length > 0)
    throw new OtherEditions(
      `${directory} was made by several editions, which differ in ${[...names].join(', ')}: every executor must have the same release, packs and tables`,
    )
  assertPinned(directory, editions, pinned)
  return editions
}

function filterOf(directory: string, met: Set<string>): RunFilter {
  const [only = '{}', ...others] = met
  if (others.length > 0)
    throw new UnreadableInput(`${directory} was made with several filters: ${[only, ...others].join(', ')}`)
  return JSON.parse(only) as RunFilter
}

function assertPinned(directory: string, editions: RunEditions, { ruleSet, icd10, msDrg }: PinnedEditions): void {
  if (ruleSet !== undefined && ruleSet !== editions.ruleSet)
    throw new OtherEditions(`${directory} was made by the rule set ${editions.ruleSet}, not by ${ruleSet}`)
  if (icd10 !== undefined && icd10 !== editions.icd10)
    throw new OtherEditions(`${directory} was judged by the ICD-10 codes ${ofEach(editions.icd10)}, not ${icd10}`)
  if (msDrg !== undefined && msDrg !== editions.msDrg)
    throw new OtherEditions(`${directory} was grouped by MS-DRG ${ofEach(editions.msDrg)}, not ${msDrg}`)
}

const ofEach = (forced: string | null): string => forced ?? 'of each discharge date'
