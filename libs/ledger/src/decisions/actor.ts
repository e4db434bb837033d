import type { Caller } from '@claims-audit/access'

/** Who acts, for which tenant and at which facilities. */
export type Actor = Pick<Caller, 'tenant' | 'person' | 'facilities'>
