import type { Procedure as Billed } from '@claims-audit/contracts'
import type { CodeableConcept, Procedure } from 'fhir/r4.js'
import { SYSTEMS, codesOf, names } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf } from '../resource/values.js'
import { bySequence } from './diagnoses.js'
import { named, refuse } from './source.js'
import type { Source } from './source.js'

/** ICD-10-PCS procedures, the principal one first, the others in the order of `sequence`. */
export function proceduresOf(source: Source): Billed[] {
  const items = bySequence(source.claim.each('procedure'))
  const principal = items.findIndex((item) => names(item.each('type'), 'principal', 'primary'))
  const ordered = principal > 0 ? [items[principal]!, ...items.filter((_, at) => at !== principal)] : items
  return ordered.map((item, at) => {
    const reference = item.get('procedureReference')
    const concept = reference.isThere ? referred(source, reference) : item.get('procedureCodeableConcept')
    const date = dayOf(item.text('date'))
    return { sequence: at + 1, code: pcsOf(concept), ...(date !== undefined && { date }) }
  })
}

function referred(source: Source, reference: Parameters<typeof named>[1]): Element<CodeableConcept> {
  const procedure = named<Procedure>(source, reference)
  return procedure === undefined ? refuse('reference-missing', reference.pointer) : procedure.get('code')
}

function pcsOf(concept: Element<CodeableConcept>): string {
  const codes = codesOf(concept)
  const found = codes.find(({ system }) => SYSTEMS.icd10pcs.test(system))
  if (found !== undefined) return found.code
  if (codes.length === 0) return refuse('code-missing', concept.pointer)
  return refuse(codes.some(({ system }) => SYSTEMS.icd9.test(system)) ? 'icd-9' : 'code-system', concept.pointer)
}
