import { isTransient } from '@claims-audit/event-log'
import { Problem } from '@claims-audit/service'

/** What the audits of long claims give; a 503 with `busy` where too many wait for them. */
export async function whenFree<T>(audited: () => T | Promise<T>, busy: string): Promise<T> {
  try {
    return await audited()
  } catch (error) {
    if (!isTransient(error)) throw error
    throw new Problem(503, { detail: busy })
  }
}
