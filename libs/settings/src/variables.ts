import { readFileSync } from 'node:fs'

/** A setting that is missing or wrong: its message is the one line that is shown. It names the variable. */
export class SettingError extends Error {
  override name = 'SettingError'
}

/** A variable's value without blanks around it; undefined where it is not set, or empty. */
export function optional(name: string): string | undefined {
  const value = process.env[name]?.trim()
  return value === '' ? undefined : value
}

/** The value of a variable that must be set. */
export function required<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new SettingError(`${name} is not set; "npm start" sets it, or see docs/settings.md`)
  return value
}

/** Items between commas, without blanks around them. */
export const listed = (name: string): string[] =>
  (optional(name) ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

/** `host:port` items; undefined where the variable is not set. */
export function addresses(name: string): string[] | undefined {
  const items = listed(name)
  const wrong = items.find((item) => !isAddress(item))
  if (wrong !== undefined) throw new SettingError(`${name} holds ${wrong}, which is not host:port`)
  return items.length === 0 ? undefined : items
}

function isAddress(text: string): boolean {
  const port = Number(/^[^\s/@]+:(\d{1,5})$/.exec(text)?.[1])
  return port > 0 && port < 65_536
}

export function wholeNumber(name: string, o: { from: number; to: number; unit: string }): number | undefined {
  const value = optional(name)
  if (value === undefined) return undefined
  const number = /^\d{1,9}$/.test(value) ? Number(value) : NaN
  if (number >= o.from && number <= o.to) return number
  throw new SettingError(`${name}=${value} must be ${o.unit}, ${o.from} to ${o.to}`)
}

export function oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
  const value = optional(name)
  if (value === undefined || (allowed as readonly string[]).includes(value)) return value as T | undefined
  throw new SettingError(`${name}=${value} must be one of ${allowed.join(', ')}`)
}

export function timeZone(name: string): string | undefined {
  const zone = optional(name)
  try {
    return zone && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw new SettingError(`${name}=${zone} is no time zone; an example is America/Chicago`)
  }
}

/** An HTTP address, without a slash at its end. */
export const httpUrl = (name: string): string | undefined => issuerUrl(name)?.replace(/\/$/, '')

/** An HTTP address to the letter: an issuer with a slash at its end is another one than without. */
export function issuerUrl(name: string): string | undefined {
  const url = optional(name)
  if (url === undefined || (/^https?:/.test(url) && URL.canParse(url))) return url
  throw new SettingError(`${name}=${url} is not an HTTP address`)
}

/** A file that a variable names, as text. Messages name the variable and the file, never what the file holds. */
export function fileAt(name: string): string | undefined {
  const path = optional(name)
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new SettingError(`${name}=${path} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}

/** A secret: the variable itself, or the content of the file that NAME_FILE names. Messages never repeat it. */
export function secret(name: string, { least = 1 } = {}): string | undefined {
  const file = `${name}_FILE`
  const value = optional(name)
  if (value !== undefined && optional(file) !== undefined) throw new SettingError(`${name} and ${file} are both set`)
  const content = fileAt(file)?.trim()
  if (content === '') throw new SettingError(`${file} names an empty file`)
  const found = value ?? content
  if (found !== undefined && found.length < least) throw new SettingError(`${name} is shorter than ${least} characters`)
  return found
}

export function postgresUrl(name: string): string | undefined {
  const url = secret(name)
  // Its value holds a password, so the message does not repeat it.
  if (url === undefined || (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url))) return url
  throw new SettingError(`${name} must be postgres://user:password@host:port/database`)
}
