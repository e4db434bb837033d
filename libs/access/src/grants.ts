import { ROLES } from './roles.js'
import type { Role } from './roles.js'

/** What an identity provider says that a person or service may see and do. */
export interface Grants {
  tenants: string[]
  roles: Role[]
  /** Null: all facilities of the tenants. */
  facilities: string[] | null
}

/** How an identity provider calls the claims that say so. */
export interface ClaimNames {
  tenants: string
  roles: string
  facilities: string
}

/**
 * Reads the grants out of a token's claims. What has another form grants nothing; a claim `facilities` that is there
 * and unreadable limits to no facility at all. Roles that we do not know are passed over.
 */
export function grantsIn(claims: Record<string, unknown>, names: ClaimNames): Grants {
  const facilities = claims[names.facilities]
  return {
    tenants: texts(claims[names.tenants]).filter((tenant) => tenant !== UNREAD),
    roles: texts(claims[names.roles]).filter((role): role is Role => (ROLES as readonly string[]).includes(role)),
    facilities: facilities === undefined || facilities === null ? null : texts(facilities),
  }
}

/** Reserved for events whose tenant could not be read: they may be of any, and are for operators. */
const UNREAD = '_unread'

/** Providers write one value as a text, several as a list. */
function texts(claim: unknown): string[] {
  const list = Array.isArray(claim) ? claim : [claim]
  return list.filter((each): each is string => typeof each === 'string' && each !== '' && isPlain(each))
}

/** Names hold no control characters (ADR 21). */
const isPlain = (text: string): boolean => text.length <= 512 && text.isWellFormed() && !/\p{Cc}/u.test(text)
