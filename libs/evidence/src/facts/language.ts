import { compileGrammar, type Grammar } from '../lexicon/grammar.js'
import type { ConceptRecord, Lexicon, Size } from '../lexicon/lexicon.js'
import { compilePhrases, openPhrases } from '../lexicon/compiled-phrases.js'
import type { PhraseIndex } from '../lexicon/phrase-index.js'
import { spelledOut } from '../lexicon/phrases.js'
import { compileSpelling } from '../lexicon/spelling.js'
import { compileSections, type SectionNames } from '../sections/names.js'
import { openTokenizer } from '../text/tokenize.js'
import type { Tokens } from '../text/tokens.js'
import { compileElsewhere, type Elsewhere } from './elsewhere.js'
import { compileEtiology, type Etiology } from './etiology.js'
import { compileGrades, type Grades } from './grades.js'
import { compileSides, type Sides } from './laterality.js'

/** A lexicon, compiled. */
export interface Language {
  grammar: Grammar
  index: PhraseIndex
  /** By word number, whether it means its concept only in capitals. */
  capitals: Uint8Array
  sections: SectionNames
  sides: Sides
  grades: readonly Grades[]
  etiology: Etiology
  sizes: ReadonlyMap<string, Size>
  /** By concept, which of its words are of another matter, and beside what. */
  elsewhere: ReadonlyMap<string, Elsewhere>
  care: ReadonlySet<string>
  tried: ReadonlySet<string>
  goesOn: ReadonlySet<string>
  tests: ReadonlySet<string>
  /** The concepts whose words are borne out by the document alone. */
  throughOrgans: ReadonlySet<string>
  /** The concepts of care that are an operation, or a part of one. */
  operations: ReadonlySet<string>
  /** The concepts that stay for life. */
  lasting: ReadonlySet<string>
  /** The concepts whose words say that they are over. */
  past: ReadonlySet<string>
  tokenize: (text: string) => Tokens
  /** With buffers of its own, for what is read while a document is. */
  tokenizeOther: (text: string) => Tokens
}

/** `phrases`: those of the lexicon, where they are compiled already. */
export function compileLexicon(lexicon: Lexicon, phrases = compilePhrases(lexicon)): Language {
  const { vocabulary, index } = openPhrases(phrases)
  const { context, grammar: words } = lexicon
  const records = Object.values(lexicon.concepts)
  const language = {
    tokenize: openTokenizer(vocabulary, words),
    tokenizeOther: openTokenizer(vocabulary, words),
    grammar: compileGrammar(words, vocabulary),
    sides: compileSides(vocabulary),
    grades: compileGrades(lexicon.concepts, vocabulary),
    elsewhere: compileElsewhere(lexicon.concepts, vocabulary),
    etiology: compileEtiology(lexicon.etiology),
    sections: compileSections(context, treatmentNames(lexicon)),
    sizes: new Map(
      Object.entries(lexicon.concepts).flatMap(([concept, { size }]) => (size === undefined ? [] : [[concept, size]])),
    ),
    care: conceptsWith(lexicon, ({ care }) => care !== undefined),
    tried: conceptsWith(lexicon, ({ care }) => care?.tried === true),
    tests: conceptsWith(lexicon, ({ care }) => care?.test === true),
    goesOn: conceptsWith(lexicon, ({ care }) => care?.continued === true),
    operations: conceptsWith(lexicon, (record) => record.care !== undefined && record.alsoWithin === true),
    throughOrgans: conceptsWith(lexicon, ({ throughOrgans }) => throughOrgans === true),
    lasting: conceptsWith(lexicon, ({ lasting }) => lasting === true),
    past: conceptsWith(lexicon, ({ past }) => past === true),
  }
  const capitals = flagsOf(
    records.flatMap(({ caseSensitive = [] }) => caseSensitive).map((word) => vocabulary.find(word)),
    vocabulary.size,
  )
  compileSpelling(lexicon, vocabulary)
  return { ...language, index: { ...index, grammar: language.grammar }, capitals }
}

function conceptsWith({ concepts }: Lexicon, has: (record: ConceptRecord) => boolean): Set<string> {
  return new Set(Object.keys(concepts).filter((concept) => has(concepts[concept] as ConceptRecord)))
}

/** By word, for it is asked of every phrase. */
function flagsOf(words: readonly number[], size: number): Uint8Array {
  const flags = new Uint8Array(size)
  for (const word of words) flags[word] = 1
  return flags
}

/** By these a heading names a treatment. */
function treatmentNames({ concepts }: Lexicon): Set<string> {
  const tried = Object.values(concepts).filter(({ care }) => care?.tried === true)
  return new Set(tried.flatMap(({ words }) => words).flatMap(spelledOut))
}
