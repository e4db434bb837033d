import type { DocumentType, DrgImpact, Evidence, Finding, Proposal } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'

/** What a rule found once: the finding's particulars, to which the rule adds its words. */
export interface Match {
  /** The codes that the finding is about, dotted. */
  codes: string[]
  /** What, beside the codes, tells this match from another of the same rule: a region, a pair. Never a text offset. */
  target?: string[]
  /** Fills the places of the rule's message. */
  values: Record<string, string>
  evidence?: Evidence[]
  missing?: string[]
  proposal?: Proposal
  /** Where what was found decides for a firmer or softer action than the rule's own. */
  action?: Finding['action']
  /** Where the record makes it weigh less than the rule says. */
  severity?: Finding['severity']
  /** Where the finding is itself about the DRG: from the billed one to the grouped one. */
  drgImpact?: DrgImpact
  /** What in the record a query rests on. */
  indicators?: string[]
  /** The clinical options that the record leaves, in place of the rule's own. */
  options?: string[]
}

export const NO_CHANGE: Proposal = { add: [], remove: [], replace: [] }

export function evidenceOf(facts: Fact[]): Evidence[] {
  return facts
    .filter((fact) => fact.documentType !== 'capture')
    .map(({ documentId, start, end, text }) => ({ documentId, start, end, text }))
}

/**
 * What a query names: the facts it rests on, or, where nothing was said, the notes that were read for it. A query
 * needs an indicator (ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice, 2022).
 */
export function indicatorsOf(
  facts: Fact[],
  dates: ReadonlyMap<string, string>,
  documents: ReadonlyMap<string, DocumentType>,
): string[] {
  if (facts.length > 0) return facts.map((fact) => indicatorOf(fact, dates))
  return [...documents].map(([id, type]) => {
    const date = dates.get(id)
    return `No mention in the ${type}${date === undefined ? '' : ` of ${date}`}`
  })
}

/**
 * A clinical indicator as a query names it: the words, their source and its date (ACDIS/AHIMA query practice brief).
 */
export function indicatorOf({ text, documentId, documentType }: Fact, dates: ReadonlyMap<string, string>): string {
  const date = dates.get(documentId)
  return `"${text}" (${documentType}${date === undefined ? '' : `, ${date}`})`
}
