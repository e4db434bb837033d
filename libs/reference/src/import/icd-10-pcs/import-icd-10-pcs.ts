import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { describeProcedures } from './describe-procedures.js'
import {
  extendProcedureSpans,
  PROCEDURE_COLUMNS,
  type ProcedureSpan,
} from '../definitions-manual/extend/extend-procedure-spans.js'
import { parsePcsOrder } from './parse-pcs-order.js'
import { runCommand } from '../run-command.js'
import { readSourceTable } from '../../open/tables-on-disk.js'
import { writeCsv } from '../../csv/write-csv.js'

const USAGE = `Brings tables/icd-10-pcs/codes up to an edition that CMS publishes as an order file (see docs/importing.md).
  ORDER_FILE --edition 2026-10-01 OUT_DIR [--dry-run]   writes codes into OUT_DIR, prints what changed`

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { edition: { type: 'string' }, 'dry-run': { type: 'boolean' } },
})

runCommand(run)

function run(): void {
  const [file, directory] = positionals
  if (file === undefined || directory === undefined || options.edition === undefined) throw new Error(USAGE)
  const edition = parsePcsOrder(file, readFileSync(file, 'utf8'))
  const extended = extendProcedureSpans(
    readSourceTable<ProcedureSpan>('icd-10-pcs/codes'),
    edition,
    compactDay(options.edition),
  )
  console.log(
    [`order file: ${edition.length} valid codes`, ...describeProcedures(extended, options.edition)].join('\n'),
  )
  if (!options['dry-run'])
    writeCsv(new URL('codes.csv.gz', pathToFileURL(`${directory}/`)), PROCEDURE_COLUMNS, extended.rows)
}

function compactDay(day: string): string {
  if (!/^\d{4}-(?:04|10)-01$/.test(day))
    throw new RangeError(`${day} is not the first day of an edition, a 1 April or 1 October like 2026-10-01`)
  return day.replaceAll('-', '')
}
