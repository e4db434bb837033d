/** The edge of access: who asks, and what each role may do. Pure. */
export { RIGHTS, ROLES, may } from './rights.js'
export type { Right, Role } from './rights.js'
export type { Caller } from './caller.js'
