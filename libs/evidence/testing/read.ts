/** The shipped lexicon's reader, for specs of what it makes of a sentence. */
import { openEvidence, type Fact } from '@claims-audit/evidence'
import { readLexicon } from '@claims-audit/reference'

export const engine = openEvidence(readLexicon())

export const read = (text: string, title?: string): Fact[] =>
  engine.read([{ id: 'D1', type: 'progress-note', text, ...(title !== undefined && { title }) }])

/** The facts of a concept, or of a phrase that is asked for, in a text. */
export function told(text: string, asked: string): Fact[] {
  const { facts, factsOf } = engine.open([{ id: 'D1', type: 'progress-note', text }])
  return [...facts, ...factsOf([asked])].filter(({ concept }) => concept === asked)
}

/** The first fact of a concept in a text. */
export const mention = (text: string, concept: string): Fact | undefined =>
  read(text).find((fact) => fact.concept === concept)
