import { createHash, randomUUID } from 'node:crypto'
import type { BulkFilter } from '@claims-audit/contracts'
import { decide, mayBulkAgree } from '@claims-audit/decisions'
import type { WantedAct } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { asTenant } from '../sql/as-tenant.js'
import { actOnFinding } from './act-on-finding.js'
import type { ActDone, ActOptions } from './act-on-finding.js'
import type { Actor } from './actor.js'
import { conditionsOf } from './filter-work.js'
import { loadFinding } from './load-finding.js'
import type { LoadedFinding } from './load-finding.js'

/** What a bulk act did, or would do. */
export interface BulkCount {
  /** Active findings that the filter selects. */
  counted: number
  done: number
  /** How many were refused, by code. */
  refused: Record<string, number>
  /** Digest of the findings and their states, as they were counted. */
  snapshot: string
  /** What was done; empty where it was only counted. */
  acts: ActDone[]
}

export interface BulkRefused {
  refused: 'snapshot-changed' | 'too-many'
  now: { counted: number }
}

/** What is the same for each finding of a bulk act. */
export type BulkWanted = Pick<WantedAct, 'act' | 'reason' | 'note' | 'until'>

/** More than that is selected by a narrower filter, a part after the other. */
const MOST = 500

interface Selected {
  finding_id: string
  revision: number
  state: number
}

/** Counts what the act would do, one finding by one, and changes nothing. */
export function countBulk(
  ledger: DataSource,
  actor: Actor,
  filter: BulkFilter,
  wanted: BulkWanted,
): Promise<BulkCount | BulkRefused> {
  return asTenant(ledger, actor, async (runner) => {
    const selected = await select(runner, actor, filter)
    if (selected.length > MOST) return tooMany(selected)
    const refusals: string[] = []
    for (const { finding_id } of selected) {
      const loaded = await loadFinding(runner, actor.tenant, finding_id)
      const refused = loaded === undefined ? 'gone' : wouldRefuse(loaded, actor.person, wanted)
      if (refused !== undefined) refusals.push(refused)
    }
    return {
      counted: selected.length,
      done: selected.length - refusals.length,
      refused: countsOf(refusals),
      snapshot: snapshotOf(selected),
      acts: [],
    }
  })
}

/**
 * Acts on each finding in a transaction of its own, under its claim's lane lock. The selection must still be what was
 * counted; what changes between then and a finding's turn is refused, and counted.
 */
export async function bulkAct(
  ledger: DataSource,
  actor: Actor,
  filter: BulkFilter,
  wanted: BulkWanted & { snapshot: string },
  options: ActOptions,
): Promise<BulkCount | BulkRefused> {
  const loaded = await asTenant(ledger, actor, async (runner) => {
    const selected = await select(runner, actor, filter)
    if (selected.length > MOST || snapshotOf(selected) !== wanted.snapshot) return { selected, findings: [] }
    const findings: (LoadedFinding | undefined)[] = []
    for (const { finding_id } of selected) findings.push(await loadFinding(runner, actor.tenant, finding_id))
    return { selected, findings }
  })
  const { selected, findings } = loaded
  if (selected.length > MOST) return tooMany(selected)
  if (snapshotOf(selected) !== wanted.snapshot)
    return { refused: 'snapshot-changed', now: { counted: selected.length } }
  const answers: (ActDone | string)[] = []
  for (const each of findings) answers.push(await actOnOne(ledger, actor, each, wanted, options))
  return { ...doneAmong(answers), snapshot: snapshotOf(selected) }
}

async function actOnOne(
  ledger: DataSource,
  actor: Actor,
  loaded: LoadedFinding | undefined,
  wanted: BulkWanted,
  options: ActOptions,
): Promise<ActDone | string> {
  if (loaded === undefined) return 'gone'
  if (needsOpening(loaded, wanted)) return 'needs-opening'
  const { findingId } = loaded.finding
  const done = await actOnFinding(ledger, actor, findingId, boundTo(loaded, actor.person, wanted), options)
  if (done === undefined) return 'gone'
  return 'refused' in done ? done.refused : done
}

function wouldRefuse(loaded: LoadedFinding, person: string, wanted: BulkWanted): string | undefined {
  if (needsOpening(loaded, wanted)) return 'needs-opening'
  const decided = decide(loaded.known, boundTo(loaded, person, wanted))
  return 'refused' in decided ? decided.refused : undefined
}

function needsOpening({ finding, result, policy }: LoadedFinding, { act }: BulkWanted): boolean {
  const { drgImpact, ruleId, severity } = finding
  const changesDrg = drgImpact !== null && drgImpact.before !== drgImpact.after
  return act === 'agree' && !mayBulkAgree(policy, { ruleId, severity, payerId: result.facets.payerId }, changesDrg)
}

const boundTo = ({ known }: LoadedFinding, person: string, { act, reason, note, until }: BulkWanted): WantedAct => ({
  actId: randomUUID(),
  findingDigest: known.findingDigest,
  claimVersion: known.claimVersion,
  person,
  act,
  reason,
  note,
  until,
})

/** One more than may be, where there are more. */
async function select(runner: QueryRunner, actor: Actor, filter: BulkFilter): Promise<Selected[]> {
  const values: unknown[] = [actor.tenant, actor.facilities]
  const conditions = ['($2::text[] is null or f.facility_id = any($2))', ...conditionsOf(filter, values)]
  return runner.query(
    `select f.finding_id, f.revision, f.state from work_finding f where f.tenant = $1 and f.active and ${conditions.join(' and ')}
     order by f.finding_id, f.revision limit ${MOST + 1}`,
    values,
  )
}

const tooMany = (selected: Selected[]): BulkRefused => ({ refused: 'too-many', now: { counted: selected.length } })

const snapshotOf = (selected: Selected[]): string =>
  `sha256:${createHash('sha256')
    .update(selected.map(({ finding_id, revision, state }) => `${finding_id} ${revision} ${state}`).join('\n'))
    .digest('hex')}`

/** Of what was done, and the codes of what was refused. */
export function doneAmong(answers: (ActDone | string)[]): Omit<BulkCount, 'snapshot'> {
  const acts = answers.filter((answer) => typeof answer !== 'string')
  const refused = countsOf(answers.filter((answer) => typeof answer === 'string'))
  return { counted: answers.length, done: acts.length, refused, acts }
}

function countsOf(codes: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1
  return counts
}
