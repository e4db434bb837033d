import { isDay } from '@claims-audit/contracts'

/**
 * Whether what came from outside can be bound to a parameter of each type. What cannot is an error of Postgres, which
 * writes the value to its log.
 */
export const isBindable = {
  uuid: (value: unknown): value is string =>
    typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value),
  /** Of what is never negative. */
  int: (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31,
  /** No name or rule of ours is longer. */
  text: (value: unknown): value is string =>
    typeof value === 'string' && value.length <= 512 && value.isWellFormed() && !value.includes('\0'),
  bigint: (value: unknown): value is string => typeof value === 'string' && /^-?\d{1,18}$/.test(value),
  smallint: (value: unknown): value is string => typeof value === 'string' && /^\d{1,4}$/.test(value),
  date: (value: unknown): value is string => typeof value === 'string' && (value === '-infinity' || isDate(value)),
  /** As Postgres writes one. */
  timestamptz: (value: unknown): value is string =>
    typeof value === 'string' && INSTANT.test(value) && isDate(value.slice(0, 10)),
}

const INSTANT = /^\d{4}-\d{2}-\d{2} ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?[+-](0\d|1[0-4])(:[0-5]\d)?$/

/** The calendar of Postgres has no year 0. */
const isDate = (text: string): boolean => isDay(text) && !text.startsWith('0000')
