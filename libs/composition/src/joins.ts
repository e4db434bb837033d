import type { IsoDate } from '@claims-audit/contracts'
import type { Stay } from './claim-arrives.js'
import type { KeptDocument } from './kept-documents.js'

/**
 * Whether a document is of a claim. By the claim it names, else by its account, else by its visit; by the patient's
 * record number only where exactly one stay of the patient has its day. `others`: all claims of the record number
 * that the document names, and those whose account is its visit; this one among them or not.
 */
export function joins(document: KeptDocument, stay: Stay, others: readonly Stay[]): boolean {
  const { claimId, encounter } = document
  if (claimId !== null) return claimId === stay.claimId
  const { accountNumber, visitNumber, medicalRecordNumber } = encounter
  if (accountNumber !== undefined) return accountNumber === stay.account || visitNumber === stay.account
  if (visitNumber === stay.account) return true
  // The visit is that of another claim.
  if (visitNumber !== undefined && others.some(({ account }) => account === visitNumber)) return false
  if (medicalRecordNumber === undefined || medicalRecordNumber !== stay.recordNumber) return false
  const days = daysOf(document)
  if (days === undefined) return false
  const patients = [stay, ...others].filter(({ recordNumber }) => recordNumber === medicalRecordNumber)
  const fitting = new Set(patients.filter((each) => contains(each, days)).map(({ account }) => account))
  return fitting.size === 1 && fitting.has(stay.account)
}

interface Days {
  first: IsoDate
  last: IsoDate
}

/** The days by which a document that names no account is joined: those of its stay, else its own. */
function daysOf({ encounter, document }: KeptDocument): Days | undefined {
  const day = document.date
  const first = encounter.from ?? day
  const last = encounter.through ?? encounter.from ?? day
  return first === undefined || last === undefined ? undefined : { first, last }
}

/** A summary may be dictated the day after discharge. */
const contains = ({ from, through }: Stay, { first, last }: Days): boolean =>
  from !== null && first >= from && (through === null || last <= nextDay(through))

const nextDay = (day: IsoDate): IsoDate =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
