import { claimTypeOf } from '../envelope/guides.js'
import type { Form } from '../envelope/guides.js'
import type { Elements } from '../read/elements.js'
import { packed } from '../read/tags.js'
import { kept } from '../read/text.js'
import type { Place, Refusal } from '../report/place.js'
import type { Draft } from './draft.js'
import { SUBSCRIBER, PATIENT } from './hierarchy.js'
import type { Level } from './hierarchy.js'
import type { Reading } from './reading.js'
import { unmappedFrom } from './service-lines.js'
import { moneyOf } from './values.js'

/** CLM05-3 of what is not a whole claim. */
const LATE_CHARGES = '5'
/** CLM05-3 of a bill that voids a claim. */
const VOID = '8'

/** REF01 */
const PAYER_CLAIM_NUMBER = packed('F8')
const MEDICAL_RECORD_NUMBER = packed('EA')

/** No level is open: a claim that no HL stands above. */
const NOWHERE: Level = { code: '', above: undefined, refusal: undefined }

/** The claim that a CLM begins. */
export function draftOf(elements: Elements, form: Form, level: Level | undefined, place: Place): Draft {
  const facilityType = elements.component(5, 0)
  const frequency = elements.component(5, 2)
  return {
    place,
    refusal: level?.refusal ?? level?.personRefusal,
    form,
    level: level ?? NOWHERE,
    accountNumber: kept(elements.text(1)),
    claimType: claimTypeOf(form, facilityType),
    facilityType,
    frequency,
    totalCharge: moneyOf(elements.text(2)),
    more: {},
    diagnoses: [],
    reasonsForVisit: [],
    procedures: [],
    lines: [],
  }
}

/** What is wrong with a CLM, and what of it is not read. */
export function checkClaim(
  { level, accountNumber, totalCharge, frequency }: Draft,
  elements: Elements,
  reading: Reading,
): void {
  if (level.code !== SUBSCRIBER && level.code !== PATIENT) reading.refuse('hierarchy', 1)
  if (accountNumber === '') reading.refuse('claim-id', 1)
  if (totalCharge === undefined && !elements.isEmpty(2)) reading.refuse('amount', 2)
  // "11:A:1" that another character separates is one component.
  if (elements.components(5) === 1 && elements.stop(5) - elements.start(5) > 2) reading.refuse('component-separator', 5)
  if (frequency === LATE_CHARGES) reading.refuse('frequency', 5, frequency)
  unmappedFrom(6, elements, reading)
}

/**
 * Why the claim is not read. No bill goes without a diagnosis (UB-04, form locator 67; CMS-1500, item 21), but a void
 * bills nothing.
 */
export function refusalOf({ refusal, diagnoses, frequency, place }: Draft): Refusal | undefined {
  const isBare = diagnoses.length === 0 && frequency !== VOID
  return refusal ?? (isBare ? { code: 'no-diagnosis', place } : undefined)
}

export function readAdmission(draft: Draft, elements: Elements, reading: Reading): void {
  const [type, source, status] = [elements.text(1), elements.text(2), elements.text(3)]
  if (type !== '') draft.admissionType = type
  if (source !== '') draft.admissionSource = source
  if (status !== '') draft.dischargeStatus = status
  unmappedFrom(4, elements, reading)
}

/** Whether it is one that a claim has a field for. */
export function readReference(draft: Draft, elements: Elements): boolean {
  const kind = elements.name(1)
  if ((kind !== PAYER_CLAIM_NUMBER && kind !== MEDICAL_RECORD_NUMBER) || elements.isEmpty(2)) return false
  draft[kind === PAYER_CLAIM_NUMBER ? 'payerClaimNumber' : 'medicalRecordNumber'] = kept(elements.text(2))
  return true
}
