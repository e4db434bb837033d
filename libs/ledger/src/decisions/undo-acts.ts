import { randomUUID } from 'node:crypto'
import type { DataSource, QueryRunner } from 'typeorm'
import { asTenant } from '../sql/as-tenant.js'
import { actBefore } from './act-before.js'
import { actOnFinding, claimOf } from './act-on-finding.js'
import type { ActDone, ActOptions } from './act-on-finding.js'
import type { Actor } from './actor.js'
import { doneAmong } from './bulk.js'
import type { BulkCount } from './bulk.js'
import { loadFinding } from './load-finding.js'
import type { LoadedFinding } from './load-finding.js'

/**
 * Takes back acts on findings, each in a transaction of its own and by the same rules as a single `undo`: one's own,
 * within its time, with no correction sent, and only where nothing has moved the finding since.
 */
export async function undoActs(
  ledger: DataSource,
  actor: Actor,
  actIds: readonly string[],
  options: ActOptions,
): Promise<Omit<BulkCount, 'snapshot'>> {
  const answers: (ActDone | string)[] = []
  for (const actId of new Set(actIds)) answers.push(await undoOne(ledger, actor, actId, options))
  return doneAmong(answers)
}

async function undoOne(
  ledger: DataSource,
  actor: Actor,
  actId: string,
  options: ActOptions,
): Promise<ActDone | string> {
  const loaded = await asTenant(ledger, actor, (runner) => loadActedOn(runner, actor, actId))
  if (loaded === undefined) return 'gone'
  const { findingDigest, claimVersion } = loaded.known
  const wanted = {
    ...{ actId: randomUUID(), act: 'undo' as const, undoes: actId, person: actor.person, findingDigest, claimVersion },
    ...{ reason: null, note: null, until: null },
  }
  const done = await actOnFinding(ledger, actor, loaded.finding.findingId, wanted, options)
  if (done === undefined) return 'gone'
  return 'refused' in done ? done.refused : done
}

/** The finding of an act; undefined where the caller has no such act, or may not see its claim. */
async function loadActedOn(runner: QueryRunner, actor: Actor, actId: string): Promise<LoadedFinding | undefined> {
  const findingId = (await actBefore(runner, actor.tenant, actId))?.findingId ?? undefined
  if (findingId === undefined || (await claimOf(runner, actor, findingId)) === undefined) return undefined
  return loadFinding(runner, actor.tenant, findingId)
}
