import { describe, expect, it } from '@jest/globals'
import { originKey } from '@claims-audit/audit'
import type { Arrival } from '@claims-audit/audit'
import { auditors, verdictsBroken } from './auditors.js'
import { seeded, submissions } from './claims.js'
import type { Random, Submitted } from './claims.js'
import type { Correction } from '@claims-audit/contracts'
import {
  PARTITIONS,
  codeValidation,
  drg,
  keyOf,
  newWorld,
  operator,
  outcomesAt,
  quarantineSink,
  relay,
  replaceLog,
  restore,
  sink,
  submit,
} from './world.js'
import type { Actor, Faults, Place, World } from './world.js'
import { seedsOf } from '../seeds.js'

const { seeds, told } = seedsOf(400)

describe(`the protocol, simulated (${told})`, () => {
  it('keeps its promises through crashes, zombies, repeats and disorder', () => {
    for (const seed of seeds) expect({ seed, broken: brokenPromises(seed, {}) }).toEqual({ seed, broken: [] })
  })

  it('keeps them where claims.submitted is deleted and made again', () => {
    for (const seed of seeds) expect({ seed, broken: brokenByNewLog(seed, {}) }).toEqual({ seed, broken: [] })
  })

  it.each<[string, Disaster]>([
    ['by the same rules', 'restore'],
    ['by other rules than before', 'restore-and-change'],
  ])('keeps them where the ledger is restored from an older backup, %s', (_, disaster) => {
    for (const seed of seeds) expect({ seed, broken: brokenPromises(seed, {}, disaster) }).toEqual({ seed, broken: [] })
  })

  it('is seen to break when an outcome is found by its position alone', () => {
    for (const promise of ['no outcome', 'answered without an audit']) {
      const breaks = (seed: number): boolean =>
        brokenByNewLog(seed, { positionAlone: true }).some((line) => line.startsWith(promise))
      expect(seeds.some(breaks)).toBe(true)
    }
  })

  it('is seen to break when a restored ledger gives its sequences twice', () => {
    const broken = (seed: number): string[] => brokenPromises(seed, { sequencesTwice: true }, 'restore-and-change')
    expect(seeds.some((seed) => broken(seed).some((line) => line.startsWith('correction lost')))).toBe(true)
  })

  it.each<[string, Faults, string]>([
    ['offsets are committed before the work', { commitEarly: true }, 'no outcome'],
    ['the sink forgets what it holds', { forgetful: true }, 'two outcomes'],
    ['the outbox is cleared before its events are out', { clearOutboxEarly: true }, 'correction lost'],
    ['only new rows are screened', { screenNewOnly: true }, 'not screened'],
    ['a verdict is loaded before the lane is locked', { judgeWithoutLock: true }, 'sequence with a gap'],
    ['a request that comes again is a new one', { forgetRequests: true }, 'a verdict twice'],
    ['a superseded finding can be decided', { judgeSuperseded: true }, 'an older version still asks'],
    ['a verdict does not look for those before it', { judgeTwice: true }, 'agreed, and 0 stand'],
    ['a void is not recorded', { forgetVoids: true }, 'an older version still asks'],
    ['a void withdraws nothing', { voidInSilence: true }, 'an older version still asks'],
  ])('is seen to break when %s', (_name, faults, promise) => {
    expect(seeds.some((seed) => brokenPromises(seed, faults).some((line) => line.startsWith(promise)))).toBe(true)
  })
})

type Disaster = 'none' | 'new-log' | 'restore' | 'restore-and-change'

/** One life of the pipeline under disturbance, held against an undisturbed one of the same log. */
function brokenPromises(seed: number, faults: Faults, disaster: Disaster = 'none'): string[] {
  const random = seeded(seed)
  const claims = submissions(random)
  const calm = live(claims, () => 0.5, {}, { disturbed: false, disaster: 'none' })
  const world = live(claims, random, faults, { disturbed: true, disaster })
  return [
    ...outcomesBroken(world, calm),
    ...resultsBroken(world, calm),
    ...correctionsBroken(world),
    ...screeningBroken(world),
    ...(disaster === 'none' ? verdictsBroken(world) : []),
  ]
}

