import type { CodeableConcept, Coding } from 'fhir/r4.js'
import type { Element } from './element.js'

export interface Code {
  system: string
  code: string
  pointer: string
}

/** The codes of a concept, in order. */
export const codesOf = (concept: Element<CodeableConcept>): Code[] =>
  concept.each('coding').flatMap((coding) => codeOf(coding) ?? [])

export function codeOf(coding: Element<Coding>): Code | undefined {
  const code = coding.text('code')
  coding.text('display')
  return code === undefined ? undefined : { system: coding.text('system') ?? '', code, pointer: coding.pointer }
}

/** Whether a concept, or one of several, has one of these codes, in any system and case. */
export const names = (concepts: Element<CodeableConcept>[], ...codes: string[]): boolean =>
  concepts.some((concept) => codesOf(concept).some(({ code }) => codes.includes(code.toLowerCase())))

/** By what a code system is named: HL7's name, an OID, a payer's variable. */
export const SYSTEMS = {
  icd10cm: /\/sid\/icd-10(-cm)?$|^urn:oid:2\.16\.840\.1\.113883\.6\.(90|3)$/i,
  icd10pcs: /\/sid\/icd-10(-pcs)?$|\/Medicare\/Coding\/ICD10$|\/icd10-?pcs\/?$|^urn:oid:2\.16\.840\.1\.113883\.6\.4$/i,
  icd9: /\/sid\/icd-9(-cm)?$|\/Medicare\/Coding\/ICD9$|^urn:oid:2\.16\.840\.1\.113883\.6\.(103|104)$/i,
  hcpcs: /hcpcs|ama-assn\.org\/go\/cpt|^urn:oid:2\.16\.840\.1\.113883\.6\.(12|285)$/i,
  revenue: /\/RevenueCodes$|rev_cntr$|rev-cd$|rev-?cntr-cd$/i,
  typeOfBill: /\/TypeOfBill$/i,
  frequency: /clm_freq_cd$|\/CLM-BILL-FREQ-CD$/i,
  conditions: /\/v2-0043$/i,
  values: /\/v2-0153$/i,
  occurrences: /\/v2-0350$/i,
  occurrenceSpans: /\/v2-0351$|^urn:oid:2\.16\.840\.1\.113883\.6\.301\.8$/i,
  npi: /\/sid\/us-npi$/i,
  medicareSeverityDrg: /MS-DRG|clm_drg_cd$|\/DGNS-DRG-CD$/i,
} as const
