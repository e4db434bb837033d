/** The edge of evidence: clinical text and structured capture in, facts with offsets out. */
import type { ClinicalDocument, StructuredCapture } from '@claims-audit/contracts'
import type { Fact } from './facts/fact.js'
import { readCapture } from './facts/read-capture.js'
import { openReader } from './facts/reader.js'
import type { Lexicon } from './lexicon/lexicon.js'
import { findTargets } from './targets/targets.js'

export type { Fact, Laterality } from './facts/fact.js'
export { GRAMMAR_LISTS, type GrammarWords } from './lexicon/grammar.js'
export { CATEGORIES, LAYOUT, conceptsOf } from './lexicon/lexicon.js'
export type { CodeFamily, CodingTables, Kind, Limb, ReportableCondition, Sign } from './lexicon/coding.js'
export { guessesOf } from './lexicon/spelling.js'
export type { ConceptRecord, ContextWords, Lexicon, SiteWords } from './lexicon/lexicon.js'
export type { Region } from './places/vertebrae.js'

export interface EvidenceEngine {
  /**
   * The facts of a record, documents in order, the capture last. A phrase in `targets` is a concept of its own, named
   * by the phrase, beside those of the lexicon. Never throws on any text.
   */
  read(documents: ClinicalDocument[], capture?: StructuredCapture, targets?: string[]): Fact[]
}

/** Compiles a lexicon once; reading is then a pure function of the record. */
export function openEvidence(lexicon: Lexicon): EvidenceEngine {
  const reader = openReader(lexicon)
  return {
    read: (documents, capture, targets = []) => {
      const find = targets.length === 0 ? undefined : findTargets(targets, lexicon.grammar)
      return [
        ...documents.flatMap((document) => reader.read(document, find)),
        ...(capture === undefined ? [] : readCapture(capture, reader)),
      ]
    },
  }
}
