/** The edge of evidence: clinical text and structured capture in, facts with offsets out. */
import type { ClinicalDocument, StructuredCapture } from '@claims-audit/contracts'
import type { Fact } from './fact.js'
import type { Lexicon } from './lexicon.js'
import { plainWords } from './lexicon.js'
import { readCapture } from './read-capture.js'
import { openReader, type Reader } from './read-text.js'

export type { Fact, Region } from './fact.js'
export type { Laterality } from './laterality.js'
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
  const known = openReader(lexicon)
  const readerWith = (targets: string[]): Reader => openReader({ ...lexicon, concepts: { ...lexicon.concepts, ...conceptsOf(targets) } })
  return {
    read: (documents, capture, targets = []) => {
      const reader = targets.length === 0 ? known : readerWith(targets)
      return [...documents.flatMap(reader.read), ...(capture === undefined ? [] : readCapture(capture, reader.placesIn))]
    },
  }
}

/** Each phrase as a concept of its own name; one without a word is none. */
function conceptsOf(targets: string[]): Record<string, string[]> {
  return Object.fromEntries(targets.flatMap((target) => (plainWords(target) === '' ? [] : [[target, [plainWords(target)]]])))
}
