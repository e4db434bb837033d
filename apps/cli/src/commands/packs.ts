import type { Command } from 'commander'
import { exitWith } from '../options.js'
import { PackError, runCases } from '@claims-audit/audit'
import {
  LexiconError,
  evidenceOf,
  openKnowledge,
  readLexicon,
  readRulePack,
  runConceptCases,
} from '@claims-audit/reference'
import { print } from '../output.js'

/**
 * `packs check DIR`: whether a pack's rules and concepts are whole and their cases hold. Says what is wrong by file,
 * line and field; 1 where anything is.
 */
export async function checkPack(directory: string): Promise<number> {
  try {
    const loaded = readRulePack(directory)
    const lexicon = readLexicon({ packs: [directory] })
    const failed = [
      ...runConceptCases([directory], evidenceOf(lexicon)),
      ...runCases(loaded, openKnowledge({ ruleDirectories: [directory], unproven: true })),
    ]
    for (const line of failed) await print(line)
    const cases = loaded.reduce((sum, rule) => sum + rule.cases.length, 0)
    await print(
      `${loaded.length} rules, ${cases} cases: ${failed.length === 0 ? 'all hold' : `${failed.length} do not hold`}`,
    )
    return failed.length === 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof PackError || error instanceof LexiconError)) throw error
    for (const problem of error.problems) await print(problem)
    return 1
  }
}

export function addPacks(program: Command): void {
  program
    .command('packs')
    .description('work with rule packs')
    .command('check')
    .argument(
      '<dir>',
      'directory of rules, each NAME.yaml with its cases in NAME.cases.yaml; concepts in concepts.yaml, their cases in concepts.cases.yaml',
    )
    .description('validate a rule pack and run its cases; exit 1 and list the problems by file, line and field')
    .action(exitWith(checkPack))
}
