import { positionKey, settle } from '@claims-audit/audit'
import type { Arrival, Outcome, OutcomeRow, Settlement } from '@claims-audit/audit'
import type { AuditResult, Correction, ScreenedClaim } from '@claims-audit/contracts'
import { resultOf } from './claims.js'
import type { Submitted } from './claims.js'

/**
 * A plain model of everything that holds state: logs with offsets, a ledger whose transactions are atomic, an outbox. Only the decision in the
 * middle, `settle`, is the real one. Each actor is a generator that yields wherever a process may die; to crash it is to drop the generator.
 */
export interface World {
  submitted: Log<Submitted>
  validated: Log<Submitted>
  audited: Log<AuditResult>
  quarantined: Log<Submitted>
  screened: { origin: string; event: ScreenedClaim }[]
  corrections: Correction[]
  committed: Map<string, number>
  ledger: Ledger
}

type Log<T> = { value: T; origin: { partition: number; offset: number } }[][]

export interface Ledger {
  outcomes: OutcomeRow[]
  results: AuditResult[]
  corrections: Correction[]
  outbox: Correction[]
  quarantine: Map<string, Submitted>
}

export const PARTITIONS = 2
const TOPIC = 'claims.submitted'
const log = <T>(): Log<T> => Array.from({ length: PARTITIONS }, () => [])

export function newWorld(): World {
  return {
    submitted: log(),
    validated: log(),
    audited: log(),
    quarantined: log(),
    screened: [],
    corrections: [],
    committed: new Map(),
    ledger: { outcomes: [], results: [], corrections: [], outbox: [], quarantine: new Map() },
  }
}

export function submit(world: World, claim: Submitted): void {
  const partition = partitionOf(claim.claimId)
  const into = world.submitted[partition] ?? []
  into.push({ value: claim, origin: { partition, offset: into.length } })
}

const partitionOf = (claimId: string): number => [...claimId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % PARTITIONS
const position = ({ partition, offset }: { partition: number; offset: number }): Arrival['origin'] => ({ topic: TOPIC, partition, offset: String(offset), timestamp: '0' })
export const originKey = (at: { partition: number; offset: number }): string => positionKey(position(at))

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
}

export type Actor = Generator<'step' | 'idle', never, void>

/** A stage: read from the committed offset, send, commit. It may die after any send. */
function* hop<A>(world: World, name: string, partition: number, from: Log<A>, handle: (value: A, origin: { partition: number; offset: number }) => void, faults: Faults): Actor {
  const group = `${name}/${partition}`
  for (;;) {
    const at = world.committed.get(group) ?? 0
    const batch = (from[partition] ?? []).slice(at, at + 3)
    if (batch.length === 0) {
      yield 'idle'
      continue
    }
    yield 'step'
    if (faults.commitEarly) world.committed.set(group, at + batch.length)
    for (const { value, origin } of batch) {
      yield 'step'
      handle(value, origin)
    }
    yield 'step'
    // A member that lost its partition cannot commit past the one that has it now; going back is what a stale commit does at worst.
    world.committed.set(group, at + batch.length)
    yield 'step'
  }
}

export function codeValidation(world: World, partition: number, faults: Faults): Actor {
  return hop(world, 'code-validation', partition, world.submitted, (claim, origin) => {
    const to = claim.poisoned ? world.quarantined : world.validated
    to[partition]?.push({ value: claim, origin })
  }, faults)
}

export function drg(world: World, partition: number, faults: Faults): Actor {
  return hop(world, 'drg', partition, world.validated, (claim, origin) => void world.audited[partition]?.push({ value: resultOf(claim), origin }), faults)
}

/** One transaction per batch; events from the batch; then offsets. The transaction is one step: the lane lock keeps a second sink out of it. */
export function* sink(world: World, partition: number, faults: Faults): Actor {
  const group = `findings/${partition}`
  for (;;) {
    const at = world.committed.get(group) ?? 0
    const batch = (world.audited[partition] ?? []).slice(at, at + 4)
    if (batch.length === 0) {
      yield 'idle'
      continue
    }
    yield 'step'
    if (faults.commitEarly) world.committed.set(group, at + batch.length)
    yield 'step'
    const arrivals = batch.map(({ value, origin }) => ({ origin: position(origin), result: value }))
    const settlement = transact(world.ledger, arrivals, faults)
    yield 'step'
    const fresh = new Set(settlement.outcomes.map((row) => positionKey(row.origin)))
    for (const { origin, event } of settlement.screened) {
      if (faults.screenNewOnly && !fresh.has(positionKey(origin))) continue
      world.screened.push({ origin: positionKey(origin), event })
      yield 'step'
    }
    for (const conflict of settlement.conflicts) {
      const { partition: from, offset } = conflict.origin
      world.quarantined[partition]?.push({ value: world.submitted[from]?.[Number(offset)]?.value as Submitted, origin: { partition: from, offset: Number(offset) } })
      yield 'step'
    }
    world.committed.set(group, at + batch.length)
    yield 'step'
  }
}

function transact(ledger: Ledger, arrivals: Arrival[], faults: Faults): Settlement {
  const settlement = settle(arrivals, {
    claim: (tenant, claimId) => ({
      results: faults.forgetful ? [] : ledger.results.filter((held) => held.tenant === tenant && held.claimId === claimId).map((held) => ({ version: held.claimVersion, revision: held.revision, contentDigest: held.contentDigest })),
      corrections: ledger.corrections.filter((held) => held.tenant === tenant && held.claimId === claimId),
    }),
    outcome: (origin) => (faults.forgetful ? undefined : outcomeAt(ledger, positionKey(origin))),
  })
  ledger.outcomes.push(...settlement.outcomes)
  ledger.results.push(...settlement.results)
  const corrections = settlement.corrections.map(({ event }) => event)
  ledger.corrections.push(...corrections)
  ledger.outbox.push(...corrections)
  return settlement
}

const outcomeAt = (ledger: Ledger, origin: string): Outcome | undefined => ledger.outcomes.find((row) => positionKey(row.origin) === origin)?.outcome

/** The sink's other input: parked events get their row and, where they have none yet, their outcome. */
export function quarantineSink(world: World, partition: number, faults: Faults): Actor {
  return hop(world, 'quarantine', partition, world.quarantined, (claim, origin) => {
    const { ledger } = world
    ledger.quarantine.set(originKey(origin), claim)
    if (outcomeAt(ledger, originKey(origin)) !== undefined) return
    ledger.outcomes.push({ tenant: 't', claimId: claim.claimId, version: claim.version, revision: claim.revision, origin: position(origin), outcome: 'quarantined', reason: null })
  }, faults)
}

/** Publishes in the outbox's order, then clears what it published. A second relay that has not noticed it lost its lead does the same. */
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
