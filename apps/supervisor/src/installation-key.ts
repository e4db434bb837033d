import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setting } from '@claims-audit/settings'

/**
 * What the stages sign their messages to each other with: SIGNING_KEY, else the key of this data folder, which is made
 * with a new ledger. An installation that is older has unsigned messages on its way, and gets none by itself.
 */
export function installationKey(file: string, o: { isNew: boolean }): string | undefined {
  const given = setting('SIGNING_KEY')
  if (given !== undefined) return given
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  if (!o.isNew) return undefined
  return newKey(file)
}

/** What the api logs in to our own Postgres with. */
export const apiPassword = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trim() : newKey(file)

function newKey(file: string): string {
  const key = randomBytes(32).toString('base64url')
  writeFileSync(file, `${key}\n`, { mode: 0o600 })
  return key
}
