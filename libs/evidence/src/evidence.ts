/** The edge of evidence: clinical text and structured capture in, facts with offsets out. */
import type { ClinicalDocument, StructuredCapture } from '@claims-audit/contracts'
import type { Fact } from './fact.js'
import type { Lexicon } from './lexicon.js'
import { phrasesOf } from './lexicon.js'
import { indexPhrases } from './phrase-index.js'
import { readCapture } from './read-capture.js'
import { readText } from './read-text.js'

export type { Fact, Region } from './fact.js'
export type { Lexicon } from './lexicon.js'

export interface EvidenceEngine {
  /** The facts of a record, documents in order, the capture last. Never throws on any text. */
  read(documents: ClinicalDocument[], capture?: StructuredCapture): Fact[]
}

/** Compiles a lexicon once; reading is then a pure function of the record. */
export function openEvidence(lexicon: Lexicon): EvidenceEngine {
  const find = indexPhrases(phrasesOf(lexicon))
  return {
    read: (documents, capture) => [
      ...documents.flatMap((document) => readText(document, find, lexicon.context.sections)),
      ...(capture === undefined ? [] : readCapture(capture)),
    ],
  }
}
