import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { TOPICS } from '@claims-audit/contracts'
import { text, type Received } from './event.js'

/** What only the stages write. A message there that no stage of this installation signed is not believed. */
export const INTERNAL_TOPICS: ReadonlySet<string> = new Set([TOPICS.validated, TOPICS.audited, TOPICS.quarantined])

/** Carries the HMAC-SHA256 (RFC 2104) of what SIGNED names and of the value, URL-safe base64. */
export const SIGNATURE = 'signature'

/** Headers that the signature covers, in this order; those of a quarantine follow, by name. */
const SIGNED = ['ce_type', 'ce_id', 'origin-log', 'origin-topic', 'origin-partition', 'origin-offset', 'origin-timestamp', 'origin-digest']

interface Signable {
  topic: string
  value: Uint8Array | null
  headers: Record<string, unknown>
}

/** The installation's key, as every stage has it. */
export const signingKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret))

export function signatureOf({ topic, value, headers }: Signable, key: KeyObject): string {
  const quarantine = Object.keys(headers).filter((name) => name.startsWith('quarantine-')).sort()
  const told = [topic, ...SIGNED, ...quarantine].flatMap((name) => [name, String(headers[name] ?? '')])
  return createHmac('sha256', key).update(JSON.stringify(told)).update(value ?? '').digest('base64url')
}

export function isSigned(message: Received, key: KeyObject): boolean {
  const told = text(message.headers[SIGNATURE]) ?? ''
  const right = Buffer.from(signatureOf(message, key))
  const given = Buffer.from(told)
  return given.length === right.length && timingSafeEqual(given, right)
}
