/** Roles that an identity provider gives in the claim `roles`. */
export const ROLES = ['auditor', 'lead', 'coder', 'compliance', 'admin', 'read-only', 'service'] as const
export type Role = (typeof ROLES)[number]
