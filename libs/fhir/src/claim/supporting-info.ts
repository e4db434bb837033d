import type { Attachment, Reference } from 'fhir/r4.js'
import { SYSTEMS, codesOf } from '../resource/codes.js'
import type { Code } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { dayOf, daysOf } from '../resource/values.js'
import type { Days } from '../resource/values.js'
import { readBillCode } from './bill-codes.js'
import type { BillCodes } from './bill-codes.js'
import type { Source } from './source.js'

/** What institutional claims say beside their elements. */
export interface SupportingInfo {
  admission?: Days
  dischargeStatus?: string | undefined
  typeOfBill?: string | undefined
  frequency?: string | undefined
  admissionType?: string | undefined
  admissionSource?: string | undefined
  drg?: string | undefined
  billCodes: BillCodes
  documents: { attachment?: Element<Attachment>; reference?: Element<Reference> }[]
}

/**
 * By the category's code (CARIN's C4BBSupportingInfoType, R4's claiminformationcategory) or the last part of a payer's
 * own name for it.
 */
const CATEGORIES: Record<string, keyof SupportingInfo | 'conditions'> = {
  admissionperiod: 'admission',
  'discharge-status': 'dischargeStatus',
  ptnt_dschrg_stus_cd: 'dischargeStatus',
  'clm-ptnt-stus-cd': 'dischargeStatus',
  typeofbill: 'typeOfBill',
  clm_freq_cd: 'frequency',
  admtype: 'admissionType',
  clm_ip_admsn_type_cd: 'admissionType',
  pointoforigin: 'admissionSource',
  clm_src_ip_admsn_cd: 'admissionSource',
  drg: 'drg',
  clm_drg_cd: 'drg',
  clm_rlt_cond_cd: 'conditions',
  clm_admsn_dt: 'admission',
}

/** Each item of supportingInfo (STU3: information), by its category and by the system of its code. */
export function supportingInfoOf(source: Source): SupportingInfo {
  const { claim, notes } = source
  const billCodes: BillCodes = { occurrences: [], occurrenceSpans: [], values: [], conditions: [] }
  const info: SupportingInfo = { billCodes, documents: [] }
  const items = [...claim.each('supportingInfo'), ...claim.each('information' as 'supportingInfo')]
  for (const item of items) {
    item.number('sequence')
    const [attachment, reference] = [item.get('valueAttachment'), item.get('valueReference')]
    if (attachment.isThere) info.documents.push({ attachment })
    if (reference.isThere) info.documents.push({ reference })
    const category = codesOf(item.get('category'))
      .map(({ code }) => CATEGORIES[lastPart(code)])
      .find((each) => each !== undefined)
    const isKept = readBillCode(billCodes, item, category === 'conditions')
    if (isKept === false) notes.add('bill-code', item.pointer)
    if (isKept !== undefined || category === undefined) continue
    if (category === 'admission') info.admission ??= admissionOf(item.get('timingPeriod'), item.text('timingDate'))
    else if (isCoded(category)) setCode(info, category, codesOf(item.get('code')))
  }
  return info
}

const lastPart = (code: string): string => code.slice(code.lastIndexOf('/') + 1).toLowerCase()

function admissionOf(period: Parameters<typeof daysOf>[0], date: string | undefined): Days {
  const days = daysOf(period)
  return days.from === undefined && days.to === undefined ? { from: dayOf(date) } : days
}

type Coded = Exclude<keyof SupportingInfo, 'admission' | 'documents' | 'billCodes'>

const isCoded = (category: (typeof CATEGORIES)[string]): category is Coded =>
  category !== 'admission' && category !== 'documents' && category !== 'billCodes' && category !== 'conditions'

function setCode(info: SupportingInfo, category: Coded, codes: Code[]): void {
  // A type of bill may come in pieces: the whole (NUBC), or its frequency alone.
  if (category === 'typeOfBill') {
    info.frequency ??= codes.find(({ system }) => SYSTEMS.frequency.test(system))?.code
    info.typeOfBill ??= codes.find(({ system, code }) => SYSTEMS.typeOfBill.test(system) && code.length >= 3)?.code
    return
  }
  const [first] = codes
  if (first === undefined) return
  if (category !== 'drg') info[category] ??= first.code
  else info.drg ??= codes.find(({ system }) => SYSTEMS.medicareSeverityDrg.test(system))?.code
}
