import { TOPICS } from '@claims-audit/contracts'
import { logIdentity, logName, logRange, type Cluster } from '@claims-audit/event-log'
import { acceptLog, admitLog, type Ledger } from '@claims-audit/ledger'

/**
 * Whether the ledger belongs to the log that claims.submitted is now; gives the log's epoch. A new ledger takes it for its
 * own. Throws AnotherLog where the ledger holds outcomes of another one: its offsets would be taken for this one's.
 */
export async function admitCurrentLog(cluster: Cluster, ledger: Ledger, by: string): Promise<number> {
  const [identity, ends] = [await logIdentity(cluster, TOPICS.submitted), await logRange(cluster, TOPICS.submitted)]
  return admitLog(ledger, logName(identity), { topic: TOPICS.submitted, ends, by })
}

/** Takes the log that claims.submitted is now as a new epoch of the ledger; gives its number. */
export async function acceptCurrentLog(cluster: Cluster, ledger: Ledger, o: { by: string; note: string | null }): Promise<number> {
  return acceptLog(ledger, logName(await logIdentity(cluster, TOPICS.submitted)), o)
}
