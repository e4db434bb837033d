/** What an event calls its claim. */
export interface NamedClaim {
  tenant?: unknown
  claimId?: unknown
}

/** The claim of an event's bytes; one in structured mode has it within. Null where they are no JSON object. */
export function claimInEvent(value: Uint8Array): NamedClaim | null {
  const event = jsonIn(value) as (NamedClaim & { data?: NamedClaim }) | null
  return typeof event === 'object' && event !== null ? (event.data ?? event) : null
}

function jsonIn(value: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(value).toString())
  } catch {
    return null
  }
}

/** Whose claim an event is; the tenant is `default` where it names none. Undefined where it names no claim. */
export function nameInEvent(value: Uint8Array): { tenant: string; claimId: string } | undefined {
  const { tenant = 'default', claimId } = claimInEvent(value) ?? {}
  return typeof tenant === 'string' && typeof claimId === 'string' ? { tenant, claimId } : undefined
}
