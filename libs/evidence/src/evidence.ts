/** The edge of evidence: clinical text and structured capture in, facts with offsets out. */
import type { ClinicalDocument, StructuredCapture } from '@claims-audit/contracts'
import type { Fact } from './facts/fact.js'
import { readCapture } from './facts/read-capture.js'
import { openReader } from './facts/reader.js'
import type { CompiledPhrases } from './lexicon/compiled-phrases.js'
import type { Lexicon } from './lexicon/lexicon.js'

export type { Fact, Laterality } from './facts/fact.js'
export { compilePhrases, type CompiledPhrases } from './lexicon/compiled-phrases.js'
export { GRAMMAR_LISTS, type GrammarWords } from './lexicon/grammar.js'
export { CATEGORIES, LAYOUT, conceptsOf } from './lexicon/lexicon.js'
export type { CodeFamily, CodingTables, Kind, Limb, Operation, ReportableCondition, Sign } from './lexicon/coding.js'
export { guessesOf } from './lexicon/spelling.js'
export type { ConceptRecord, ContextWords, Lexicon, SiteWords } from './lexicon/lexicon.js'
export type { Region } from './places/vertebrae.js'

export interface EvidenceEngine {
  /** The facts of a record, documents in order, the capture last. Never throws on any text. */
  read(documents: ClinicalDocument[], capture?: StructuredCapture): Fact[]
  /** The same, to be asked for more. */
  open(documents: ClinicalDocument[], capture?: StructuredCapture): RecordRead
}

export interface RecordRead {
  facts: Fact[]
  /**
   * The mentions of phrases in the documents, each a concept that is named by it, whatever the lexicon makes of the
   * same words. The record is not read again for it.
   */
  factsOf(phrases: readonly string[]): Fact[]
}

/**
 * Compiles a lexicon once; reading is then a pure function of the record. `phrases`: those of the lexicon, where they
 * were compiled before, which is most of the work.
 */
export function openEvidence(lexicon: Lexicon, phrases?: CompiledPhrases): EvidenceEngine {
  const reader = openReader(lexicon, phrases)
  const open: EvidenceEngine['open'] = (documents, capture) => {
    const read = documents.map((document) => reader.read(document))
    return {
      facts: [...read.flatMap(({ facts }) => facts), ...(capture === undefined ? [] : readCapture(capture, reader))],
      factsOf: (asked) => read.flatMap(({ factsOf }) => factsOf(asked)),
    }
  }
  return { open, read: (documents, capture) => open(documents, capture).facts }
}
