import type { Caller } from '@claims-audit/access'

/** Who acts, for which tenant and at which facilities, and what the access log says of the request. */
export type Actor = Pick<Caller, 'tenant' | 'person' | 'facilities' | 'roles' | 'via'>
