import type { ClaimType, Diagnosis, IsoDate, Procedure, ServiceLine, SubmittedClaim } from '@claims-audit/contracts'
import type { Form } from '../envelope/guides.js'
import type { Place, Refusal } from '../report/place.js'
import { PATIENT, SUBSCRIBER } from './hierarchy.js'
import type { Level } from './hierarchy.js'

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
  const procedures = draft.principalProcedure ? [draft.principalProcedure, ...draft.procedures] : draft.procedures
  return {
    claimId: accountNumber.replace(/\s/g, encodeURIComponent),
    claimType: draft.claimType,
    ...facilityOf(draft),
    ...payerOf(level),
    patient: patientOf(draft),
    ...said('admissionDate', draft.admissionDate),
    ...said('dischargeDate', dischargeDateOf(draft)),
    ...said('admissionType', draft.admissionType),
    ...said('admissionSource', draft.admissionSource),
    ...said('dischargeStatus', draft.dischargeStatus),
    ...said('statement', statement),
    ...(isInstitutional && { typeOfBill: draft.facilityType + frequency }),
    ...said('frequency', frequency === '' ? undefined : frequency),
    accountNumber,
    ...said('medicalRecordNumber', draft.medicalRecordNumber),
    ...said('payerClaimNumber', draft.payerClaimNumber),
    ...(draft.reasonsForVisit.length > 0 && { reasonsForVisit: draft.reasonsForVisit }),
    diagnoses: draft.diagnoses,
    ...(procedures.length > 0 && { procedures: procedures.map((each, i) => ({ sequence: i + 1, ...each })) }),
    lines: isInstitutional ? draft.lines.map((line) => dated(line, statement?.from)) : draft.lines,
    ...said('billedDrg', draft.billedDrg),
    ...said('totalCharge', draft.totalCharge),
  }
}

type Said<K extends string, T> = { [key in K]?: NonNullable<T> }

const said = <K extends string, T>(name: K, value: T): Said<K, T> =>
  (value === undefined ? {} : { [name]: value }) as Said<K, T>

/** An 837I has no discharge date: a stay that is over ends with the statement's period. */
function dischargeDateOf({ form, claimType, statement, dischargeStatus, dischargeDate, frequency }: Draft) {
  if (form === 'professional') return dischargeDate
  const isOpen = dischargeStatus === undefined ? INTERIM.has(frequency) : dischargeStatus === STILL_A_PATIENT
  return claimType === 'institutional-inpatient' && !isOpen ? statement?.to : undefined
}

function facilityOf({ level, serviceFacility }: Draft): Pick<SubmittedClaim, 'facility'> {
  const npi = (level.code === PATIENT ? level.above?.above : level.above)?.npi
  const facility = { ...said('id', serviceFacility), ...said('npi', npi) }
  return Object.keys(facility).length > 0 ? { facility } : {}
}

function payerOf(level: Level): Pick<SubmittedClaim, 'payer'> {
  const id = (level.code === PATIENT ? level.above : level)?.payerId
  return id === undefined ? {} : { payer: { id } }
}

/** The patient is the subscriber unless the claim stands under a level of the patient's own. A dependent's member id is the subscriber's. */
function patientOf({ level, medicalRecordNumber }: Draft): SubmittedClaim['patient'] {
  const id = medicalRecordNumber ?? (level.code === SUBSCRIBER ? level.memberId : undefined)
  return {
    ...said('id', id),
    ...said('birthDate', level.birthDate),
    sex: level.sex ?? 'U',
  } as SubmittedClaim['patient']
}

const dated = (line: ServiceLine, day: IsoDate | undefined): ServiceLine =>
  line.serviceDate !== undefined || day === undefined ? line : { ...line, serviceDate: day }
