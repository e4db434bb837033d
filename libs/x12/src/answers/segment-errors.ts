import type { Reason } from '@claims-audit/contracts'
import type { RefusalCode } from '../report/place.js'
import { SEPARATORS, plain } from './segments.js'

/**
 * Why a claim of an accepted transaction is refused by a segment of it: its place as the file has it, counted from 1.
 */
export interface SegmentError {
  interchange: number
  transaction: number
  /** Of the transaction, whose ST is 1. */
  segment: number
  id: string
  element?: number
  code: RefusalCode
  /** CLM01, by which the sender knows the claim; empty where it is not known. */
  accountNumber: string
}

/** What a 999 says of a refusal: IK304 of the segment; IK403 of the element and which of its components it is. */
interface Told {
  segment: string
  element?: string
  component?: number
}

/** IK304: an unknown id; out of place; missing; errors in its elements. */
const [NO_SEGMENT, UNEXPECTED, MISSING, OF_ELEMENTS] = ['1', '2', '3', '8']
/** IK403: missing; a character that is not allowed; not a code of the list; not a date; not a code of ours. */
const [ABSENT, CHARACTER, NOT_LISTED, NOT_A_DATE, NOT_USED] = ['1', '6', '7', '8', 'I6']

/**
 * By what the reader refuses claims for; what other checks refuse (a field that is missing, dates in the wrong order)
 * is in the 277CA alone.
 */
const TOLD: Partial<Record<RefusalCode, Told>> = {
  'segment-id': { segment: NO_SEGMENT },
  hierarchy: { segment: OF_ELEMENTS, element: NOT_LISTED },
  'claim-id': { segment: OF_ELEMENTS, element: ABSENT },
  'icd-9': { segment: OF_ELEMENTS, element: NOT_USED, component: 1 },
  'component-separator': { segment: OF_ELEMENTS, element: CHARACTER },
  'code-missing': { segment: OF_ELEMENTS, element: ABSENT, component: 2 },
  'no-diagnosis': { segment: MISSING },
  date: { segment: OF_ELEMENTS, element: NOT_A_DATE },
  amount: { segment: OF_ELEMENTS, element: CHARACTER },
  number: { segment: OF_ELEMENTS, element: CHARACTER },
  frequency: { segment: OF_ELEMENTS, element: NOT_USED, component: 3 },
}
/** The date of a procedure within its composite of HI. */
const DATE_COMPONENT = 4

/** IK402: the data element dictionary's number, by segment, element and component. */
const NUMBERS: Record<string, string> = {
  'CLM 1': '1028',
  'CLM 2': '782',
  'CLM 5:3': '1325',
  'DMG 2': '1251',
  'DTP 3': '1251',
  'HI 1': '1270',
  'HI 2': '1271',
  'HI 4': '1251',
  'HL 2': '734',
  'LX 1': '554',
  'SV1 2': '782',
  'SV1 4': '380',
  'SV2 3': '782',
  'SV2 5': '380',
}
/** IK303, where the segment stands in one loop alone. */
const LOOPS: Record<string, string> = { CLM: '2300', HI: '2300', CL1: '2300', LX: '2400', SV1: '2400', SV2: '2400' }
/** Where a segment's id is damaged it is not repeated: a name may be in it. */
const UNKNOWN_ID = 'ZZZ'

/** The error that a claim's refusal is; undefined of one that no segment is named for. */
export function segmentError(
  at: object,
  { code }: Pick<Reason, 'code'>,
  accountNumber: string,
): SegmentError | undefined {
  const place = at as Partial<SegmentError> & { claim?: number }
  const { interchange, transaction, claim, segment, id, element } = place
  if (interchange === undefined || transaction === undefined || claim === undefined) return undefined
  if (segment === undefined || id === undefined || !Object.hasOwn(TOLD, code)) return undefined
  const error = { interchange, transaction, segment, id, code: code as RefusalCode, accountNumber }
  return element === undefined ? error : { ...error, element }
}

/** IK3, CTX and IK4 of 005010X231A1. No value of the claim is copied but its account number. */
export function errorSegments({ segment, id, element, code, accountNumber }: SegmentError): string[][] {
  const told = TOLD[code] ?? { segment: OF_ELEMENTS }
  // A claim above which no patient's level stands is out of its place; of no diagnosis the HI is missing.
  const isMisplaced = code === 'hierarchy' && id === 'CLM'
  const named = code === 'no-diagnosis' ? 'HI' : id === '?' ? UNKNOWN_ID : id
  const account = plain(accountNumber)
  return [
    ['IK3', named, String(segment), LOOPS[named] ?? '', isMisplaced ? UNEXPECTED : told.segment],
    ...(account === '' ? [] : [['CTX', `CLM01${SEPARATORS.component}${account}`]]),
    ...(told.element === undefined || element === undefined || isMisplaced
      ? []
      : [elementSegment(id, element, told, told.element)]),
  ]
}

function elementSegment(id: string, element: number, { component }: Told, code: string): string[] {
  const isOfHealthCodes = id === 'HI'
  const which = isOfHealthCodes && code === NOT_A_DATE ? DATE_COMPONENT : component
  const place = which === undefined ? String(element) : `${element}${SEPARATORS.component}${which}`
  // Composites of HI are alike, whichever it is.
  const number = NUMBERS[isOfHealthCodes ? `HI ${which}` : `${id} ${place}`]
  return ['IK4', place, number ?? '', code]
}
