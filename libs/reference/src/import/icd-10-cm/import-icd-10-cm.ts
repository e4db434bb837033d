import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { TABULARS } from '@claims-audit/code-sets'
import { describeTabular } from './describe-tabular.js'
import { parseTabular } from './parse-tabular.js'
import { runCommand } from '../run-command.js'
import { keptTabularTables, writeTabularTables } from '../../open/tabular-tables.js'

const folders: readonly string[] = TABULARS.map(({ folder }) => folder)

const USAGE = `Reads the ICD-10-CM tabular list that CDC/NCHS publishes as XML (see docs/importing.md).
  FILE.xml OUT_DIR [--dry-run] [--against ${folders.join('|')}]   writes chapters, sections, codes and notes into OUT_DIR,
                                                                       prints what differs from a loaded edition (the newest)`

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean' }, against: { type: 'string' } },
})

runCommand(run)

function run(): void {
  const [file, directory] = positionals
  if (file === undefined || directory === undefined) throw new Error(USAGE)
  const against = options.against ?? folders.at(-1) ?? ''
  if (!folders.includes(against)) throw new RangeError(`${against} is no loaded edition: ${folders.join(', ')}`)
  const tabular = parseTabular(file, readFileSync(file, 'utf8'))
  console.log(describeTabular(tabular, `tables/icd-10-cm/${against}`, keptTabularTables(against)).join('\n'))
  if (!options['dry-run']) writeTabularTables(pathToFileURL(`${directory}/`), tabular.tables)
}
