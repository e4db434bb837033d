import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import { TOPICS } from '@claims-audit/contracts'
import type { Received } from '../event/event.js'

/** What only the stages write. A message there that no stage of this installation signed is not believed. */
export const INTERNAL_TOPICS: ReadonlySet<string> = new Set([TOPICS.validated, TOPICS.audited, TOPICS.quarantined])

/** Carries the HMAC-SHA256 (RFC 2104) of what SIGNED names and of the value, URL-safe base64. */
export const SIGNATURE = 'signature'

/** Headers that the signature covers, in this order; those of a quarantine follow, by name. */
const SIGNED = [
  'ce_type',
  'ce_id',
  'origin-log',
  'origin-topic',
  'origin-partition',
  'origin-offset',
  'origin-timestamp',
  'origin-digest',
]

interface Signable {
  topic: string
  value: Uint8Array | null
  headers: Record<string, unknown>
}

/** The installation's key, as every stage has it. */
export const signingKey = (secret: string): KeyObject => createSecretKey(Buffer.from(secret))

export function signatureOf({ topic, value, headers }: Signable, key: KeyObject): string {
  const hmac = createHmac('sha256', key).update(wordsOf(topic, headers))
  return (value === null ? hmac : hmac.update(value)).digest('base64url')
}

/** Each word with its length before it, so that no two messages sign the same text. */
function wordsOf(topic: string, headers: Signable['headers']): string {
  let words = `${topic.length}:${topic}`
  for (const name of SIGNED) words += sized(headers[name])
  if (topic === TOPICS.quarantined) {
    for (const name of Object.keys(headers).sort())
      if (name.startsWith('quarantine-')) words += sized(name) + sized(headers[name])
  }
  return words
}

function sized(word: unknown): string {
  const text = String(word ?? '')
  return `${text.length}:${text}`
}

export function isSigned(message: Received, key: KeyObject): boolean {
  const given = Buffer.from(message.headers[SIGNATURE] ?? '')
  const right = Buffer.from(signatureOf(message, key))
  return given.length === right.length && timingSafeEqual(given, right)
}
