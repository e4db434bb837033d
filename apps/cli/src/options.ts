import type { Command } from 'commander'
import { isoDate, named, upTo } from './arguments.js'

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

/** The action of a command that gives its exit code. */
export function exitWith<A extends unknown[]>(
  command: (...args: A) => number | Promise<number>,
): (...args: A) => Promise<void> {
  return async (...args) => {
    process.exitCode = await command(...args)
  }
}
