import { MAX_EVENT_BYTES } from '@claims-audit/claim'
import type { NestExpressApplication } from '@nestjs/platform-express'
import express from 'express'

/** A Bundle holds many claims, and each becomes an event of its own. */
const MAX_BUNDLE_BYTES = 16_000_000
/** A message with a scanned report in it is some megabytes. */
export const MAX_DOCUMENTS_BYTES = 32_000_000
/** Some fifty thousand claims. Larger files go by the command line, which reads them in the memory of one claim. */
const MAX_837_BYTES = 64_000_000

/** Bodies are taken as bytes: decoded, what is no UTF-8 could not be told from what is. A batch is read as it comes. */
export function takeBytes(app: NestExpressApplication): void {
  app.use(['/v1/claims', /^\/v1\/documentation:check$/], express.raw({ type: () => true, limit: MAX_EVENT_BYTES }))
  app.use('/v1/documents', express.raw({ type: () => true, limit: MAX_DOCUMENTS_BYTES }))
  app.use('/v1/captures', express.raw({ type: () => true, limit: MAX_EVENT_BYTES }))
  app.use('/fhir', express.raw({ type: () => true, limit: MAX_BUNDLE_BYTES }))
  app.use('/x12', express.raw({ type: () => true, limit: MAX_837_BYTES }))
}

/** A body as it came; the parser gives none where nothing was sent. */
export const bytesOf = (body: unknown): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0))
