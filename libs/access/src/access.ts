/** The edge of access: who asks, and what each role may do. Pure. */
export { RIGHTS, may, rightsOf } from './rights.js'
export type { Right } from './rights.js'
export { ROLES } from './roles.js'
export type { Role } from './roles.js'
export type { Caller, Via } from './caller.js'
export { grantsIn } from './grants.js'
export type { ClaimNames, Grants } from './grants.js'
