import { LATER_STAGES, TOPICS } from '@claims-audit/contracts'
import { logIdentity, logName, logRange, type Cluster } from '@claims-audit/event-log'
import { acceptLog, admitLog, type Ledger } from '@claims-audit/ledger'
import { onTheWay } from './on-the-way.js'

/**
 * Whether the ledger belongs to the log that claims.submitted is now; gives the log's epoch. A new ledger takes it for
 * its own. Throws AnotherLog where the ledger holds outcomes of another one: its offsets would be taken for this one's.
 */
export async function admitCurrentLog(cluster: Cluster, ledger: Ledger, by: string): Promise<number> {
  const [identity, ends] = [await logIdentity(cluster, TOPICS.submitted), await logRange(cluster, TOPICS.submitted)]
  return admitLog(ledger, logName(identity), { topic: TOPICS.submitted, ends, by })
}

/** Who reads results, and what was quarantined, of a log. */
const READERS = [...LATER_STAGES, { group: 'findings', topic: TOPICS.quarantined }]

/**
 * Takes the log that claims.submitted is now as a new epoch of the ledger; gives its number. Logs that came and went
 * before anybody accepted them are taken too, as far as something of theirs is on its way: it would wait for ever.
 */
export async function acceptCurrentLog(
  cluster: Cluster,
  ledger: Ledger,
  o: { by: string; note: string | null },
): Promise<number> {
  const logs = new Set<string>()
  for await (const { origin } of onTheWay(cluster, READERS)) if (origin.log !== undefined) logs.add(origin.log)
  const current = logName(await logIdentity(cluster, TOPICS.submitted))
  logs.delete(current)
  for (const log of logs) await acceptLog(ledger, log, o)
  return acceptLog(ledger, current, o)
}
