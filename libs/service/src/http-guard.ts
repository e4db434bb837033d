import type { IncomingMessage } from 'node:http'
import helmet from 'helmet'
import { namesLoopback } from '@claims-audit/settings'

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
export function refusal(
  { headers, method, url }: IncomingMessage,
  { anyType, publicUrl }: { anyType: boolean; publicUrl: string | undefined },
): Refused | undefined {
  if (
    !isOurs(headers, method, publicUrl) ||
    (headers['sec-fetch-site'] === 'cross-site' && !isVisit(headers, url, method))
  ) {
    const at = publicUrl === undefined ? 'loopback' : publicUrl
    return { status: 403, detail: `This service answers requests to ${at}, and from its own pages alone` }
  }
  const { origin } = headers
  const isFromPage = origin !== undefined || headers['sec-fetch-mode'] !== undefined
  if (hasBody(headers) && !isLogout(url) && !needsAsking(headers['content-type']) && (isFromPage || !anyType)) {
    return { status: 415, detail: 'Send a content-type of application/json or application/x-ndjson' }
  }
  return undefined
}

function isOurs(
  { host = '', origin }: IncomingMessage['headers'],
  method: string | undefined,
  publicUrl: string | undefined,
): boolean {
  if (publicUrl !== undefined && host === new URL(publicUrl).host)
    return origin === undefined || origin === new URL(publicUrl).origin
  return (
    namesLoopback(host) &&
    (origin === undefined || (isReading(method) ? namesLoopback(origin) : isOrigin(origin, host)))
  )
}

/**
 * What may come from another site: a person who returns from the identity provider, and one who follows a link to a
 * page. A page is no answer with data, and a browser says that it opens one in a tab of its own (W3C Fetch Metadata).
 */
const isVisit = (headers: IncomingMessage['headers'], url = '', method: string | undefined): boolean => {
  const path = url.split('?')[0] as string
  if (!isReading(method)) return false
  if (path === '/auth/callback' || path === '/') return true
  const isTab = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  return isTab && !/^\/(v1|auth)(\/|$)/.test(path)
}

/**
 * The identity provider ends sessions by a form (OpenID Connect Back-Channel Logout 1.0, 2.5); the token in it says who
 * it is.
 */
const isLogout = (url = ''): boolean => url.split('?')[0] === '/auth/backchannel-logout'

const isReading = (method = 'GET'): boolean => method === 'GET' || method === 'HEAD'

/** A page of another port on this machine is another's page: what it posts needs no body to do harm. */
const isOrigin = (origin: string, host: string): boolean => origin === `http://${host}`

const hasBody = (headers: IncomingMessage['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0

/**
 * JSON, JSON lines, XML, a structured suffix such as CloudEvents' (RFC 6839, 3.1), X12 (RFC 1767) or HL7 v2: types
 * that no page can send without asking first.
 */
const needsAsking = (type = ''): boolean =>
  /^(application\/(json|x-ndjson|jsonl|edi-x12|xml|hl7-v2|([\w.-]+\+(json|xml)))|text\/xml|x-application\/hl7-v2\+er7)\s*(;|$)/i.test(
    type,
  )

/**
 * Response headers for every HTTP service. The documentation's page runs its own scripts and asks its own server. Only
 * behind TLS are browsers asked to insist on it.
 */
export const responseHeaders = ({ behindTls }: { behindTls: boolean }) =>
  helmet({
    contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null, 'frame-ancestors': ["'none'"] } },
    strictTransportSecurity: behindTls,
  })
