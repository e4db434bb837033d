import type { ClinicalDocument } from '@claims-audit/contracts'
import type { CompiledPhrases } from '../lexicon/compiled-phrases.js'
import { findPhrases } from '../lexicon/find-phrases.js'
import type { Lexicon } from '../lexicon/lexicon.js'
import type { Place } from '../places/levels.js'
import { openTargets } from '../targets/targets.js'
import { compileLexicon } from './language.js'
import { placesOfText } from './main-region.js'
import { readDocument, type DocumentRead } from './read-document.js'

export interface Reader {
  read(document: ClinicalDocument): DocumentRead
  /** The places that a text names. */
  placesIn(text: string): Place[]
}

/**
 * Compiles a lexicon into a reader of documents: every mention of a concept, and how it is meant. Linear in the text;
 * offsets are exact. A sentence without a mention costs no more than finding that it has none.
 */
export function openReader(lexicon: Lexicon, phrases?: CompiledPhrases): Reader {
  const language = compileLexicon(lexicon, phrases)
  const findTargets = openTargets(lexicon.grammar)
  return {
    read: (document) => readDocument(document, language, findTargets),
    placesIn(text) {
      const tokens = language.tokenizeOther(text)
      return placesOfText(tokens, findPhrases(language.index, tokens), language.grammar)
    },
  }
}
