import type { Command } from 'commander'
import { USER_TABLES, describeUserTable, forUserTables } from '@claims-audit/contracts'
import type { ForUserTables } from '@claims-audit/contracts'
import { collect, isoDate, named, upTo } from './arguments.js'

/** Options that several commands take. */

export const filters = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'only claims of this tenant', named)
    .option('--claim <id>', 'only this claim', named)
    .option('--facility <id>', 'only claims of this facility', named)
    .option('--payer <id>', 'only claims of this payer', named)
    .option('--discharged-from <date>', 'only discharges on or after this date', isoDate)
    .option('--discharged-to <date>', 'only discharges on or before this date', isoDate)

/** Who acts, and why: recorded with the act. */
export const authored = (command: Command): Command =>
  command.option('--by <who>', 'who does this (default: the user of the system)').option('--note <text>', 'reason')

const threadCount = (value: string): number => Number(upTo(99)(value))

export const threads = (command: Command): Command =>
  command.option('--threads <n>', 'number of worker threads (default: half the cores)', threadCount)

/** What forces an edition upon all claims. */
export const editions = (command: Command): Command =>
  command
    .option(
      '--icd-10 <edition>',
      'ICD-10 edition for all claims (FY2026, "FY2026 April"); default: the edition of the discharge date',
    )
    .option('--ms-drg <version>', 'MS-DRG version for all claims (44.0); default: the version of the discharge date')

/** Rule packs and tables of the user's. */
export const additions = (command: Command): Command =>
  Object.values(USER_TABLES).reduce(
    (each, table) => each.option(`--${table.option} <file>`, describeUserTable(table)),
    command.option('--rules <dir>', 'directory of additional rule packs; repeat for several', collect, []),
  )

/** The files that were named for the user's tables; commander names an option in camel case. */
export const filesOf = (options: object): ForUserTables<string> =>
  forUserTables((name) => (options as Record<string, string | undefined>)[camelCase(USER_TABLES[name].option)])

const camelCase = (option: string): string => option.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

/** The action of a command that gives its exit code. */
export function exitWith<A extends unknown[]>(
  command: (...args: A) => number | Promise<number>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    process.exitCode = await command(...args)
  }
}
