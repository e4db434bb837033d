import type { IsoDate, ServiceLine } from '@claims-audit/contracts'
import type { Elements } from '../read/elements.js'
import { packed } from '../read/tags.js'
import type { Draft } from './draft.js'
import { dateAt } from './values.js'

/** DTP01 */
const STATEMENT = packed('434')
const ADMISSION = packed('435')
const DISCHARGE = packed('096')
const SERVICE = packed('472')
/** DTP02: a day, a period, a day with its hour, an hour. */
const D8 = packed('D8')
const RD8 = packed('RD8')
const DT = packed('DT')
const TM = packed('TM')
const LENGTHS = new Map([
  [D8, 8],
  [RD8, 17],
  [DT, 12],
])

/** HHMM */
const HOUR = /^([01]\d|2[0-3])[0-5]\d$/

/** `partly`: the day is read, and its hour is not valid. */
export type DateRead = 'read' | 'partly' | 'unmapped' | 'wrong'

interface Period {
  from: IsoDate
  to: IsoDate | undefined
}

export function readClaimDate(draft: Draft, elements: Elements, s: string): DateRead {
  const what = elements.name(1)
  const format = elements.name(2)
  if (what === DISCHARGE && format === TM) return readHour(draft, 'dischargeHour', elements.text(3))
  const isRead = what === STATEMENT || what === ADMISSION || (what === DISCHARGE && format === D8)
  if (!isRead || (what === DISCHARGE && draft.form !== 'professional')) return 'unmapped'
  const period = periodOf(elements, s, format)
  if (period === undefined) return 'wrong'
  if (what === STATEMENT) draft.statement = { from: period.from, to: period.to ?? period.from }
  else if (what === ADMISSION) draft.admissionDate = period.from
  else draft.dischargeDate = period.from
  if (format !== DT) return 'read'
  return readHour(draft, 'admissionHour', elements.text(3).slice(8)) === 'read' ? 'read' : 'partly'
}

function readHour({ more }: Draft, which: 'admissionHour' | 'dischargeHour', hour: string): DateRead {
  if (!HOUR.test(hour)) return 'unmapped'
  more[which] = hour
  return 'read'
}

export function readLineDate(line: ServiceLine, elements: Elements, s: string): DateRead {
  if (elements.name(1) !== SERVICE) return 'unmapped'
  const period = periodOf(elements, s, elements.name(2))
  if (period === undefined) return 'wrong'
  line.serviceDate = period.from
  if (period.to !== undefined && period.to !== period.from) line.serviceDateEnd = period.to
  return 'read'
}

/** Undefined where it is not the format that it says it is: a period without its end is not one. */
function periodOf(elements: Elements, s: string, format: number): Period | undefined {
  const start = elements.start(3)
  const stop = elements.stop(3)
  const from = dateAt(s, start, stop)
  if (from === undefined || LENGTHS.get(format) !== stop - start) return undefined
  if (format !== RD8) return { from, to: undefined }
  const to = dateAt(s, start + 9, stop)
  return to === undefined || s[start + 8] !== '-' ? undefined : { from, to }
}
