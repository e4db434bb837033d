import type { Caller, Right } from '@claims-audit/access'
import { asTenant, isLogged, logAccess } from '@claims-audit/ledger'
import type { Act } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'

/** What a route does that needs a right and wrote no row of its own. */
const ACT_OF: Record<Right, Act | undefined> = {
  'findings:read': 'view',
  'documents:read': 'document-view',
  'findings:judge': 'verdict',
  'findings:rebut': 'verdict',
  'findings:lead': 'verdict',
  'queries:write': 'query',
  'queries:answer': 'query',
  'findings:export': 'export',
  // Codes and rules are of no patient.
  'reference:read': undefined,
  'runs:read': 'run',
  'runs:write': 'run',
  'quarantine:read': 'view',
  'quarantine:write': 'quarantine',
  'claims:submit': 'view',
  'settings:read': undefined,
  'settings:write': 'view',
  'retention:read': 'view',
  'retention:write': 'legal-hold',
  'access-log:read': 'view',
}

/**
 * A row in the access log for a request that was let in and wrote none: routes that show claims write theirs by
 * `logAccess`, in the transaction of the read. What was not there for the caller is noted as denied.
 */
export async function logUnlogged(ledger: DataSource, caller: Caller, need: Right, status: number): Promise<void> {
  const act = status < 400 ? ACT_OF[need] : [403, 404].includes(status) ? 'denied' : undefined
  if (act === undefined || isLogged(caller)) return
  await asTenant(ledger, caller, (runner) => logAccess(runner, caller, { act }))
}
