/** What arguments may be: each of these gives one that it may be, and throws at others what commander says of them. */
import { isDay } from '@claims-audit/contracts'
import { InvalidArgumentError } from 'commander'

export function oneOf(...allowed: string[]): (value: string) => string {
  return (value) => {
    if (!allowed.includes(value)) throw new InvalidArgumentError(`one of ${allowed.join(', ')}`)
    return value
  }
}

export function named(value: string): string {
  if (value === '') throw new InvalidArgumentError('a name that is not empty')
  return value
}

export function wholeNumber(value: string): string {
  if (!/^[1-9]\d{0,6}$/.test(value)) throw new InvalidArgumentError('a whole number from 1')
  return value
}

/** Of what Kafka and Postgres count by int32. */
export function count(value: string): string {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('a whole number from 0 to 999999999')
  return value
}

/** A slip of the keyboard would keep a machine or a cluster busy. */
export function upTo(most: number): (value: string) => string {
  return (value) => {
    if (Number(wholeNumber(value)) > most) throw new InvalidArgumentError(`a whole number from 1 to ${most}`)
    return value
  }
}

export function offset(value: string): string {
  if (!/^\d{1,18}$/.test(value)) throw new InvalidArgumentError('a whole number from 0')
  return value
}

export function instant(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?Z)?$/.test(value))
    throw new InvalidArgumentError('YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ')
  isoDate(value.slice(0, 10))
  return value
}

export function percent(value: string): number {
  if (!/^(?:[1-9]\d?|100)$/.test(value)) throw new InvalidArgumentError('a whole number from 1 to 100')
  return Number(value)
}

export function digest(value: string): string {
  if (!/^sha256:[0-9a-f]{64}$/.test(value)) throw new InvalidArgumentError('sha256: and 64 hexadecimal digits')
  return value
}

export function isoDate(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError('a day of the calendar, YYYY-MM-DD')
  return value
}

export function collect(value: string, earlier: string[]): string[] {
  return [...earlier, value]
}

export function collectCounts(value: string, earlier: number[]): number[] {
  return [...earlier, Number(count(value))]
}
