import type { Role } from '@claims-audit/access'

/** A person who is made up. */
export interface DemoPerson {
  id: string
  name: string
  tenants: readonly string[]
  roles: readonly Role[]
  /** Only these facilities of the tenant; undefined: all. */
  facilities?: readonly string[]
}

/** The tenant of the sample claims (contracts/examples/claims.jsonl). */
const SAMPLE = ['sample']

/** One for each role, and two who see less: of another tenant, and of one facility. */
export const PEOPLE: readonly DemoPerson[] = [
  { id: 'ana', name: 'Ana, auditor', tenants: SAMPLE, roles: ['auditor'] },
  { id: 'lee', name: 'Lee, lead', tenants: [...SAMPLE, 'elsewhere'], roles: ['lead'] },
  { id: 'cody', name: 'Cody, coder', tenants: SAMPLE, roles: ['coder'] },
  { id: 'priya', name: 'Priya, compliance', tenants: SAMPLE, roles: ['compliance'] },
  { id: 'adam', name: 'Adam, admin', tenants: SAMPLE, roles: ['admin'] },
  { id: 'rita', name: 'Rita, read-only', tenants: SAMPLE, roles: ['read-only'] },
  { id: 'otto', name: 'Otto, auditor of another tenant', tenants: ['elsewhere'], roles: ['auditor'] },
  { id: 'fay', name: 'Fay, auditor of facility F1', tenants: SAMPLE, roles: ['auditor'], facilities: ['F1'] },
]

export const personOf = (id: unknown): DemoPerson | undefined => PEOPLE.find((person) => person.id === id)
