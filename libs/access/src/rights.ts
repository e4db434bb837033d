import type { Caller } from './caller.js'
import type { Role } from './roles.js'

/** What a route may ask of its caller, and which roles have it. What no role is named for, no caller may do. */
export const RIGHTS = {
  /** Findings, claims and counts, without the text of documents. */
  'findings:read': ['auditor', 'lead', 'coder', 'compliance', 'read-only', 'service'],
  /** The text of documents and what findings cite of it. */
  'documents:read': ['auditor', 'lead', 'coder'],
  /** Agree, disagree, defer, comment, take and release claims. */
  'findings:judge': ['auditor', 'lead'],
  /** Answer a finding as its coder: rebut. */
  'findings:rebut': ['coder', 'lead'],
  /** Second reviews, bulk acts, reassigning to others. */
  'findings:lead': ['lead'],
  /** Draft, send and close queries to providers. */
  'queries:write': ['auditor', 'lead'],
  /** Record a provider's answer. */
  'queries:answer': ['auditor', 'lead', 'coder', 'service'],
  /** Lists as files. */
  'findings:export': ['auditor', 'lead', 'compliance', 'service'],
  /** Codes and rules: nothing of it is a patient's. */
  'reference:read': ['auditor', 'lead', 'coder', 'compliance', 'admin', 'read-only', 'service'],
  'runs:read': ['auditor', 'lead', 'read-only', 'service'],
  'runs:write': ['lead', 'service'],
  'quarantine:read': ['lead', 'admin', 'service'],
  'quarantine:write': ['lead', 'service'],
  'claims:submit': ['service'],
  /** What a tenant has set for its auditors. */
  'settings:read': ['auditor', 'lead', 'coder', 'compliance', 'admin', 'read-only', 'service'],
  /** Policies, reason codes, standard views, deadlines. */
  'settings:write': ['lead', 'admin'],
  /** How long claims are kept, and legal holds. */
  'retention:read': ['lead', 'compliance', 'admin'],
  'retention:write': ['compliance', 'admin'],
  'access-log:read': ['compliance'],
} as const satisfies Record<string, readonly Role[]>
export type Right = keyof typeof RIGHTS

/** What a program on this machine may do where no one signs in. What is done in a person's name is not among it. */
export const LOCAL_RIGHTS: readonly Right[] = [
  'findings:read',
  'findings:export',
  'reference:read',
  'settings:read',
  'runs:read',
  'runs:write',
  'quarantine:read',
  'quarantine:write',
  'claims:submit',
]

export const may = ({ roles, isLocal }: Pick<Caller, 'roles' | 'isLocal'>, right: Right): boolean =>
  isLocal === true
    ? LOCAL_RIGHTS.includes(right)
    : roles.some((role) => (RIGHTS[right] as readonly Role[]).includes(role))

/** All that a caller may do, for a page that shows no more than that. */
export const rightsOf = (caller: Pick<Caller, 'roles' | 'isLocal'>): Right[] =>
  (Object.keys(RIGHTS) as Right[]).filter((right) => may(caller, right))
