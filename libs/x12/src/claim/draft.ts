import { billId } from '@claims-audit/contracts'
import type {
  ClaimType,
  Diagnosis,
  IsoDate,
  Practitioner,
  Procedure,
  ServiceLine,
  SubmittedClaim,
} from '@claims-audit/contracts'
import type { Form } from '../envelope/guides.js'
import type { Place, Refusal } from '../report/place.js'
import { PATIENT, SUBSCRIBER } from './hierarchy.js'
import type { Level } from './hierarchy.js'

/** What is kept as the claim has it. */
export type More = Pick<
  SubmittedClaim,
  | 'admissionHour'
  | 'dischargeHour'
  | 'occurrences'
  | 'occurrenceSpans'
  | 'values'
  | 'conditions'
  | 'attending'
  | 'operating'
  | 'otherOperating'
  | 'rendering'
  | 'referring'
>

/** A claim while its segments are read. */
export interface Draft {
  place: Place
  /** The first reason why it is not read. */
  refusal: Refusal | undefined
  form: Form
  level: Level
  accountNumber: string
  claimType: ClaimType
  facilityType: string
  frequency: string
  totalCharge: string | undefined
  statement?: { from: IsoDate; to: IsoDate }
  admissionDate?: IsoDate
  /** Of a professional claim; an 837I has none. */
  dischargeDate?: IsoDate
  admissionType?: string
  admissionSource?: string
  dischargeStatus?: string
  medicalRecordNumber?: string
  payerClaimNumber?: string
  serviceFacility?: string
  more: More
  /** The one that the last NM1 names, if the claim keeps it. */
  provider?: Practitioner
  diagnoses: Diagnosis[]
  reasonsForVisit: string[]
  principalProcedure?: Procedure
  procedures: Procedure[]
  billedDrg?: string
  lines: ServiceLine[]
}

/** One more than the claim's schema takes, so that the schema can say so, and no file fills the memory. */
export const MOST_CODES = 65
export const MOST_REASONS = 9
export const MOST_LINES = 2001

export function atMost<T>(most: number, held: T[], item: T): void {
  if (held.length < most) held.push(item)
}

/** Still a patient (CL103, NUBC patient discharge status). */
const STILL_A_PATIENT = '30'
/** First and continuing claim of a stay that is billed in parts. */
const INTERIM = new Set(['2', '3'])

/** The claim of a draft that nothing keeps from being read. What is missing in it is for the claim's schema to say. */
export function claimOf(draft: Draft): SubmittedClaim {
  const { accountNumber, statement, frequency, level, form } = draft
  const isInstitutional = form === 'institutional'
  const claim = {
    claimId: billId(accountNumber.replace(/\s/g, encodeURIComponent), frequency, statement?.from),
    claimType: draft.claimType,
  } as SubmittedClaim
  const facility = facilityOf(draft)
  if (facility !== undefined) claim.facility = facility
  const payerId = (level.code === PATIENT ? level.above : level)?.payerId
  if (payerId !== undefined) claim.payer = { id: payerId }
  claim.patient = patientOf(draft)
  put(claim, 'admissionDate', draft.admissionDate)
  put(claim, 'dischargeDate', dischargeDateOf(draft))
  put(claim, 'admissionType', draft.admissionType)
  put(claim, 'admissionSource', draft.admissionSource)
  put(claim, 'dischargeStatus', draft.dischargeStatus)
  put(claim, 'statement', statement)
  if (isInstitutional) claim.typeOfBill = draft.facilityType + frequency
  if (frequency !== '') claim.frequency = frequency
  claim.accountNumber = accountNumber
  put(claim, 'medicalRecordNumber', draft.medicalRecordNumber)
  put(claim, 'payerClaimNumber', draft.payerClaimNumber)
  if (draft.reasonsForVisit.length > 0) claim.reasonsForVisit = draft.reasonsForVisit
  claim.diagnoses = draft.diagnoses
  const procedures = proceduresOf(draft)
  if (procedures.length > 0) claim.procedures = procedures
  claim.lines = draft.lines
  if (isInstitutional && statement !== undefined) for (const line of claim.lines) line.serviceDate ??= statement.from
  put(claim, 'billedDrg', draft.billedDrg)
  put(claim, 'totalCharge', draft.totalCharge)
  return Object.assign(claim, draft.more)
}

/** What is not said is left out. */
function put<K extends keyof SubmittedClaim>(
  claim: SubmittedClaim,
  field: K,
  value: SubmittedClaim[K] | undefined,
): void {
  if (value !== undefined) claim[field] = value
}

/** An 837I has no discharge date: a stay that is over ends with the statement's period. */
function dischargeDateOf({
  form,
  claimType,
  statement,
  dischargeStatus,
  dischargeDate,
  frequency,
}: Draft): IsoDate | undefined {
  if (form === 'professional') return dischargeDate
  const isOpen = dischargeStatus === undefined ? INTERIM.has(frequency) : dischargeStatus === STILL_A_PATIENT
  return claimType === 'institutional-inpatient' && !isOpen ? statement?.to : undefined
}

function facilityOf({ level, serviceFacility: id }: Draft): SubmittedClaim['facility'] {
  const npi = (level.code === PATIENT ? level.above?.above : level.above)?.npi
  if (id !== undefined) return npi === undefined ? { id } : { id, npi }
  return npi === undefined ? undefined : { npi }
}

/**
 * The patient is the subscriber unless the claim stands under a level of the patient's own. A dependent's member id is
 * the subscriber's.
 */
function patientOf({ level, medicalRecordNumber }: Draft): SubmittedClaim['patient'] {
  const id = medicalRecordNumber ?? (level.code === SUBSCRIBER ? level.memberId : undefined)
  const { birthDate, sex = 'U' } = level
  const person = birthDate === undefined ? { sex } : { birthDate, sex }
  return (id === undefined ? person : { id, ...person }) as SubmittedClaim['patient']
}

function proceduresOf({ principalProcedure, procedures }: Draft): Procedure[] {
  const all = principalProcedure === undefined ? procedures : [principalProcedure, ...procedures]
  return all.map((each, i) => ({ sequence: i + 1, ...each }))
}
