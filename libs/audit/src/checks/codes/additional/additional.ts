import type { Fact } from '@claims-audit/evidence'
import { isEstablished, isProviders } from '../../../record/facts.js'
import type { RecordUnderAudit } from '../../../findings/subject.js'

/** A code that the record supports for what a note asks: complete, or a category where the record leaves open which. */
export interface Reading {
  /** Dotted. */
  code: string
  facts: Fact[]
}

/** Something that "use additional code" notes ask for, and how a record says it. */
export interface Additional {
  /** Codes that carry it, undotted: a claim that has one says how its coder read the record. */
  family: string
  /** Codes of which a note must name one; the first ones of the family, unless said. */
  asked?: readonly string[]
  /** Where the note names no code: the place at which it stands. */
  at?: string
  /** Concepts of the lexicon, and further words, by which the record speaks of it. */
  concepts?: readonly string[]
  phrases?: readonly string[] | ((record: RecordUnderAudit) => string[])
  /** The codes, undotted, whose note asks for it; all that the note governs, unless said. */
  isFor?(code: string, record: RecordUnderAudit): boolean
  /** Who may document it: a provider, unless Guideline I.B.14 lets any clinician who cares for the patient. */
  by?: 'anyone'
  /** A status that follows from something in the past counts too. */
  past?: true
  /** False where it is not coded so in pregnancy. */
  inPregnancy?: false
  /** The codes that these facts support. */
  read(facts: Fact[], record: RecordUnderAudit): Reading[]
}

export const phrasesFor = ({ phrases = [] }: Additional, record: RecordUnderAudit): readonly string[] =>
  typeof phrases === 'function' ? phrases(record) : phrases

/** Of what was read for the words, and of the record's facts, those that count for it. */
export function countedFor(wanted: Additional, read: Fact[], record: RecordUnderAudit): Fact[] {
  const { claimType } = record.claim
  const phrases = new Set(phrasesFor(wanted, record))
  const mentions = [
    ...record.facts.filter(({ concept }) => wanted.concepts?.includes(concept) === true),
    ...read.filter(({ concept }) => phrases.has(concept)),
  ]
  return mentions.filter(
    (fact) =>
      fact.weak !== true &&
      isEstablished(wanted.past === true ? { ...fact, temporality: 'current' } : fact, claimType) &&
      (wanted.by === 'anyone' || isProviders(fact, claimType)),
  )
}

/** Words for each code; `{ 'B96.1': ['klebsiella'] }`. */
export type Words = Record<string, readonly string[]>

export const phrasesOf = (words: Words): string[] => Object.values(words).flat()

/** Each code whose words were said. */
export function eachCode(words: Words): Additional['read'] {
  return (facts) =>
    Object.entries(words).flatMap(([code, phrases]) => {
      const said = facts.filter(({ concept }) => phrases.includes(concept))
      return said.length === 0 ? [] : [{ code, facts: said }]
    })
}

/**
 * The one code whose words were said; where several are, the record leaves open which, and the category is asked for.
 */
export function oneCode(words: Words, category: string): Additional['read'] {
  const read = eachCode(words)
  return (facts, record) => {
    const readings = read(facts, record)
    return readings.length < 2 ? readings : [{ code: category, facts: readings.flatMap((reading) => reading.facts) }]
  }
}

/** Every way to put parts one after another, an empty one left out. */
export const wordings = (...parts: (readonly string[])[]): string[] =>
  parts.reduce<string[]>((made, part) => made.flatMap((before) => part.map((next) => `${before} ${next}`.trim())), [''])
