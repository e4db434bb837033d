import type { Encounter } from '@claims-audit/contracts'
import type { Account, Encounter as FhirEncounter, Patient, Reference } from 'fhir/r4.js'
import { named } from '../claim/source.js'
import type { Within } from '../claim/source.js'
import { names } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { daysOf } from '../resource/values.js'

/**
 * Which stay a document is of: by the identifiers of its Encounter and Account, and its patient's record number;
 * undefined where it names none.
 */
export function encounterOf(
  within: Within,
  encounter: Element<Reference>,
  subject: Element<Reference>,
): Encounter | undefined {
  const stay = named<FhirEncounter>(within, encounter)
  const identifiers = [...(stay?.each('identifier') ?? []), encounter.get('identifier')]
  const ofType = (...types: string[]): string | undefined =>
    identifiers.find((each) => names([each.get('type')], ...types))?.text('value')
  const [account] = stay?.each('account') ?? []
  const ofAccount = account && (named<Account>(within, account)?.each('identifier')[0] ?? account.get('identifier'))
  // Types of HL7 v2 table 0203.
  const accountNumber = ofAccount?.text('value') ?? ofType('an')
  const visitNumber =
    ofType('vn') ?? identifiers.map((each) => each.text('value')).find((value) => value !== accountNumber)
  const medicalRecordNumber = recordNumberOf(within, subject)
  if (accountNumber === undefined && visitNumber === undefined && medicalRecordNumber === undefined) return undefined
  const { from, to } = stay === undefined ? {} : daysOf(stay.get('period'))
  return {
    ...(accountNumber !== undefined && { accountNumber }),
    ...(visitNumber !== undefined && { visitNumber }),
    ...(medicalRecordNumber !== undefined && { medicalRecordNumber }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { through: to }),
  }
}

function recordNumberOf(within: Within, subject: Element<Reference>): string | undefined {
  const patient = named<Patient>(within, subject)
  const identifiers = patient?.each('identifier') ?? []
  const record = identifiers.find((each) => names([each.get('type')], 'mr', 'mrn')) ?? identifiers[0]
  return record?.text('value') ?? subject.get('identifier').text('value')
}