/** What the old log held unread is gone; all else, of either log, was audited for what it is, or not answered. */
function brokenByNewLog(seed: number, faults: Faults): string[] {
  const random = seeded(seed)
  const world = live(submissions(random), random, faults, { disturbed: true, disaster: 'new-log' })
  const last = [...world.submitted.keys()].at(-1)
  const events = everyEvent(world)
  const counts = events.flatMap(({ origin }) => {
    const rows = outcomesAt(world.ledger, origin).length
    if (rows > 1) return [`two outcomes: ${keyOf(origin)}`]
    return rows === 0 && origin.log === last ? [`no outcome: ${keyOf(origin)}`] : []
  })
  return [...counts, ...answersBroken(world), ...correctionsBroken(world), ...screeningBroken(world)]
}

function everyEvent(world: World): { value: Submitted; origin: Place }[] {
  return [...world.submitted.values()].flat(2)
}

/** An answer tells of the claim that stands at its origin, and a result, or a void, was recorded of it. */
function answersBroken(world: World): string[] {
  const submitted = new Map(everyEvent(world).map(({ value, origin }) => [keyOf(origin), value]))
  return world.screened.flatMap(({ origin, event }) => {
    const claim = submitted.get(origin)
    const isOfIt =
      claim?.claimId === event.claimId && claim?.version === event.claimVersion && claim.revision === event.revision
    const isAudited = recordedOf(world).some(
      (row) => row.claimId === claim?.claimId && row.contentDigest === `sha256:${claim?.content}`,
    )
    return isOfIt && isAudited ? [] : [`answered without an audit: ${origin}`]
  })
}

/** Two of each sink and relay, so that one that lost its partition goes on for a while beside the one that has it. */
function live(
  claims: Submitted[],
  random: Random,
  faults: Faults,
  { disturbed, disaster }: { disturbed: boolean; disaster: Disaster },
): World {
  const world = newWorld()
  const partitions = Array.from({ length: PARTITIONS }, (_, at) => at)
  const makers: (() => Actor)[] = [
    ...partitions.flatMap((p) => [
      () => codeValidation(world, p, faults),
      () => drg(world, p, faults),
      () => quarantineSink(world, p, faults),
    ]),
    ...partitions.flatMap((p) => [...(disturbed ? [() => sink(world, p, faults)] : []), () => sink(world, p, faults)]),
    ...(disturbed ? [() => relay(world, faults)] : []),
    () => relay(world, faults),
    () => operator(world),
    // A restore loses verdicts as well; persons decide again (ADR 28).
    ...(disturbed && !disaster.startsWith('restore')
      ? [() => auditors(world, random, faults), () => auditors(world, random, faults)]
      : []),
  ]
  const actors = makers.map((make) => make())
  const pending = [...claims]
  const [backupAt, disasterAt] = [Math.floor(random() * 200), 200 + Math.floor(random() * 600)]
  const replacedAfter = Math.floor(random() * pending.length)
  let backup = structuredClone(world.ledger)
  let quiet = 0
  for (let step = 0; quiet < 4; step += 1) {
    if (step > 200_000) throw new Error('the simulation does not come to rest')
    const isSlow = disaster === 'new-log' && step % 20 !== 0
    const next = isSlow ? undefined : pending.shift()
    if (disaster === 'new-log' && next !== undefined && claims.length - pending.length - 1 === replacedAfter)
      replaceLog(world)
    if (next !== undefined) submit(world, next)
    if (step === backupAt) backup = structuredClone(world.ledger)
    if (disaster.startsWith('restore') && step === disasterAt) {
      restore(world, backup, faults, disaster === 'restore' ? '' : ' by other rules')
      for (const [at, make] of makers.entries()) actors[at] = make()
    }
    const disturbing = disturbed && step < 1_500
    if (disturbing) quiet = 0
    const order = disturbing ? [Math.floor(random() * actors.length)] : actors.keys()
    let moved = pending.length > 0
    for (const at of order) {
      const make = makers[at]
      if (make === undefined) continue
      if (disturbing && random() < 0.06) actors[at] = make()
      else if (actors[at]?.next().value === 'step') moved = true
    }
    quiet = moved || disturbing ? 0 : quiet + 1
  }
  return world
}

