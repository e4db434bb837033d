import type { Role } from './roles.js'

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
  /**
   * A program on this machine, where no one signs in: it has rights of its own (`LOCAL_RIGHTS`) instead of its roles'.
   */
  isLocal?: true
  /** What the access log says of the request beside who asked. */
  via?: Via
}

export interface Via {
  /** The first half of the digest of the session's cookie; null for who has none. */
  session: string | null
  /** The request's id, which the answer carries in `x-request-id`. */
  request: string
}
