import { billId } from '@claims-audit/contracts'
import type { ClaimType, SubmittedClaim } from '@claims-audit/contracts'
import type { Money } from 'fhir/r4.js'
import { codesOf, names } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { daysOf, moneyOf } from '../resource/values.js'
import { careTeamOf } from './care-team.js'
import { diagnosesOf } from './diagnoses.js'
import { documentsOf } from './documents.js'
import { linesOf } from './lines.js'
import { facilityOf, patientOf, payerOf } from './parties.js'
import { proceduresOf } from './procedures.js'
import { refuse } from './source.js'
import type { Billed, Source } from './source.js'
import { supportingInfoOf } from './supporting-info.js'
import type { SupportingInfo } from './supporting-info.js'

/**
 * A claim of a Claim or ExplanationOfBenefit. What is missing in it is for the claim's schema to say; what would be
 * read wrongly is refused (Refused).
 */
export function claimOf(source: Source): SubmittedClaim {
  const { claim } = source
  const status = claim.text('status') ?? ''
  if (status === 'draft') refuse('status', `${claim.pointer}/status`, status)
  const info = supportingInfoOf(source)
  const billed = billOf(claim, info)
  if (billed.frequency === VOID || TAKEN_BACK.has(status)) return voidedBill(source, billed)
  const isInpatient = billed.claimType === 'institutional-inpatient'
  const { diagnoses, reasonsForVisit, drg } = diagnosesOf(source)
  if (diagnoses.length === 0 && reasonsForVisit.length === 0) refuse('no-diagnosis', `${claim.pointer}/diagnosis`)
  const stay = isInpatient ? stayOf(source, info, billed.frequency) : {}
  const procedures = isInpatient ? proceduresOf(source) : []
  const group = (info.drg ?? drg)?.slice(-DRG_DIGITS)
  const total = totalOf(claim)
  const documents = documentsOf(source, info)
  const from = daysOf(claim.get('billablePeriod')).from
  return {
    ...identityOf(claim, billed.frequency, from),
    ...billed,
    ...only('facility', facilityOf(source)),
    ...only('payer', payerOf(source)),
    ...patientOf(source, yearOf(stay.admissionDate ?? from)),
    ...stay,
    ...(reasonsForVisit.length > 0 && { reasonsForVisit }),
    ...billCodesOf(info),
    ...careTeamOf(source),
    diagnoses,
    ...(procedures.length > 0 && { procedures }),
    lines: linesOf(source),
    ...(isInpatient && only('billedDrg', group)),
    ...only('totalCharge', total),
    ...(documents.length > 0 && { documents }),
  }
}

/** Claim frequency of a void (NUBC); and what was taken back (R4 value sets fm-status, explanationofbenefit-status). */
const VOID = '8'
const TAKEN_BACK = new Set(['cancelled', 'entered-in-error'])

/** Which claim is void, and by what bill: nothing else is read, so that nothing else can refuse it. */
function voidedBill(source: Source, billed: ReturnType<typeof billOf>): SubmittedClaim {
  const { claim } = source
  const { from, to } = daysOf(claim.get('billablePeriod'))
  return {
    ...identityOf(claim, VOID, from),
    ...billed,
    frequency: VOID,
    ...only('payer', payerOf(source)),
    ...(from !== undefined && to !== undefined && { statement: { from, to } }),
    patient: { sex: 'U' },
    diagnoses: [],
    ...only('totalCharge', totalOf(claim)),
  }
}

/** Those that there are. */
const billCodesOf = ({ billCodes }: SupportingInfo): Partial<SubmittedClaim> =>
  Object.fromEntries(Object.entries(billCodes).filter(([, codes]) => codes.length > 0))

/** A group is sometimes filled up with zeros. */
const DRG_DIGITS = 3

const only = <K extends keyof SubmittedClaim>(
  field: K,
  value: SubmittedClaim[K] | undefined,
): Partial<SubmittedClaim> => (value === undefined ? {} : { [field]: value })

const yearOf = (day: string | undefined): number | undefined =>
  day === undefined ? undefined : Number(day.slice(0, 4))

/**
 * The claim's own identifier (CARIN calls it unique claim id), else the resource's id; a version where the server
 * counts them.
 */
function identityOf(
  claim: Element<Billed>,
  frequency: string | undefined,
  from: string | undefined,
): Pick<SubmittedClaim, 'claimId' | 'version'> {
  const identifiers = claim.each('identifier')
  const unique = identifiers.find((identifier) => names([identifier.get('type')], 'uc')) ?? identifiers[0]
  const claimId = unique?.text('value') ?? claim.text('id')
  if (claimId === undefined) return refuse('claim-id', `${claim.pointer}/identifier`)
  const version = /^[1-9]\d{0,8}$/.exec(claim.get('meta').text('versionId') ?? '')?.[0]
  return {
    claimId: billId(claimId.replace(/\s/g, encodeURIComponent), frequency, from),
    ...(version !== undefined && { version: Number(version) }),
  }
}

