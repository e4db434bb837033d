import { listed, oneOf, optional, wholeNumber } from './variables.js'

/** A setting: how its value is written, what it does, who reads it. `read` throws SettingError at a wrong value. */
export interface Setting<T> {
  values: string
  meaning: string
  default: string
  readBy: string
  read: (name: string) => T
}

export const text = (row: Omit<Setting<unknown>, 'read' | 'values'>) => ({ values: 'text', ...row, read: optional })
export const list = (row: Omit<Setting<unknown>, 'read' | 'values'>) => ({
  values: 'comma-separated',
  ...row,
  read: listed,
})
/** `fallback` is what a reader gets where the variable is not set; without one, undefined. */
export function number<F extends number | undefined>(
  range: { from: number; to: number; unit: string },
  row: Omit<Setting<unknown>, 'read' | 'values' | 'default'> & { default?: string },
  fallback: F,
): Setting<number | F> {
  return {
    values: `${range.from} to ${range.to}`,
    default: fallback === undefined ? '' : String(fallback),
    ...row,
    read: (name) => wholeNumber(name, range) ?? fallback,
  }
}

export const milliseconds = <F extends number | undefined>(
  row: { meaning: string; readBy: string; default?: string },
  fallback: F,
): Setting<number | F> => number({ from: 100, to: 9_999_999, unit: 'a number of milliseconds' }, row, fallback)

export const port = (row: { meaning: string; readBy: string; default: string }): Setting<number | undefined> =>
  number({ from: 0, to: 65_535, unit: 'a TCP port' }, row, undefined)

export function choice<T extends string>(of: readonly T[], row: Omit<Setting<unknown>, 'read' | 'values'>) {
  return { values: of.map((value) => `\`${value}\``).join(', '), ...row, read: (name: string) => oneOf(name, of) }
}
