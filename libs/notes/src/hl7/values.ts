import { isIsoDate } from '@claims-audit/contracts'
import type { IsoDate } from '@claims-audit/contracts'

/** The day of an HL7 time as it was written, whatever its zone; undefined for what names no day. */
export function dayOf(time: string): IsoDate | undefined {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)/.exec(time) ?? []
  const date = `${year}-${month}-${day}`
  return isIsoDate(date) ? date : undefined
}

/**
 * An HL7 time in UTC, for its order among others; one without a zone is taken for UTC. Undefined for what has no hour.
 */
export function instantOf(time: string): string | undefined {
  const [, date, hour, minute = '00', second = '00', fraction = '', zone = '+0000'] =
    /^(\d{8})(\d\d)(\d\d)?(\d\d)?(\.\d{1,4})?\d*([+-]\d{4})?$/.exec(time) ?? []
  const day = date === undefined ? undefined : dayOf(date)
  if (day === undefined) return undefined
  const at = new Date(`${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${zone.slice(0, 3)}:${zone.slice(3)}`)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** Ids as events may hold them: without control characters, 128 at most. */
export const idOf = (...parts: string[]): string | undefined => {
  const id = parts
    .filter((part) => part !== '')
    .join('^')
    .replace(/\p{Cc}/gu, '')
    .trim()
  return id === '' || id.length > 128 ? undefined : id
}
