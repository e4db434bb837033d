import { originKey, positionKey, settle } from '@claims-audit/audit'
import type { Arrival, Outcome, OutcomeRow, Settlement, VoidedVersion } from '@claims-audit/audit'
import type { AuditResult, Correction, ScreenedClaim } from '@claims-audit/contracts'
import { isHeld } from './auditors.js'
import type { HeldAct, Request } from './auditors.js'
import { resultOf, voidedOf } from './claims.js'
import type { Submitted } from './claims.js'

/**
 * A plain model of everything that holds state: logs with offsets, a ledger whose transactions are atomic, an outbox.
 * Only the decisions in the middle, `settle`, `decide` and `correctByVerdict`, are the real ones. Each actor is a
 * generator that yields wherever a process may die; to crash it is to drop the generator.
 */
export interface World {
  /** Each log that claims.submitted has been, by name; the last is the current one. */
  submitted: Map<string, Log<Submitted>>
  validated: Log<Submitted>
  audited: Log<Arrival['result']>
  quarantined: Log<Submitted>
  screened: { origin: string; event: ScreenedClaim }[]
  corrections: Correction[]
  committed: Map<string, Committed>
  ledger: Ledger
  /** What the audit asks by: other rules ask under other keys. */
  rules: string
  /** What auditors asked and have no answer to, and how often they asked anything. */
  requests: Request[]
  asked: number
}

/** Where an event stands. */
export interface Place {
  log: string
  partition: number
  offset: number
}

type Log<T> = { value: T; origin: Place }[][]

/** A group's next offset, and the log that it counts in. */
interface Committed {
  log: string
  at: number
}

export interface Ledger {
  /** The logs that it belongs to. */
  logs: string[]
  generation: number
  outcomes: OutcomeRow[]
  results: AuditResult[]
  voids: VoidedVersion[]
  corrections: Correction[]
  outbox: Correction[]
  quarantine: Map<string, Submitted>
  acts: HeldAct[]
}

export const PARTITIONS = 2
const TOPIC = 'claims.submitted'
const FIRST_LOG = 'first'
/** Of a topic that is never made again. */
const OWN_LOG = 'own'
const log = <T>(): Log<T> => Array.from({ length: PARTITIONS }, () => [])

export function newWorld(): World {
  return {
    submitted: new Map([[FIRST_LOG, log()]]),
    validated: log(),
    audited: log(),
    quarantined: log(),
    screened: [],
    corrections: [],
    committed: new Map(),
    rules: '',
    requests: [],
    asked: 0,
    ledger: {
      logs: [FIRST_LOG],
      generation: 0,
      outcomes: [],
      results: [],
      voids: [],
      corrections: [],
      outbox: [],
      quarantine: new Map(),
      acts: [],
    },
  }
}

export function submit(world: World, claim: Submitted): void {
  const partition = partitionOf(claim.claimId)
  const [name, events] = currentLog(world)
  const into = events[partition] ?? []
  into.push({ value: claim, origin: { log: name, partition, offset: into.length } })
}

function currentLog(world: World): [string, Log<Submitted>] {
  return [...world.submitted].at(-1) as [string, Log<Submitted>]
}

/** claims.submitted is deleted and made again: what was not read is gone, and offsets begin again. */
export function replaceLog(world: World): void {
  world.submitted.set('second', log())
}

/** Somebody looks, and takes the new log for the ledger's own. */
export function* operator(world: World): Actor {
  for (;;) {
    const [name] = currentLog(world)
    if (world.ledger.logs.includes(name)) yield 'idle'
    else {
      yield 'step'
      world.ledger.logs.push(name)
    }
  }
}

/**
 * The ledger is what it was at an earlier moment. The services are stopped; its generation rises, the stages behind the
 * first skip what is on its way, and the first goes back to the first event that has no outcome or was on its way: all
 * of that comes again, in order. Meanwhile the rules may have changed.
 */
export function restore(world: World, backup: Ledger, faults: Faults, rules: string): void {
  world.ledger = structuredClone(backup)
  world.rules = rules
  if (!faults.sequencesTwice) world.ledger.generation += 1
  const [name, events] = currentLog(world)
  for (const [partition, held] of events.entries()) {
    const onTheWay = [...unread(world, 'drg', world.validated), ...unread(world, 'findings', world.audited)]
    const wanted = held.map(({ origin }) => origin).filter((origin) => outcomesAt(world.ledger, origin).length === 0)
    const first = [...wanted, ...onTheWay]
      .filter((origin) => origin.partition === partition)
      .reduce((least, { offset }) => Math.min(least, offset), held.length)
    const group = `code-validation/${partition}`
    world.committed.set(group, { log: name, at: Math.min(first, world.committed.get(group)?.at ?? 0) })
  }
  for (const partition of events.keys()) {
    world.committed.set(`drg/${partition}`, { log: OWN_LOG, at: world.validated[partition]?.length ?? 0 })
    world.committed.set(`findings/${partition}`, { log: OWN_LOG, at: world.audited[partition]?.length ?? 0 })
  }
}

