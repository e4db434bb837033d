import type { ClinicalDocument } from '@claims-audit/contracts'

/**
 * Index terms that a document system appends: small letters alone, with commas between them, and no blank after the last
 * sentence ("discharged home.pneumonia, chest x ray, antibiotics, cough, fever").
 */
const TERMS = /[.!?)"](?:[a-z0-9][^,;:\nA-Z]{0,80}, ?){4,}[^,;:\nA-Z]{0,80},?\s*$/
/** They are no longer than that, so that looking for them is linear. */
const LONGEST = 2000

/** A document without its index terms: they name what a text may be found by, and state nothing. */
export function withoutIndexTerms(document: ClinicalDocument): ClinicalDocument {
  const { text } = document
  const tail = text.slice(-LONGEST)
  const at = TERMS.exec(tail)?.index
  return at === undefined ? document : { ...document, text: text.slice(0, text.length - tail.length + at + 1) }
}
