import type { SubmittedClaim } from '@claims-audit/contracts'
import type { Coverage, Identifier, Organization, Patient, Reference } from 'fhir/r4.js'
import { SYSTEMS, names } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf } from '../resource/values.js'
import { named, refuse } from './source.js'
import type { Source } from './source.js'

const SEXES: Record<string, 'F' | 'M'> = { female: 'F', male: 'M' }
/** Identifier type of a medical record number (v2 table 0203). */
const MEDICAL_RECORD = ['mr', 'mrn']

/**
 * The patient, and the medical record number. `year` is that in which the stay began, for a birth date that is only a
 * year.
 */
export function patientOf(
  source: Source,
  year: number | undefined,
): Pick<SubmittedClaim, 'patient' | 'medicalRecordNumber'> {
  const reference = source.claim.get('patient')
  const patient = named<Patient>(source, reference)
  // Without age and sex neither edits nor groups are right; a page of a server's answer often leaves the patient out.
  if (patient === undefined) refuse('reference-missing', reference.pointer, 'Patient')
  const identifiers = patient?.each('identifier') ?? []
  const record = identifiers.find((identifier) => names([identifier.get('type')], ...MEDICAL_RECORD))
  const medicalRecordNumber = record?.text('value')
  const id = medicalRecordNumber ?? identifiers[0]?.text('value') ?? patient?.text('id') ?? idOf(reference)
  const sex = SEXES[patient?.text('gender')?.toLowerCase() ?? ''] ?? 'U'
  return {
    patient: { ...(id !== undefined && { id }), ...ageOf(source, patient, year), sex } as SubmittedClaim['patient'],
    ...(medicalRecordNumber !== undefined && { medicalRecordNumber }),
  }
}

function ageOf(
  { notes }: Source,
  patient: Element<Patient> | undefined,
  year: number | undefined,
): Partial<SubmittedClaim['patient']> {
  const born = patient?.text('birthDate')
  const birthDate = dayOf(born)
  if (birthDate !== undefined) return { birthDate }
  const bornIn = /^\d{4}(?=-|$)/.exec(born ?? '')?.[0]
  if (bornIn === undefined || year === undefined) return {}
  notes.add('age-from-year', `${patient?.pointer}/birthDate`)
  return { ageInYears: year - Number(bornIn) }
}

/** Where care was given, if the claim says so, else who bills. */
export function facilityOf(source: Source): SubmittedClaim['facility'] {
  const { claim } = source
  const [facility, provider] = [claim.get('facility'), claim.get('provider')]
  const npi = npiOf(source, provider) ?? npiOf(source, facility)
  const id = idOf(facility) ?? idOf(provider)
  if (npi === undefined && id === undefined) return undefined
  return { ...(id !== undefined && { id }), ...(npi !== undefined && { npi }) }
}

/** Of an organization or a person that a reference names, or names by the number itself. */
export function npiOf(source: Source, reference: Element<Reference>): string | undefined {
  const own = reference.get('identifier')
  const organization = reference.text('reference') === undefined ? undefined : named<Organization>(source, reference)
  return [own, ...(organization?.each('identifier') ?? [])].map(npiIn).find((npi) => npi !== undefined)
}

const npiIn = (identifier: Element<Identifier>): string | undefined => {
  const isNpi = SYSTEMS.npi.test(identifier.text('system') ?? '') || names([identifier.get('type')], 'npi')
  return isNpi ? identifier.text('value') : undefined
}

/** The insurer, else who pays for the coverage that is in focus. */
export function payerOf(source: Source): SubmittedClaim['payer'] {
  const { claim } = source
  const own = identified(source, claim.get('insurer'))
  if (own !== undefined) return { id: own }
  const insurances = claim.each('insurance')
  const focal = insurances.find((insurance) => insurance.says('focal')) ?? insurances[0]
  const coverage = focal && named<Coverage>(source, focal.get('coverage'))
  const [payor] = coverage?.each('payor') ?? []
  const id = payor && identified(source, payor)
  return id === undefined ? undefined : { id }
}

/** The name of an organization as a payer is called: its identifier, else its id. */
function identified(source: Source, reference: Element<Reference>): string | undefined {
  if (!reference.isThere) return undefined
  const organization = reference.text('reference') === undefined ? undefined : named<Organization>(source, reference)
  const [first] = organization?.each('identifier') ?? []
  return reference.get('identifier').text('value') ?? first?.text('value') ?? idOf(reference)
}

/** `Organization/7` names 7; a contained resource has no name outside. */
function idOf(reference: Element<Reference>): string | undefined {
  const text = reference.text('reference')
  if (text === undefined || text.startsWith('#')) return undefined
  return text.slice(text.lastIndexOf('/') + 1).replace(/^urn:(uuid|oid):/, '')
}
