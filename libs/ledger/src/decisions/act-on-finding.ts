import type { JudgedFinding } from '@claims-audit/audit'
import { claimKey } from '@claims-audit/contracts'
import type { Correction } from '@claims-audit/contracts'
import { BLIND_ACTS, STATES, decide, isDecided, isSampled, stateOf } from '@claims-audit/decisions'
import type { Decided, Effect, RefusalCode, State, WantedAct } from '@claims-audit/decisions'
import type { DataSource, QueryRunner } from 'typeorm'
import { logAccess } from '../access/access-log.js'
import { lockLanes } from '../live/in-lanes.js'
import { asTenant } from '../sql/as-tenant.js'
import { insertRows } from '../sql/insert-rows.js'
import { CLAIM_CORRECTION, OUTBOX, written } from '../tables/claim-events.js'
import { rowsOf } from '../tables/table.js'
import type { TableRows } from '../tables/table.js'
import { WORK_ACT } from '../tables/work-acts.js'
import { WORK_COUNT } from '../tables/work-rows.js'
import type { Actor } from './actor.js'
import { actBefore } from './act-before.js'
import type { ActBefore } from './act-before.js'
import { loadFinding } from './load-finding.js'
import type { LoadedFinding } from './load-finding.js'

/** An act that is recorded, or was under the same id. */
export interface ActDone {
  actId: string
  findingId: string
  state: State
  /** Sequences of the corrections that it sent, in the claim's order. */
  sequences: number[]
}

/** Why an act was not done, and where the finding stands now. */
export interface ActRefused {
  refused: RefusalCode | 'act-id-taken'
  now: { state: State; findingDigest: string; claimVersion: number; newestVersion: number; owner: string }
}

export interface ActOptions {
  /** The lane of a claim's key, as the stages have it. */
  laneOf: (key: string) => number
  /** What a verdict sends: `correctByVerdict` of the audit. */
  correct: (effect: Exclude<Effect, 'none'>, judged: JudgedFinding) => Correction[]
}

/**
 * One transaction under the claim's lane lock: loads what is known of the finding, lets `decide` say what the act leads
 * to, and records the act, where the finding stands, the corrections with their copies for the relay, and the access.
 * Undefined where the caller has no such finding.
 */
export async function actOnFinding(
  ledger: DataSource,
  actor: Actor,
  findingId: string,
  wanted: WantedAct,
  { laneOf, correct }: ActOptions,
): Promise<ActDone | ActRefused | undefined> {
  return asTenant(ledger, actor, async (runner) => {
    const claimId = await claimOf(runner, actor, findingId)
    if (claimId === undefined) return undefined
    const { generation } = await lockLanes(runner, [laneOf(claimKey(actor.tenant, claimId))])
    const loaded = await loadFinding(runner, actor.tenant, findingId)
    if (loaded === undefined) return undefined
    const done = await actOnLoaded(runner, actor.tenant, { ...loaded, generation }, wanted, correct)
    // Who is refused sees where the finding stands, and has decided nothing.
    await logAccess(runner, actor, { act: 'refused' in done ? 'view' : 'verdict', claims: [claimId], findingId })
    return done
  })
}

async function actOnLoaded(
  runner: QueryRunner,
  tenant: string,
  loaded: JudgedFinding & LoadedFinding,
  wanted: WantedAct,
  correct: ActOptions['correct'],
): Promise<ActDone | ActRefused> {
  const { findingId } = loaded.finding
  const before = await actBefore(runner, tenant, wanted.actId)
  if (before !== undefined) return doneBefore(before, findingId, wanted) ?? refusal(loaded, 'act-id-taken')
  const decided = decide(loaded.known, wanted)
  if ('refused' in decided) return refusal(loaded, decided.refused)
  const corrections = decided.effect === 'none' ? [] : correct(decided.effect, loaded)
  await recordAct(runner, loaded, wanted, decided.state, corrections)
  return { actId: wanted.actId, findingId, state: decided.state, sequences: corrections.map((each) => each.sequence) }
}

/** The claim of a finding; undefined where the caller may not see it. */
export async function claimOf(runner: QueryRunner, actor: Actor, findingId: string): Promise<string | undefined> {
  const [row]: { claim_id: string }[] = await runner.query(
    `select claim_id from work_finding where tenant = $1 and finding_id = $2 and ($3::text[] is null or facility_id = any($3)) limit 1`,
    [actor.tenant, findingId, actor.facilities],
  )
  return row?.claim_id
}

/** What the act did the first time; undefined where it was another one. */
function doneBefore(before: ActBefore, findingId: string, { actId, act, person }: WantedAct): ActDone | undefined {
  const { state, sentFrom, sentTo } = before
  if (state === null || before.findingId !== findingId || before.act !== act || before.person !== person)
    return undefined
  const sent = sentFrom === null || sentTo === null ? 0 : sentTo - sentFrom + 1
  return {
    actId,
    findingId,
    state: stateOf(state),
    sequences: Array.from({ length: sent }, (_, at) => Number(sentFrom) + at),
  }
}

const refusal = ({ known }: LoadedFinding, refused: ActRefused['refused']): ActRefused => {
  const { findingDigest, claimVersion, newestVersion, owner, acts } = known
  return { refused, now: { state: acts.at(-1)?.state ?? 'open', findingDigest, claimVersion, newestVersion, owner } }
}

/** Records an act on a finding, where the finding stands after it, and what was sent because of it. */
export async function recordAct(
  runner: QueryRunner,
  loaded: LoadedFinding,
  wanted: WantedAct,
  state: Decided['state'],
  corrections: Correction[],
): Promise<void> {
  const { result, finding, origin } = loaded
  const { tenant, claimId, claimVersion: version, revision } = result
  const { actId, act, person, reason, note, until } = wanted
  const texts = corrections.map((event) => written({ origin, event }))
  const [first, last] = [corrections.at(0), corrections.at(-1)]
  const sent = first && last ? { from: first.sequence, to: last.sequence } : null
  const common = { tenant, claimId, version, revision, finding, owner: null, reason, note, until, sent }
  await insertRows(
    runner,
    rowsOf(WORK_ACT, [{ ...common, actId, act, person, state, sampled: isToBeRead(loaded, act, state) }]),
    rowsOf(CLAIM_CORRECTION, texts),
    rowsOf(OUTBOX, texts),
    countChange(loaded, state),
  )
  await runner.query('update work_finding set state = $3, active = $4 where finding_id = $1 and revision = $2', [
    finding.findingId,
    revision,
    STATES[state],
    !isDecided(state),
  ])
}

/** Whether the act decides a finding of the sample that another person reads blind. */
const isToBeRead = ({ finding, result, policy }: LoadedFinding, act: WantedAct['act'], state: State): boolean =>
  isDecided(state) &&
  !BLIND_ACTS.includes(act) &&
  isSampled(policy, { ...finding, payerId: result.facets.payerId }, finding.findingId)

/** By how many the act changes the active findings of the rule at the facility. */
function countChange({ result, finding, known, severity }: LoadedFinding, state: State): TableRows {
  const change = Number(isDecided(known.acts.at(-1)?.state ?? 'open')) - Number(isDecided(state))
  const { tenant, facets } = result
  const count = { tenant, ruleId: finding.ruleId, severity, facilityId: facets.facilityId, findings: change }
  return rowsOf(WORK_COUNT, change === 0 ? [] : [count])
}
