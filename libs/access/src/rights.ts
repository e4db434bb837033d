import type { Caller } from './caller.js'

/** Roles that an identity provider gives in the claim `roles`. */
export const ROLES = ['auditor', 'lead', 'coder', 'compliance', 'admin', 'read-only', 'service'] as const
export type Role = (typeof ROLES)[number]

/** What a route may ask of its caller, and which roles have it. What no role is named for, no caller may do. */
export const RIGHTS = {
  /** Findings, claims and counts, without the text of documents. */
  'findings:read': ['auditor', 'lead', 'coder', 'compliance', 'read-only', 'service'],
  /** The text of documents and what findings cite of it. */
  'documents:read': ['auditor', 'lead', 'coder'],
  /** Agree, disagree, defer, comment, take and release claims. */
  'findings:judge': ['auditor', 'lead'],
  /** Answer a finding as its coder: rebut, comment. */
  'findings:rebut': ['coder', 'lead'],
  /** Second reviews, bulk acts, reassigning to others. */
  'findings:lead': ['lead'],
  /** Draft, send and close queries to providers. */
  'queries:write': ['auditor', 'lead'],
  /** Record a provider's answer. */
  'queries:answer': ['auditor', 'lead', 'coder', 'service'],
  /** Lists as files. */
  'findings:export': ['auditor', 'lead', 'compliance', 'service'],
  'runs:read': ['auditor', 'lead', 'read-only', 'service'],
  'runs:write': ['lead', 'service'],
  'quarantine:read': ['lead', 'admin', 'service'],
  'quarantine:write': ['lead', 'service'],
  'claims:submit': ['service'],
  /** Policies, reason codes, standard views, deadlines. */
  'settings:write': ['lead', 'admin'],
  'access-log:read': ['compliance'],
} as const satisfies Record<string, readonly Role[]>
export type Right = keyof typeof RIGHTS

export const may = (caller: Pick<Caller, 'roles'>, right: Right): boolean =>
  caller.roles.some((role) => (RIGHTS[right] as readonly Role[]).includes(role))
