import type { Caller, Role, Via } from '@claims-audit/access'
import { Problem } from '@claims-audit/service'

/** Who asks, before it is settled for which tenant. */
export interface Identity {
  kind: 'person' | 'service' | 'local'
  person: string
  name: string
  roles: readonly Role[]
  /** Null: all of them, for a program on this machine. */
  tenants: readonly string[] | null
  /** The one that a person picked. */
  tenant: string | null
  facilities: readonly string[] | null
  /** The secret of the session's cookie. */
  secret: string | null
}

/** A program on this machine, where no one signs in. */
export const LOCAL: Identity = {
  kind: 'local',
  person: 'local',
  name: 'a program on this machine',
  roles: ['service', 'read-only'],
  tenants: null,
  tenant: null,
  facilities: null,
  secret: null,
}

/** Which tenant a request names, in its path or its query. */
export interface Asked {
  path: string | undefined
  query: string | undefined
}

/** The tenant of a program that names none: a list reads all of them, one after another. */
export const ANY_TENANT = ''

/** For what is of one tenant alone. Throws a 400 where a program names none; `purpose` says what for. */
export function assertTenant({ tenant }: Pick<Caller, 'tenant'>, purpose: string): void {
  if (tenant === ANY_TENANT) throw new Problem(400, { detail: `Name the tenant ${purpose}: ?tenant=` })
}

/**
 * Settles for which tenant a caller asks: one, always. Throws a 404 for another's in the path, as if it were not there,
 * and a 403 for one in the query or where none was picked.
 */
export function callerOf(identity: Identity, asked: Asked, via: Via): Caller {
  const { kind, person, name, roles, facilities } = identity
  const tenant = tenantOf(identity, asked)
  return { person, name, roles, tenant, facilities, via, ...(kind === 'local' && { isLocal: true as const }) }
}

function tenantOf({ kind, tenants, tenant }: Identity, { path, query }: Asked): string {
  const wanted = path ?? query
  if (kind === 'local') return wanted ?? ANY_TENANT
  const mine = kind === 'person' ? (tenant === null ? [] : [tenant]) : (tenants ?? [])
  const [only, ...others] = mine
  if (only === undefined || (wanted === undefined && others.length > 0))
    throw new Problem(403, {
      detail: kind === 'person' ? 'Pick a tenant first: POST /auth/tenant' : 'Name one of your tenants: ?tenant=',
    })
  const named = wanted ?? only
  for (const [value, status] of [
    [path, 404],
    [query, 403],
  ] as const)
    if (value !== undefined && (value !== named || !mine.includes(value)))
      throw new Problem(status, { detail: status === 404 ? 'Not found' : 'This tenant is not yours' })
  return named
}
