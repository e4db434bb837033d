import { setting } from './table.js'
import { documentsApart } from './values.js'
import { SettingError } from './variables.js'

export interface Address {
  host: string
  port: number
}

const LOCAL = '127.0.0.1'
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[?::1\]?|localhost)$/

/** Where the process listens. */
export const listenAt = (port: number): Address => ({ host: setting('HOST') ?? LOCAL, port: setting('PORT') ?? port })

/** Where health and metrics are served apart from the service itself; undefined: on the service's port. */
export function healthAt(): Address | undefined {
  const [port, host] = [setting('HEALTH_PORT'), setting('HEALTH_HOST')]
  if (port === undefined && host !== undefined) throw new SettingError('HEALTH_HOST is set without HEALTH_PORT')
  return port === undefined ? undefined : { host: host ?? LOCAL, port }
}

/** Whether everyone signs in. Without it a program on this machine is let in as `local`. */
export const isOpenToOthers = (): boolean => setting('OIDC_ISSUER') !== undefined

/** The address under which others reach the service, and how often each may ask. */
export const publicUrl = (): string | undefined => setting('PUBLIC_URL')

/** Where no one signs in, no other machine is answered. Throws SettingError at any other address. */
export function loopbackOnly(at: Address): Address {
  if (LOOPBACK.test(at.host)) return at
  if (!isOpenToOthers())
    throw new SettingError(
      `HOST=${at.host} is refused: without OIDC_ISSUER no one signs in, and this service listens on loopback only (127.0.0.1, ::1 or localhost)`,
    )
  if (publicUrl() === undefined) throw new SettingError(`HOST=${at.host} needs PUBLIC_URL, the address that others use`)
  return at
}

/**
 * Whether a Host header or the origin of a page names this machine: a page from elsewhere may reach loopback through
 * the browser that shows it (DNS rebinding).
 */
export function namesLoopback(hostOrOrigin: string): boolean {
  const url = hostOrOrigin.includes('://') ? hostOrOrigin : `http://${hostOrOrigin}`
  return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname)
}

/** Where HL7 v2 comes in over MLLP; undefined: nowhere. */
export function mllp(): (Address & { tenant: string; mostConnections: number; idleMs: number }) | undefined {
  const port = setting('MLLP_PORT')
  if (port === undefined) return undefined
  if (!documentsApart()) throw new SettingError('MLLP_PORT is set without DOCUMENTS_APART')
  return {
    port,
    host: setting('MLLP_HOST') ?? LOCAL,
    tenant: setting('MLLP_TENANT') ?? 'default',
    mostConnections: setting('MLLP_CONNECTIONS'),
    idleMs: setting('MLLP_IDLE_MS'),
  }
}
