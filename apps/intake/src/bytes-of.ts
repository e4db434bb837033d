import { MAX_EVENT_BYTES } from '@claims-audit/claim'
import type { NestExpressApplication } from '@nestjs/platform-express'
import express from 'express'

/** A Bundle or a batch holds many claims, and each becomes an event of its own. */
const MAX_BUNDLE_BYTES = 16_000_000
/** A message with a report in RTF is some megabytes, and longer than the text in it. */
export const MAX_DOCUMENTS_BYTES = 16_000_000
/**
 * Some fifty thousand claims. Larger files go by the command line or a watched folder, which read them in the memory of
 * one claim.
 */
const MAX_837_BYTES = 64_000_000

const BATCH = /^\/v1\/claims:batch$/
export const CLOUD_EVENTS = 'application/cloudevents-batch+json'

/** Where bodies come in, and the most bytes of one. */
const ROOM: [path: string | RegExp, type: string | (() => true), limit: number][] = [
  ['/v1/claims', () => true, MAX_EVENT_BYTES],
  [/^\/v1\/documentation:check$/, () => true, MAX_EVENT_BYTES],
  [BATCH, CLOUD_EVENTS, MAX_BUNDLE_BYTES],
  ['/v1/documents', () => true, MAX_DOCUMENTS_BYTES],
  ['/v1/captures', () => true, MAX_EVENT_BYTES],
  ['/fhir', () => true, MAX_BUNDLE_BYTES],
  ['/x12', () => true, MAX_837_BYTES],
]

/**
 * Bodies are taken as bytes: decoded, what is no UTF-8 could not be told from what is. A batch of lines is read as it
 * comes.
 */
export function takeBytes(app: NestExpressApplication): void {
  for (const [path, type, limit] of ROOM) app.use(path, express.raw({ type, limit }))
}

/** A batch of lines is held in pieces: a piece of many lines, of this size or one line more. */
export const BATCH_BYTES = MAX_EVENT_BYTES

/** The most bytes that are held of a body posted to a path; undefined where none is taken. */
export function mostHeld(path: string): number | undefined {
  const limits = ROOM.filter(([at]) =>
    typeof at === 'string' ? path === at || path.startsWith(`${at}/`) : at.test(path),
  )
  return limits.length === 0 ? undefined : Math.max(...limits.map(([, , limit]) => limit))
}

/** A body as it came; the parser gives none where nothing was sent. */
export const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))
