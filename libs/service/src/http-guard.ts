import type { IncomingMessage } from 'node:http'
import helmet from 'helmet'
import { namesLoopback } from './settings/settings.js'

/** Why a request is refused before anything reads it. */
export interface Refused {
  status: 403 | 415
  detail: string
}

/**
 * What a page in the user's browser may not do to a service on loopback. Such a page can reach it by a name of its own
 * (DNS rebinding), and post what a form can send without being asked about first (Fetch standard, 2.2.2, "simple"
 * content types). Browsers say where a page is from: Origin, also `null`, and Sec-Fetch-Site (W3C Fetch Metadata). A
 * program that says neither may send its JSON under any content type where `anyType` holds: curl calls it a form.
 */
export function refusal({ headers, method }: IncomingMessage, { anyType }: { anyType: boolean }): Refused | undefined {
  const { host = '', origin } = headers
  const isOurs =
    namesLoopback(host) &&
    (origin === undefined || (isReading(method) ? namesLoopback(origin) : isOrigin(origin, host)))
  if (!isOurs || headers['sec-fetch-site'] === 'cross-site') {
    return { status: 403, detail: 'This service has no access control yet and answers requests to loopback only' }
  }
  const isFromPage = origin !== undefined || headers['sec-fetch-mode'] !== undefined
  if (hasBody(headers) && !isJson(headers['content-type']) && (isFromPage || !anyType)) {
    return { status: 415, detail: 'Send a content-type of application/json or application/x-ndjson' }
  }
  return undefined
}

const isReading = (method = 'GET'): boolean => method === 'GET' || method === 'HEAD'

/** A page of another port on this machine is another's page: what it posts needs no body to do harm. */
const isOrigin = (origin: string, host: string): boolean => origin === `http://${host}`

const hasBody = (headers: IncomingMessage['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/** JSON, JSON lines, or a structured suffix such as CloudEvents' (RFC 6839, 3.1). */
const isJson = (type = ''): boolean => /^application\/(json|x-ndjson|jsonl|([\w.-]+\+json))\s*(;|$)/i.test(type)

/**
 * Response headers for every HTTP service. The documentation's page runs its own scripts and asks its own server.
 * Nothing here is served over TLS, so nothing asks browsers for it.
 */
export const responseHeaders = () =>
  helmet({
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null, 'frame-ancestors': ["'none'"] } },
    strictTransportSecurity: false,
  })
