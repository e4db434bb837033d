import { ruleSetOf } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import { editionsOn } from '@claims-audit/code-sets'
import { openEvidence } from '@claims-audit/evidence'
import { readLexicon } from './lexicon.js'
import { openCodeSets, openGrouper } from './tables-on-disk.js'
import { readRulePacks } from './rule-packs.js'

/** Everything an audit knows beside the claim, from disk: compiled tables, the lexicon, the shipped rule packs and those in `ruleDirectories`. */
export function openKnowledge(ruleDirectories: string[] = []): Knowledge {
  return { codeSets: openCodeSets(), editionsOn, evidence: openEvidence(readLexicon()), grouper: openGrouper(), rules: ruleSetOf(readRulePacks(ruleDirectories)) }
}
