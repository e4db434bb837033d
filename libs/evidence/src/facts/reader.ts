import type { ClinicalDocument } from '@claims-audit/contracts'
import type { CompiledPhrases } from '../lexicon/compiled-phrases.js'
import { findPhrases, type FindPhrases } from '../lexicon/find-phrases.js'
import type { Lexicon } from '../lexicon/lexicon.js'
import type { Place } from '../places/levels.js'
import type { Fact } from './fact.js'
import { compileLexicon } from './language.js'
import { placesOfText } from './main-region.js'
import { readDocument } from './read-document.js'

export interface Reader {
  /** `targets`: phrases that are concepts too, found beside the lexicon's and whatever it makes of the same words. */
  read(document: ClinicalDocument, targets?: FindPhrases): Fact[]
  /** The places that a text names. */
  placesIn(text: string): Place[]
}

/**
 * Compiles a lexicon into a reader of documents: every mention of a concept, and how it is meant. Linear in the text;
 * offsets are exact. A sentence without a mention costs no more than finding that it has none.
 */
export function openReader(lexicon: Lexicon, phrases?: CompiledPhrases): Reader {
  const language = compileLexicon(lexicon, phrases)
  return {
    read: (document, targets) => readDocument(document, language, targets),
    placesIn(text) {
      const tokens = language.tokenizeOther(text)
      return placesOfText(tokens, findPhrases(language.index, tokens), language.grammar)
    },
  }
}
