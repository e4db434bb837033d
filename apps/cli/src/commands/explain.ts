import type { Command } from 'commander'
import { USER_TABLES, describeUserTable } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { isoDate } from '../arguments.js'
import { explained } from '../explain/explained.js'
import { exitWith } from '../options.js'
import { print } from '../output.js'

/** `explain CODE`: what a coder asks of an ICD-10 code on a day; exit 1 for anything else. */
export async function explain(
  raw: string,
  { date, poaExempt, all = false }: { date: string; poaExempt?: string; all?: boolean },
): Promise<number> {
  const { lines, known } = explained(raw, date, openKnowledge({ poaExempt }), all)
  for (const line of lines) await print(line)
  return known ? 0 : 1
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .argument('<code>', 'an ICD-10-CM or ICD-10-PCS code')
    .option(
      '--date <date>',
      'date whose code set applies (default: today)',
      isoDate,
      new Date().toISOString().slice(0, 10),
    )
    .option('--poa-exempt <file>', describeUserTable(USER_TABLES.poaExempt))
    .option('--all', 'include notes of the section and the chapter, and every note that names the code')
    .description('explain a code: validity, notes, edits and DRGs')
    .action(exitWith(explain))
}
