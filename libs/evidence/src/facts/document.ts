import type { ClinicalDocument } from '@claims-audit/contracts'
import { findPhrases, type Match } from '../lexicon/find-phrases.js'
import { sectionsAround, type Section } from '../sections/sections.js'
import type { Region } from '../places/vertebrae.js'
import type { Tokens } from '../text/tokens.js'
import { withGrades } from './grades.js'
import type { Language } from './language.js'

/** A document while it is read. */
export interface DocumentInHand {
  document: ClinicalDocument
  tokens: Tokens
  found: readonly Match[]
  sections: Section[]
  /** Those around a position; positions only rise. */
  sectionsAt: (position: number) => Section[]
  /** The region of the whole, once it was asked for. */
  overall: Region[] | undefined
  /** Whether the whole speaks of the spine, once it was asked for. */
  isSpinal: boolean | undefined
  /** By what a radiologist looked, in a report. */
  modality: string | undefined
  /** What is taken, by the names that it was read of so far. */
  taken: Set<string>
  /** The last sentence that plans care. */
  planned: number
}

/** The phrases of a text, in order. */
export function matchesOf(tokens: Tokens, language: Language): Match[] {
  const found = findPhrases(language.index, tokens)
  const known = found.some((match) => isSmall(match, tokens, language.capitals))
    ? found.filter((match) => !isSmall(match, tokens, language.capitals))
    : found
  return withGrades(known, tokens, language.grades, language.grammar)
}

export function openDocument(
  document: ClinicalDocument,
  { tokens, found, sections }: Pick<DocumentInHand, 'tokens' | 'found' | 'sections'>,
  language: Language,
): DocumentInHand {
  return {
    document,
    tokens,
    found,
    sections,
    sectionsAt: sectionsAround(sections),
    overall: undefined,
    isSpinal: undefined,
    modality: reportModality(document, found, language),
    taken: new Set(),
    planned: -1,
  }
}

/** A word that means its concept only in capitals, and is not. */
function isSmall({ first, last }: Match, { word, text, start, end }: Tokens, capitals: Uint8Array): boolean {
  if (first !== last || capitals[word[first] as number] !== 1) return false
  const written = text.slice(start[first], end[first])
  return written !== written.toUpperCase()
}

/** What a radiologist reads: the modality that the report's title names, else the first that its text does. */
function reportModality(
  { type, title }: ClinicalDocument,
  found: readonly Match[],
  { index, tokenizeOther }: Language,
): string | undefined {
  if (type !== 'radiology-report') return undefined
  return firstModality(title === undefined ? [] : findPhrases(index, tokenizeOther(title))) ?? firstModality(found)
}

const firstModality = (phrases: readonly Match[]): string | undefined =>
  phrases.find(({ meant }) => meant.modality !== undefined)?.meant.modality