function unread(world: World, name: string, topic: Log<unknown>): Place[] {
  return topic.flatMap((events, partition) =>
    events.slice(world.committed.get(`${name}/${partition}`)?.at ?? 0).map(({ origin }) => origin),
  )
}

const partitionOf = (claimId: string): number =>
  [...claimId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % PARTITIONS
const position = ({ log, partition, offset }: Place): Arrival['origin'] => ({
  topic: TOPIC,
  partition,
  offset: String(offset),
  timestamp: '0',
  log,
})
export const keyOf = (at: Place): string => originKey(position(at))

/** What makes the protocol hold; each can be broken on purpose, to see that the simulation notices. */
export interface Faults {
  /** Offsets first, then the work. */
  commitEarly?: boolean
  /** The sink forgets what the ledger holds. */
  forgetful?: boolean
  /** The outbox row goes before its event is out. */
  clearOutboxEarly?: boolean
  /** `claims.screened` is published only for rows that were new. */
  screenNewOnly?: boolean
  /** An outcome and an offset are found by position alone, whichever log it counts in. */
  positionAlone?: boolean
  /** A restored ledger goes on counting where its backup was. */
  sequencesTwice?: boolean
  /** What a verdict rests on is loaded before the claim's lane is locked. */
  judgeWithoutLock?: boolean
  /** A request that comes again is a new one. */
  forgetRequests?: boolean
  /** Findings of older versions can be decided too. */
  judgeSuperseded?: boolean
  /** A verdict does not look for those before it. */
  judgeTwice?: boolean
  /** A void is answered, and not recorded among the claim's versions. */
  forgetVoids?: boolean
  /** A void is recorded, and what stands is not withdrawn. */
  voidInSilence?: boolean
}

export type Actor = Generator<'step' | 'idle', never, void>

/** What a group reads now: the log's name and its events. */
type Source<A> = () => [string, Log<A>]

/** Offsets of another log mean nothing here. */
function nextOf(world: World, group: string, name: string, faults: Faults): number {
  const committed = world.committed.get(group)
  return committed !== undefined && (committed.log === name || faults.positionAlone) ? committed.at : 0
}

/** A stage: read from the committed offset, send, commit. It may die after any send. */
function* passOn<A>(
  world: World,
  name: string,
  partition: number,
  from: Source<A>,
  handle: (value: A, origin: Place) => void,
  faults: Faults,
): Actor {
  const group = `${name}/${partition}`
  for (;;) {
    const [log, events] = from()
    const at = nextOf(world, group, log, faults)
    const batch = (events[partition] ?? []).slice(at, at + 3)
    if (batch.length === 0) {
      yield 'idle'
      continue
    }
    const commit = (): void => void world.committed.set(group, { log, at: at + batch.length })
    yield 'step'
    if (faults.commitEarly) commit()
    for (const { value, origin } of batch) {
      yield 'step'
      handle(value, origin)
    }
    yield 'step'
    // A member that lost its partition cannot commit past the one that has it now; going back is what a stale commit
    // does at worst.
    commit()
    yield 'step'
  }
}

export function codeValidation(world: World, partition: number, faults: Faults): Actor {
  return passOn(
    world,
    'code-validation',
    partition,
    () => currentLog(world),
    (claim, origin) => {
      const to = claim.poisoned ? world.quarantined : world.validated
      to[partition]?.push({ value: claim, origin })
    },
    faults,
  )
}

export function drg(world: World, partition: number, faults: Faults): Actor {
  return passOn(
    world,
    'drg',
    partition,
    () => [OWN_LOG, world.validated],
    (claim, origin) => {
      const value = claim.voids === true ? voidedOf(claim) : resultOf(claim, world.rules)
      world.audited[partition]?.push({ value, origin })
    },
    faults,
  )
}

/**
 * One transaction per batch; events from the batch; then offsets. The transaction is one step: the lane lock keeps a
 * second sink out of it.
 */
export function* sink(world: World, partition: number, faults: Faults): Actor {
  const group = `findings/${partition}`
  for (;;) {
    const at = nextOf(world, group, OWN_LOG, faults)
    const batch = (world.audited[partition] ?? []).slice(at, at + 4)
    // What is of a log that the ledger does not belong to waits.
    if (
      batch.length === 0 ||
      (!faults.positionAlone && batch.some(({ origin }) => !world.ledger.logs.includes(origin.log)))
    ) {
      yield 'idle'
      continue
    }
    const commit = (): void => void world.committed.set(group, { log: OWN_LOG, at: at + batch.length })
    yield 'step'
    if (faults.commitEarly) commit()
    yield 'step'
    const arrivals = batch.map(({ value, origin }) => ({ origin: position(origin), result: value }))
    const settlement = transact(world.ledger, arrivals, faults)
    yield 'step'
    const fresh = new Set(settlement.outcomes.map((row) => originKey(row.origin)))
    for (const { origin, event } of settlement.screened) {
      if (faults.screenNewOnly && !fresh.has(originKey(origin))) continue
      world.screened.push({ origin: originKey(origin), event })
      yield 'step'
    }
    for (const conflict of settlement.conflicts) {
      const found = batch.find(({ origin }) => keyOf(origin) === originKey(conflict.origin))
      if (found === undefined) continue
      const { log: of, offset, partition: from } = found.origin
      world.quarantined[partition]?.push({
        value: world.submitted.get(of)?.[from]?.[offset]?.value as Submitted,
        origin: found.origin,
      })
      yield 'step'
    }
    commit()
    yield 'step'
  }
}

function transact(ledger: Ledger, arrivals: Arrival[], faults: Faults): Settlement {
  const settlement = settle(arrivals, {
    generation: ledger.generation,
    isReleased: (_, finding) => !isHeld(finding),
    claim: (tenant, claimId) => ({
      results: faults.forgetful
        ? []
        : [...ledger.results, ...ledger.voids]
            .filter((held) => held.tenant === tenant && held.claimId === claimId)
            .map((held) => ({
              version: held.claimVersion,
              revision: held.revision,
              contentDigest: held.contentDigest,
            })),
      corrections: ledger.corrections.filter((held) => held.tenant === tenant && held.claimId === claimId),
    }),
    outcome: (origin, claim) => (faults.forgetful ? undefined : outcomeAmong(ledger, origin, claim, faults)),
  })
  ledger.outcomes.push(...settlement.outcomes)
  ledger.results.push(...settlement.results)
  if (faults.forgetVoids !== true) ledger.voids.push(...settlement.voids)
  const corrections = settlement.corrections
    .map(({ event }) => event)
    .filter((event) => isSent(event, settlement, faults))
  ledger.corrections.push(...corrections)
  ledger.outbox.push(...corrections)
  return settlement
}

/** All that was decided, unless withdrawals by voids are left out on purpose. */
const isSent = ({ claimId, expectedClaimVersion }: Correction, { voids }: Settlement, faults: Faults): boolean =>
  faults.voidInSilence !== true ||
  !voids.some((voided) => voided.claimId === claimId && voided.claimVersion === expectedClaimVersion)

function outcomeAmong(
  { outcomes }: Ledger,
  origin: Arrival['origin'],
  { claimId }: { claimId: string },
  { positionAlone }: Faults,
): Outcome | undefined {
  if (positionAlone) return outcomes.find((row) => positionKey(row.origin) === positionKey(origin))?.outcome
  return outcomes.find((row) => originKey(row.origin) === originKey(origin) && row.claimId === claimId)?.outcome
}

export const outcomesAt = ({ outcomes }: Ledger, at: Place): OutcomeRow[] =>
  outcomes.filter((row) => originKey(row.origin) === keyOf(at))

/** The sink's other input: quarantined events get their row and, where they have none yet, their outcome. */
export function quarantineSink(world: World, partition: number, faults: Faults): Actor {
  return passOn(
    world,
    'quarantine',
    partition,
    () => [OWN_LOG, world.quarantined],
    (claim, at) => {
      const { ledger } = world
      ledger.quarantine.set(keyOf(at), claim)
      if (outcomeAmong(ledger, position(at), claim, faults) !== undefined) return
      ledger.outcomes.push({
        tenant: 't',
        claimId: claim.claimId,
        version: claim.version,
        revision: claim.revision,
        origin: position(at),
        outcome: 'quarantined',
        reason: null,
      })
    },
    faults,
  )
}

/**
 * Publishes in the outbox's order, then clears what it published. A second relay that has not noticed it lost its lead
 * does the same.
 */
export function* relay(world: World, faults: Faults): Actor {
  for (;;) {
    const batch = world.ledger.outbox.slice(0, 3)
    if (batch.length === 0) {
      yield 'idle'
      continue
    }
    const clear = (): void => void (world.ledger.outbox = world.ledger.outbox.filter((row) => !batch.includes(row)))
    if (faults.clearOutboxEarly) clear()
    yield 'step'
    for (const row of batch) {
      world.corrections.push(row)
      yield 'step'
    }
    clear()
    yield 'step'
  }
}
