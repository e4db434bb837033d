import { createHash, randomBytes } from 'node:crypto'
import type { Role } from '@claims-audit/access'
import { openSession } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'

export interface Person {
  role: Role
  /** The role's own, where none is named. */
  subject?: string
  tenants?: string[]
  facilities?: string[] | null
}

/** Puts a session of a person into the ledger, as a sign-in does, and gives what their browser sends. */
export async function sessionOf(
  ledger: Ledger,
  { role, subject = role, tenants = ['north'], facilities = null }: Person,
): Promise<Record<string, string>> {
  const secret = randomBytes(32).toString('base64url')
  const session = {
    digest: createHash('sha256').update(secret).digest('hex'),
    ...{ issuer: 'matrix', subject, providerSession: null, name: role, roles: [role], facilities, tenants },
    tenant: tenants.length === 1 ? (tenants[0] as string) : null,
  }
  await openSession(ledger, session, { idleMs: 3_600_000, absoluteMs: 3_600_000 })
  const csrf = createHash('sha256').update(`csrf ${secret}`).digest('base64url')
  return { cookie: `claims-audit=${secret}`, 'x-csrf': csrf, 'sec-fetch-site': 'same-origin' }
}