function outcomesBroken(world: World, calm: World): string[] {
  return everyEvent(world).flatMap(({ origin }) => {
    const [key, rows] = [keyOf(origin), outcomesAt(world.ledger, origin)]
    const [row] = rows
    if (row === undefined) return [`no outcome: ${key}`]
    if (rows.length > 1) return [`two outcomes: ${key}`]
    return [
      ...(row.outcome === outcomesAt(calm.ledger, origin)[0]?.outcome
        ? []
        : [`another outcome than undisturbed: ${key}`]),
      ...(row.outcome === 'quarantined' && !world.ledger.quarantine.has(key)
        ? [`quarantined without its bytes: ${key}`]
        : []),
    ]
  })
}

function resultsBroken(world: World, calm: World): string[] {
  const keys = (of: World): string[] =>
    recordedOf(of)
      .map((r) => `${r.claimId} ${r.claimVersion}.${r.revision} ${r.contentDigest}`)
      .sort()
  return JSON.stringify(keys(world)) === JSON.stringify(keys(calm)) ? [] : ['results differ from undisturbed']
}

/** Upstream ignores what is lower than it has, and does nothing twice: in the end it stands where the ledger does. */
function correctionsBroken(world: World): string[] {
  const broken: string[] = []
  for (const claimId of ['A', 'B', 'C']) {
    const held = world.ledger.corrections.filter((row) => row.claimId === claimId)
    const isRising = held.every((row, at) => row.sequence > (held[at - 1]?.sequence ?? 0))
    const isWhole = world.ledger.generation > 0 || held.every((row, at) => row.sequence === at + 1)
    if (!isRising || !isWhole) broken.push(`sequence with a gap or a repeat: ${claimId}`)
    const taken = takenOf(world.corrections.filter((event) => event.claimId === claimId))
    // What only the lost life of a ledger asked, by rules that have changed since, stays open.
    const asked =
      world.rules === '' ? standingOf(taken) : standingOf(taken).filter((id) => standingOf(held).includes(id))
    if (JSON.stringify(asked) !== JSON.stringify(standingOf(held)))
      broken.push(`correction lost or out of order: ${claimId}`)
    broken.push(...standingBroken(world, claimId))
  }
  return broken
}

function takenOf(events: Correction[]): Correction[] {
  const taken: Correction[] = []
  for (const event of events) if (event.sequence > (taken.at(-1)?.sequence ?? 0)) taken.push(event)
  return taken
}

/** By their keys: what was asked and not taken back. */
function standingOf(corrections: Correction[]): string[] {
  const takenBack = new Set(corrections.map((row) => row.supersedes))
  return [
    ...new Set(
      corrections
        .filter((row) => row.kind !== 'withdraw' && !takenBack.has(row.correctionId))
        .map((row) => row.correctionId),
    ),
  ].sort()
}

/** Every version of a claim that the ledger knows, audited or void. */
function recordedOf({ ledger }: World): Arrival['result'][] {
  return [...ledger.results, ...ledger.voids]
}

/** After everything, only the newest version may still ask for something: of a voided claim none. */
function standingBroken(world: World, claimId: string): string[] {
  const held = world.ledger.corrections.filter((row) => row.claimId === claimId)
  const takenBack = new Set(held.map((row) => row.supersedes))
  const standing = held.filter((row) => row.kind !== 'withdraw' && !takenBack.has(row.correctionId))
  const versions = world.ledger.outcomes
    .filter((row) => row.claimId === claimId && row.outcome !== 'quarantined')
    .map(({ version, revision }) => (version ?? 0) * 1000 + (revision ?? 0))
  return standing.some((row) => row.expectedClaimVersion * 1000 + row.revision < Math.max(...versions))
    ? [`an older version still asks: ${claimId}`]
    : []
}

function screeningBroken(world: World): string[] {
  return world.ledger.outcomes
    .filter(
      (row) =>
        row.outcome !== 'quarantined' &&
        !world.screened.some((each) => each.origin === originKey(row.origin) && each.event.outcome === row.outcome),
    )
    .map((row) => `not screened: ${originKey(row.origin)}`)
}
