import type { Role } from './rights.js'

/** Who a request comes from, for one tenant. It is settled before a route reads anything. */
export interface Caller {
  /** The provider's subject of a person, or the client id of a service. Never an e-mail address or a name. */
  person: string
  /** As the person is shown to others. */
  name: string
  roles: readonly Role[]
  /** One tenant per request (ADR 27). */
  tenant: string
  /** Only these facilities of the tenant; null: all. */
  facilities: readonly string[] | null
}
