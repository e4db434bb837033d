import { PackError, ruleSetOf, runCases } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { editionsOn } from '@claims-audit/code-sets'
import { openEvidence } from '@claims-audit/evidence'
import { readBaseRates } from '../user-tables/base-rates.js'
import { readCoverage } from '../user-tables/coverage.js'
import { readLexicon } from '../lexicon/lexicon.js'
import { openCodeSets, openGrouper } from './tables-on-disk.js'
import { readPoaExempt } from '../user-tables/poa-exempt.js'
import { readRulePacks } from '../packs/rule-packs.js'

/** The files of tables that only the user can have; their readers say how each is written. */
export interface UserTables {
  baseRates?: string | undefined
  poaExempt?: string | undefined
  coverage?: string | undefined
}

/** What a user adds to what ships. */
export interface Additions extends UserTables {
  ruleDirectories?: string[]
  /** Takes rules whose cases do not hold, too: for the command that lists them. */
  unproven?: boolean
}

/**
 * Everything an audit knows beside the claim, from disk: compiled tables, the lexicon, the shipped rule packs and the user's additions. Throws
 * PackError where a pack of the user's is not whole, or a case does not hold once it is loaded.
 */
export function openKnowledge({
  ruleDirectories = [],
  unproven = false,
  baseRates,
  poaExempt,
  coverage,
}: Additions = {}): Knowledge {
  const lexicon = readLexicon()
  const loaded = readRulePacks(ruleDirectories, lexicon)
  const knowledge: Knowledge = {
    codeSets: openCodeSets(),
    editionsOn,
    evidence: openEvidence(lexicon),
    grouper: openGrouper(),
    rules: ruleSetOf(loaded),
    ...(baseRates !== undefined && { baseRates: readBaseRates(baseRates) }),
    ...(poaExempt !== undefined && { poaExempt: readPoaExempt(poaExempt) }),
    ...(coverage !== undefined && { coverage: readCoverage(coverage) }),
  }
  // Among all rules, for one of the user's may change what a shipped one raises.
  const failed = unproven || ruleDirectories.length === 0 ? [] : runCases(loaded, knowledge)
  if (failed.length > 0) throw new PackError(failed.map((failure) => `a case does not hold: ${failure}`))
  return knowledge
}
