import { ruleSetOf } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { editionsOn } from '@claims-audit/code-sets'
import { openEvidence } from '@claims-audit/evidence'
import { readBaseRates } from './base-rates.js'
import { readLexicon } from './lexicon.js'
import { openCodeSets, openGrouper } from './tables-on-disk.js'
import { readRulePacks } from './rule-packs.js'

/** What a user adds to what ships: directories of rule packs, and a payer base-rate table (`readBaseRates` says how it is written). */
export interface Additions {
  ruleDirectories?: string[]
  baseRates?: string | undefined
}

/** Everything an audit knows beside the claim, from disk: compiled tables, the lexicon, the shipped rule packs and the user's additions. */
export function openKnowledge({ ruleDirectories = [], baseRates }: Additions = {}): Knowledge {
  return {
    codeSets: openCodeSets(),
    editionsOn,
    evidence: openEvidence(readLexicon()),
    grouper: openGrouper(),
    rules: ruleSetOf(readRulePacks(ruleDirectories)),
    ...(baseRates !== undefined && { baseRates: readBaseRates(baseRates) }),
  }
}
