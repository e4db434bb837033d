import type { ConceptRecord } from '@claims-audit/evidence'
import { matchesAny } from '../rules/patterns.js'

/** What the lexicon's records say of codes and of a scribe's fields. */
export interface ConceptsRead {
  /** The concepts by which a record speaks for a code or header (undotted); undefined where nothing is read for it. */
  forCode(code: string): string[] | undefined
  /** A scribe's fields, each with the concepts that speak of it. */
  captureFields: readonly { field: string; concepts: string[] }[]
}

export function conceptsRead(records: Record<string, ConceptRecord>): ConceptsRead {
  const coded = Object.entries(records).flatMap(([concept, { codes }]) =>
    codes === undefined ? [] : [{ concept, codes }],
  )
  const captured = Object.entries(records).flatMap(([concept, { captureField: field }]) =>
    field === undefined ? [] : [{ concept, field }],
  )
  return {
    forCode(code) {
      const concepts = coded.filter(({ codes }) => matchesAny(code, codes)).map(({ concept }) => concept)
      return concepts.length === 0 ? undefined : concepts
    },
    captureFields: [...Map.groupBy(captured, ({ field }) => field)].map(([field, of]) => ({
      field,
      concepts: of.map(({ concept }) => concept),
    })),
  }
}
