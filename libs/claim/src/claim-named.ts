import { CONTROLS, TOPICS } from '@claims-audit/contracts'

/** The claim that a message is about, as far as it can be told. */
export interface NamedClaim {
  tenant: string
  claimId: string
  version: number | null
  revision: number | null
}

/**
 * Which claim a message of `topic` names, though it may be broken: by its body, else by its key; undefined where
 * neither says. The body comes first at every stage, so that one event has one name wherever it fails.
 */
export function claimNamed(value: Uint8Array | null, key: Uint8Array | null, topic: string): NamedClaim | undefined {
  return namedByBody(value, topic) ?? namedByKey(key)
}

function namedByBody(value: Uint8Array | null, topic: string): NamedClaim | undefined {
  const body = parsed(value)
  const claim = body === undefined ? undefined : claimIn(body, topic)
  const { tenant = 'default', claimId, version, claimVersion, revision } = claim ?? {}
  if (!isTenant(tenant) || !isClaimId(claimId)) return undefined
  return { tenant, claimId, version: wholeOr(version ?? claimVersion, 1), revision: wholeOr(revision, 0) }
}

/**
 * Where the claim stands in an event of a topic. A field of that name elsewhere is the sender's own, and names nothing.
 */
function claimIn(body: Record<string, unknown>, topic: string): Record<string, unknown> {
  const field = topic === TOPICS.validated ? 'claim' : 'specversion' in body ? 'data' : undefined
  const held = field === undefined ? body : body[field]
  return isRecord(held) ? held : {}
}

function namedByKey(key: Uint8Array | null): NamedClaim | undefined {
  const [tenant, ...rest] = key === null ? [] : Buffer.from(key).toString().split(':')
  const claimId = rest.join(':')
  return isTenant(tenant) && isClaimId(claimId) ? { tenant, claimId, version: null, revision: null } : undefined
}

function parsed(value: Uint8Array | null): Record<string, unknown> | undefined {
  if (value === null) return undefined
  try {
    const body: unknown = JSON.parse(Buffer.from(value).toString())
    return isRecord(body) ? body : undefined
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** As the contract has them: what a ledger row may hold, and a person be shown. */
const UNNAMEABLE = new RegExp(`[\\s${CONTROLS}\\ufffd]`)
const isName = (value: unknown, longest: number): value is string =>
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= longest &&
  value.isWellFormed() &&
  !UNNAMEABLE.test(value)
const isTenant = (value: unknown): value is string => isName(value, 64) && !value.includes(':') && value !== '_unread'
const isClaimId = (value: unknown): value is string => isName(value, 128)
const wholeOr = (value: unknown, otherwise: number): number | null =>
  value === undefined
    ? otherwise
    : Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
      ? (value as number)
      : null
