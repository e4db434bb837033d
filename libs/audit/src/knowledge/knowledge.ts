import type { CodeSets, Editions } from '@claims-audit/code-sets'
import type { CodingTables, EvidenceEngine } from '@claims-audit/evidence'
import type { IsoDate } from '@claims-audit/contracts'
import type { Grouper } from '@claims-audit/ms-drg'
import type { ConceptsRead } from './concepts.js'
import type { RuleSet } from '../rules/rule-set.js'
import type { UserTables } from '../user-tables/user-tables.js'

/**
 * All that an audit knows beside the claim: handed in, so that the same claim and the same knowledge give the same
 * result anywhere.
 */
export interface Knowledge extends Partial<UserTables> {
  codeSets: CodeSets
  /** The editions in force on a date; undefined outside the loaded ones. */
  editionsOn: (date: IsoDate) => Editions | undefined
  evidence: EvidenceEngine
  concepts: ConceptsRead
  /** The lexicon's tables of codes. */
  coding: CodingTables
  grouper: Grouper
  rules: RuleSet
}
