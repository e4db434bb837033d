import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { GrouperRows } from '@claims-audit/ms-drg'
import {
  keptTables,
  MANUAL_TABLES,
  readDefinitionsManual,
  writeDefinitionsManual,
  type Edition,
} from './definitions-manual.js'
import { describeDifferences, describeExtension, describeScores } from '../describe-import.js'
import { extendGrouperRows } from './extend/extend-grouper-rows.js'
import { codesValidIn, newestVersion, readGrouperSource, writeGrouperSource } from '../../compile/grouper-source.js'
import { parseDefinitionsManual, versionOfManual } from './read/parse-definitions-manual.js'
import { readManualText } from './read/read-manual-text.js'
import { parseTable5, WEIGHT_COLUMNS } from './read/read-table-5.js'
import { runCommand } from '../run-command.js'
import { rowsUpTo, scoreExtension } from './extend/score-extension.js'
import { writeCsv } from '../../csv/write-csv.js'

const USAGE = `Brings the text of CMS's MS-DRG Definitions Manual into tables/ (see docs/importing.md).
  DIRECTORY --version 44.1 [--previous DIRECTORY] [--dry-run]   keeps the manual, carries tables/ms-drg on, prints what needs a hand
  DIRECTORY --version 43.1 [--previous DIRECTORY] --compare     compares with the tables that are kept; with the manual before, how
                                                                the version would have been carried on. Writes nothing
  --table-5 FILE [--dry-run]                                    reads IPPS Table 5 into ms-drg/weights-fy<year>.csv.gz`

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    version: { type: 'string' },
    previous: { type: 'string' },
    'table-5': { type: 'string' },
    'dry-run': { type: 'boolean' },
    compare: { type: 'boolean' },
  },
})

runCommand(run)

function run(): void {
  const [directory] = positionals
  if (options['table-5'] !== undefined) importTable5(options['table-5'])
  else if (directory !== undefined && options.version !== undefined) importManual(directory, options.version)
  else throw new Error(USAGE)
}

function importTable5(file: string): void {
  const { year, rows } = parseTable5(file, readFileSync(file, 'latin1'))
  console.log(`Table 5 of FY${year}: ${rows.length} DRGs`)
  if (!options['dry-run'])
    writeCsv(new URL(`../../../tables/ms-drg/weights-fy${year}.csv.gz`, import.meta.url), WEIGHT_COLUMNS, rows)
}

function importManual(directory: string, version: string): void {
  const to = readEdition(directory)
  if (to.version !== version)
    throw new RangeError(`${directory} is the Definitions Manual of ${to.version}, not of ${version}`)
  const rows = readGrouperSource()
  const newest = newestVersion(rows)
  if (options.compare) compare(to, rows)
  else if (Number(version) > Number(newest)) carryOn(to, rows, newest)
  else console.log(`tables/ms-drg has ${version}: only the manual is kept`)
  if (!options.compare && !options['dry-run']) writeDefinitionsManual(version, to.manual)
}

function carryOn(to: Edition, rows: GrouperRows, newest: string): void {
  const from =
    options.previous === undefined
      ? { version: newest, manual: readDefinitionsManual(newest) }
      : readEdition(options.previous)
  if (from.version !== newest)
    throw new RangeError(
      `tables/ms-drg ends with ${newest}, so the manual before must be its own, not that of ${from.version}`,
    )
  const extension = extendGrouperRows(rows, from, to, codesValidIn(to.version))
  console.log([`from ${newest} to ${to.version}:`, ...describeExtension(extension)].join('\n'))
  if (!options['dry-run']) writeGrouperSource(extension.rows)
}

function compare(to: Edition, rows: GrouperRows): void {
  console.log(
    [
      `${to.version} against the tables that are kept:`,
      ...describeDifferences(MANUAL_TABLES, to.manual, keptTables(to.version)),
    ].join('\n'),
  )
  if (options.previous === undefined) return
  const from = readEdition(options.previous)
  const extension = extendGrouperRows(rowsUpTo(rows, from.version), from, to, codesValidIn(to.version))
  console.log(['', `from ${from.version} to ${to.version}:`, ...describeExtension(extension)].join('\n'))
  console.log(
    ['', `against the rows of ${to.version}:`, ...describeScores(scoreExtension(extension, rows, to.version))].join(
      '\n',
    ),
  )
}

function readEdition(directory: string): Edition {
  const text = readManualText(directory)
  return { version: versionOfManual(text.a), manual: parseDefinitionsManual(text) }
}
