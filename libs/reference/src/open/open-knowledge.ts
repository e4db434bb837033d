import { PackError, conceptsRead, ruleSetOf, runCases } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import type { ForUserTables } from '@claims-audit/contracts'
import { editionsOn } from '@claims-audit/code-sets'
import { readLexicon } from '../lexicon/lexicon.js'
import { evidenceOf } from './open-evidence.js'
import { openCodeSets, openGrouper } from './tables-on-disk.js'
import { readUserTables } from '../user-tables/read-user-tables.js'
import { packConcepts, runConceptCases } from '../packs/pack-concepts.js'
import { readRulePacks } from '../packs/rule-packs.js'

/** What a user adds to what ships: packs, and files of tables. */
export interface Additions extends ForUserTables<string> {
  ruleDirectories?: string[]
  /** Takes rules whose cases do not hold, too: for the command that lists them. */
  unproven?: boolean
}

/**
 * What grouping knows, from disk: no lexicon compiled and no code sets. The cases of a user's packs are held by what
 * opens all.
 */
export function openGrouping({ ruleDirectories = [], unproven: _, ...files }: Additions = {}): Pick<
  Knowledge,
  'grouper' | 'rules' | 'baseRates'
> {
  return {
    grouper: openGrouper(),
    rules: ruleSetOf(readRulePacks(ruleDirectories), packConcepts(ruleDirectories)),
    ...readUserTables(files),
  }
}

/**
 * Everything an audit knows beside the claim, from disk: compiled tables, the lexicon, the shipped rule packs and the
 * user's additions. Throws PackError where a pack of the user's is not whole, or a case does not hold once it is
 * loaded.
 */
export function openKnowledge({ ruleDirectories = [], unproven = false, ...files }: Additions = {}): Knowledge {
  const lexicon = readLexicon({ packs: ruleDirectories })
  const evidence = evidenceOf(lexicon)
  const loaded = readRulePacks(ruleDirectories, lexicon)
  const knowledge: Knowledge = {
    codeSets: openCodeSets(),
    editionsOn,
    evidence,
    concepts: conceptsRead(lexicon.concepts),
    coding: lexicon.coding,
    grouper: openGrouper(),
    rules: ruleSetOf(loaded, packConcepts(ruleDirectories)),
    ...readUserTables(files),
  }
  // Among all rules, for one of the user's may change what a shipped one raises.
  const failed =
    unproven || ruleDirectories.length === 0
      ? []
      : [...runConceptCases(ruleDirectories, evidence), ...runCases(loaded, knowledge)]
  if (failed.length > 0) throw new PackError(failed.map((failure) => `a case does not hold: ${failure}`))
  return knowledge
}
