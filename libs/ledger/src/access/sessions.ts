import type { DataSource, QueryRunner } from 'typeorm'
import { asTenant } from '../sql/as-tenant.js'

/** Who signed in, and what of the ledger they may see. `digest`: SHA-256 of the cookie's secret, in hex. */
export interface Session {
  digest: string
  issuer: string
  subject: string
  /** As the identity provider calls the session (`sid`). */
  providerSession: string | null
  name: string
  roles: string[]
  facilities: string[] | null
  tenants: string[]
  /** The one that was picked; null while several are there to pick from. */
  tenant: string | null
}

/** A person who was sent to the identity provider. `stateDigest`: SHA-256 of the state, in hex. */
export interface SignIn {
  stateDigest: string
  nonce: string
  verifier: string
  /** The path to come back to. */
  goesTo: string
}

export interface SessionLimits {
  idleMs: number
  absoluteMs: number
}

/** Sessions belong to no tenant, and the app alone has rights to them. */
const inSessions = <T>(ledger: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> =>
  asTenant(ledger, { tenant: '', person: '', facilities: null }, work)

/** How long a person may take at the identity provider. */
const SIGN_IN_MS = 600_000

/** How long a used logout token is remembered: longer than any is accepted. */
const LOGOUT_TOKEN_MS = 3_600_000

export const beginSignIn = (ledger: DataSource, { stateDigest, nonce, verifier, goesTo }: SignIn): Promise<void> =>
  inSessions(ledger, async (runner) => {
    await runner.query(`delete from sign_in where began_at < now() - $1 * interval '1 ms'`, [SIGN_IN_MS])
    await runner.query('insert into sign_in (state_digest, nonce, verifier, goes_to) values ($1, $2, $3, $4)', [
      stateDigest,
      nonce,
      verifier,
      goesTo,
    ])
  })

/** Takes a sign-in that was begun, once: a state that comes again is not there. */
export const takeSignIn = (ledger: DataSource, stateDigest: string): Promise<Omit<SignIn, 'stateDigest'> | undefined> =>
  inSessions(ledger, async (runner) => {
    const rows: Omit<SignIn, 'stateDigest'>[] = await runner.query(
      `with taken as (
         delete from sign_in where state_digest = $1 returning nonce, verifier, goes_to, began_at
       ) select nonce, verifier, goes_to as "goesTo" from taken where began_at > now() - $2 * interval '1 ms'`,
      [stateDigest, SIGN_IN_MS],
    )
    return rows[0]
  })

/** Opens a session, and clears those that are over. */
export const openSession = (
  ledger: DataSource,
  session: Session,
  { idleMs, absoluteMs }: SessionLimits,
): Promise<void> =>
  inSessions(ledger, async (runner) => {
    await runner.query(
      `delete from session where seen_at < now() - $1 * interval '1 ms' or began_at < now() - $2 * interval '1 ms'`,
      [idleMs, absoluteMs],
    )
    const { digest, issuer, subject, providerSession, name, roles, facilities, tenants, tenant } = session
    await runner.query(
      `insert into session (digest, issuer, subject, provider_session, name, roles, facilities, tenants, tenant)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [digest, issuer, subject, providerSession, name, roles, facilities, tenants, tenant],
    )
  })

/** The session of a cookie, seen now; undefined where it is over, or never was. */
export const findSession = (
  ledger: DataSource,
  digest: string,
  { idleMs, absoluteMs }: SessionLimits,
): Promise<Session | undefined> =>
  inSessions(ledger, async (runner) => {
    const rows: Session[] = await runner.query(
      `with seen as (
         update session set seen_at = now() where digest = $1
           and seen_at > now() - $2 * interval '1 ms' and began_at > now() - $3 * interval '1 ms'
         returning *
       ) select digest, issuer, subject, provider_session as "providerSession", name, roles, facilities, tenants, tenant from seen`,
      [digest, idleMs, absoluteMs],
    )
    return rows[0]
  })

/** Picks the tenant of a session. It gets a new secret: what was known of the old one ends. */
export const pickTenant = (
  ledger: DataSource,
  { from, to, tenant }: { from: string; to: string; tenant: string },
): Promise<void> =>
  inSessions(ledger, async (runner) => {
    await runner.query('update session set tenant = $3, digest = $2 where digest = $1', [from, to, tenant])
  })

export const endSession = (ledger: DataSource, digest: string): Promise<void> =>
  inSessions(ledger, async (runner) => {
    await runner.query('delete from session where digest = $1', [digest])
  })

/** What a logout token names: a session of the provider's, or all of a person's. */
export interface LogoutToken {
  issuer: string
  tokenId: string
  subject: string | undefined
  providerSession: string | undefined
}

/** Ends the sessions that a logout token names. False: the token was used before. */
export const endSessionsBy = (
  ledger: DataSource,
  { issuer, tokenId, subject, providerSession }: LogoutToken,
): Promise<boolean> =>
  inSessions(ledger, async (runner) => {
    await runner.query(`delete from logout_token where seen_at < now() - $1 * interval '1 ms'`, [LOGOUT_TOKEN_MS])
    const used: object[] = await runner.query(
      `insert into logout_token (issuer, token_id) values ($1, $2) on conflict do nothing returning token_id`,
      [issuer, tokenId],
    )
    if (used.length === 0) return false
    await runner.query(
      `delete from session where issuer = $1 and ($2::text is null or subject = $2) and ($3::text is null or provider_session = $3)`,
      [issuer, subject ?? null, providerSession ?? null],
    )
    return true
  })
