import { VOIDED, isVoidedClaim } from '@claims-audit/contracts'
import type { VoidedClaim } from '@claims-audit/contracts'
import { isCloudEvent, isDeeper, readEvent, readText, rejected, rejectionOf } from './parse.js'
import type { Envelope, Rejection } from './parse.js'

/** A void with every default filled in. */
export type Void = VoidedClaim & { tenant: string }

export type ParsedVoid = { voided: Void } | Rejection

/**
 * Reads an event that says it is a void, in binary or in structured mode; undefined where it does not say so. Never
 * throws.
 */
export function parseVoid(
  event: string | Uint8Array | null,
  { type }: Pick<Envelope, 'type'> = {},
): ParsedVoid | undefined {
  if (type !== VOIDED && !(type === undefined && isStructuredVoid(event))) return undefined
  const read = readEvent(event)
  if ('rejected' in read) return read
  if (isDeeper(read.value)) return rejected('too-deep')
  const data = isCloudEvent(read.value) ? read.value.data : read.value
  if (!isVoidedClaim(data)) return rejectionOf(isVoidedClaim.errors)
  return { voided: { ...data, tenant: data.tenant ?? 'default' } }
}

/** What does not hold the word is no void: a claim of megabytes is not parsed twice. */
function isStructuredVoid(event: string | Uint8Array | null): boolean {
  if (event === null || !bytesOf(event).includes(`"${VOIDED}"`)) return false
  const read = readText(event)
  return 'value' in read && isCloudEvent(read.value) && read.value.type === VOIDED
}

const bytesOf = (event: string | Uint8Array): string | Buffer =>
  typeof event === 'string' ? event : Buffer.from(event.buffer, event.byteOffset, event.byteLength)
