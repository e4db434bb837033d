import { ruleSetOf } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { editionsOn } from '@claims-audit/code-sets'
import { openEvidence } from '@claims-audit/evidence'
import { readBaseRates } from './base-rates.js'
import { readCoverage } from './coverage.js'
import { readLexicon } from './lexicon.js'
import { openCodeSets, openGrouper } from './tables-on-disk.js'
import { readPoaExempt } from './poa-exempt.js'
import { readRulePacks } from './rule-packs.js'

/** The files of tables that only the user can have; their readers say how each is written. */
export interface UserTables {
  baseRates?: string | undefined
  poaExempt?: string | undefined
  coverage?: string | undefined
}

/** What a user adds to what ships. */
export interface Additions extends UserTables {
  ruleDirectories?: string[]
}

/** Everything an audit knows beside the claim, from disk: compiled tables, the lexicon, the shipped rule packs and the user's additions. */
export function openKnowledge({ ruleDirectories = [], baseRates, poaExempt, coverage }: Additions = {}): Knowledge {
  return {
    codeSets: openCodeSets(),
    editionsOn,
    evidence: openEvidence(readLexicon()),
    grouper: openGrouper(),
    rules: ruleSetOf(readRulePacks(ruleDirectories)),
    ...(baseRates !== undefined && { baseRates: readBaseRates(baseRates) }),
    ...(poaExempt !== undefined && { poaExempt: readPoaExempt(poaExempt) }),
    ...(coverage !== undefined && { coverage: readCoverage(coverage) }),
  }
}
