import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

/** 32 random bytes: what a cookie, a state or a nonce is. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a secret. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/**
 * The access log names a session by half of its digest: enough to tell sessions apart, and of no use for anything else.
 */
export const shortOf = (secret: string): string => digestOf(secret).slice(0, 32)

/**
 * The token that pages of a session send in `x-csrf`. A page of another site can read neither it nor the cookie that it
 * comes from.
 */
export const csrfOf = (secret: string): string => createHash('sha256').update(`csrf ${secret}`).digest('base64url')

export function isCsrfOf(secret: string, token: unknown): boolean {
  const [wanted, given] = [Buffer.from(csrfOf(secret)), Buffer.from(typeof token === 'string' ? token : '')]
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}

/** Behind TLS a cookie of this name is set for this host alone (RFC 6265bis, 4.1.3.2). */
export const cookieName = (isSecure: boolean): string => `${isSecure ? '__Host-' : ''}claims-audit`

/** The secret that a request shows; undefined without a cookie of ours, or with one that is no secret of ours. */
export function secretIn({ headers }: Pick<Request, 'headers'>, name: string): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((each) => each.trim().split('='))
  const values = cookies.filter(([key]) => key === name).map(([, value = '']) => value)
  // Two of a name: one was put there by another (RFC 6265, 8.6).
  return values.length === 1 && /^[\w-]{43}$/.test(values[0] as string) ? values[0] : undefined
}

export const cookieOptions = (isSecure: boolean) =>
  ({ httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' }) as const