/** A prior claim that this one replaces. */
const REPLACED = ['prior', 'replaced']
/** No whole claim (NUBC). */
const LATE_CHARGES = '5'

function billOf(
  claim: Element<Billed>,
  info: SupportingInfo,
): Pick<SubmittedClaim, 'claimType' | 'typeOfBill' | 'frequency' | 'payerClaimNumber'> {
  const typeOfBill = info.typeOfBill?.replace(/^0(?=\d{3}$)/, '')
  const prior = claim.each('related').find((related) => names([related.get('relationship')], ...REPLACED))
  const said = info.frequency ?? (typeOfBill?.length === 3 ? typeOfBill.slice(-1) : undefined)
  const frequency = said ?? (prior === undefined ? undefined : '7')
  if (frequency === LATE_CHARGES) refuse('frequency', claim.pointer, frequency)
  const payerClaimNumber = prior?.get('claim').get('identifier').text('value')
  return {
    claimType: claimTypeOf(claim, info, typeOfBill),
    ...only('typeOfBill', typeOfBill),
    ...only('frequency', frequency),
    ...only('payerClaimNumber', payerClaimNumber),
  }
}

/** Hospital inpatient (NUBC type of bill). */
const INPATIENT = /^(11|41)/

/** R4 value set claim-type, and what Medicare calls its kinds of claims (eob-type, nch_clm_type_cd). */
const INSTITUTIONAL = new Set([
  'institutional',
  'inpatient',
  'outpatient',
  'snf',
  'hha',
  'hospice',
  ...['10', '20', '30', '40', '50', '60'],
])
const PROFESSIONAL = new Set(['professional', 'carrier', 'dme', ...['71', '72', '81', '82']])

function claimTypeOf(claim: Element<Billed>, info: SupportingInfo, typeOfBill: string | undefined): ClaimType {
  const types = codesOf(claim.get('type')).map(({ code }) => code.toLowerCase())
  if (types.some((code) => PROFESSIONAL.has(code))) return 'professional'
  if (!types.some((code) => INSTITUTIONAL.has(code))) refuse('claim-type', `${claim.pointer}/type`, types[0] ?? null)
  const subTypes = claim.each('subType')
  const isInpatient =
    typeOfBill !== undefined
      ? INPATIENT.test(typeOfBill)
      : types.some((code) => code === 'inpatient' || code === '60') ||
        names(subTypes, 'inpatient') ||
        (!names(subTypes, 'outpatient') && info.drg !== undefined)
  return isInpatient ? 'institutional-inpatient' : 'institutional-outpatient'
}

/** Still a patient (NUBC patient discharge status); first and continuing claim of a stay that is billed in parts. */
const STILL_A_PATIENT = '30'
const INTERIM = new Set(['2', '3'])

function stayOf({ claim, notes }: Source, info: SupportingInfo, frequency = ''): Partial<SubmittedClaim> {
  const billable = daysOf(claim.get('billablePeriod'))
  const { from: admissionDate = billable.from, to = billable.to } = info.admission ?? {}
  const status = info.dischargeStatus?.padStart(2, '0')
  const isPlanned = claim.text('use') === 'preauthorization' || claim.text('use') === 'predetermination'
  if (isPlanned) notes.add('preauthorization', claim.pointer)
  const isOpen = isPlanned || (status === undefined ? INTERIM.has(frequency) : status === STILL_A_PATIENT)
  return {
    ...only('admissionDate', admissionDate),
    ...(!isOpen && only('dischargeDate', to)),
    ...only('admissionType', info.admissionType),
    ...only('admissionSource', info.admissionSource),
    ...only('dischargeStatus', status),
    ...(billable.from !== undefined &&
      billable.to !== undefined && { statement: { from: billable.from, to: billable.to } }),
  }
}

/** A Claim's total, or of an ExplanationOfBenefit's the one that was submitted. */
function totalOf(claim: Element<Billed>): string | undefined {
  const totals = claim.each('total') as unknown as Element<Money & { category?: object; amount?: Money }>[]
  const submitted = totals.find((total) => names([total.get('category') as never], 'submitted', 'clm_sbmt_chrg_amt'))
  const amount = submitted?.get('amount') as Element<Money> | undefined
  const [first] = totals
  return amount !== undefined ? moneyOf(amount) : first && moneyOf(first)
}
