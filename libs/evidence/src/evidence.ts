/** The edge of evidence: clinical text and structured capture in, facts with offsets out. */
import type { ClinicalDocument, StructuredCapture } from '@claims-audit/contracts'
import type { Fact } from './fact.js'
import type { Lexicon } from './lexicon.js'
import { readCapture } from './read-capture.js'
import { findTargets, openReader } from './read-text.js'

export type { Fact, Region } from './fact.js'
export type { Laterality } from './laterality.js'
export { conceptsOf } from './lexicon.js'
export type { ContextWords, Lexicon, PlaceWords } from './lexicon.js'

export interface EvidenceEngine {
  /**
   * The facts of a record, documents in order, the capture last. A phrase in `targets` is a concept of its own, named by the phrase,
   * beside those of the lexicon. Never throws on any text.
   */
  read(documents: ClinicalDocument[], capture?: StructuredCapture, targets?: string[]): Fact[]
}

/** Compiles a lexicon once; reading is then a pure function of the record. */
export function openEvidence(lexicon: Lexicon): EvidenceEngine {
  const reader = openReader(lexicon)
  return {
    read: (documents, capture, targets = []) => {
      const find = targets.length === 0 ? undefined : findTargets(targets)
      return [
        ...documents.flatMap((document) => reader.read(document, find)),
        ...(capture === undefined ? [] : readCapture(capture, reader)),
      ]
    },
  }
}
