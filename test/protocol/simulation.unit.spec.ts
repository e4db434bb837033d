import { describe, expect, it } from '@jest/globals'
import { positionKey } from '@claims-audit/audit'
import { seeded, submissions } from './claims.js'
import type { Random, Submitted } from './claims.js'
import { PARTITIONS, codeValidation, drg, newWorld, originKey, quarantineSink, relay, sink, submit } from './world.js'
import type { Actor, Faults, World } from './world.js'

/** Runs per property, and the first seed. SEED=n repeats one run. */
const FIRST = Number(process.env['SEED'] ?? 1)
const RUNS = process.env['SEED'] === undefined ? 400 : 1
const seeds = Array.from({ length: RUNS }, (_, at) => FIRST + at)

describe(`the protocol, simulated (seeds ${FIRST} to ${FIRST + RUNS - 1})`, () => {
  it('keeps its promises through crashes, zombies, repeats and disorder', () => {
    for (const seed of seeds) expect({ seed, broken: brokenPromises(seed, {}) }).toEqual({ seed, broken: [] })
  })

  it.each<[string, Faults, string]>([
    ['offsets are committed before the work', { commitEarly: true }, 'no outcome'],
    ['the sink forgets what it holds', { forgetful: true }, 'two outcomes'],
    ['the outbox is cleared before its events are out', { clearOutboxEarly: true }, 'correction lost'],
    ['only new rows are screened', { screenNewOnly: true }, 'not screened'],
  ])('is seen to break when %s', (_name, faults, promise) => {
    const broken = new Set(seeds.flatMap((seed) => brokenPromises(seed, faults)))
    expect([...broken].some((line) => line.startsWith(promise))).toBe(true)
  })
})

/** One life of the pipeline under disturbance, held against an undisturbed one of the same log. */
function brokenPromises(seed: number, faults: Faults): string[] {
  const random = seeded(seed)
  const claims = submissions(random)
  const calm = live(claims, () => 0.5, {}, false)
  const world = live(claims, random, faults, true)
  return [...outcomesBroken(world, calm), ...resultsBroken(world, calm), ...correctionsBroken(world), ...screeningBroken(world)]
}

/** Two of each sink and relay, so that one that lost its partition goes on for a while beside the one that has it. */
function live(claims: Submitted[], random: Random, faults: Faults, disturbed: boolean): World {
  const world = newWorld()
  const partitions = Array.from({ length: PARTITIONS }, (_, at) => at)
  const makers: (() => Actor)[] = [
    ...partitions.flatMap((p) => [() => codeValidation(world, p, faults), () => drg(world, p, faults), () => quarantineSink(world, p, faults)]),
    ...partitions.flatMap((p) => [...(disturbed ? [() => sink(world, p, faults)] : []), () => sink(world, p, faults)]),
    ...(disturbed ? [() => relay(world, faults)] : []),
    () => relay(world, faults),
  ]
  const actors = makers.map((make) => make())
  const pending = [...claims]
  let quiet = 0
  for (let step = 0; quiet < 4; step += 1) {
    if (step > 200_000) throw new Error('the simulation does not come to rest')
    const next = pending.shift()
    if (next !== undefined) submit(world, next)
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
  const broken: string[] = []
  for (const [partition, events] of world.submitted.entries()) {
    for (const offset of events.keys()) {
      const key = originKey({ partition, offset })
      const rows = world.ledger.outcomes.filter((row) => positionKey(row.origin) === key)
      if (rows.length === 0) broken.push(`no outcome: ${key}`)
      else if (rows.length > 1) broken.push(`two outcomes: ${key}`)
      else if (rows[0]?.outcome !== calm.ledger.outcomes.find((row) => positionKey(row.origin) === key)?.outcome) broken.push(`another outcome than undisturbed: ${key}`)
      if (rows[0]?.outcome === 'quarantined' && !world.ledger.quarantine.has(key)) broken.push(`quarantined without its bytes: ${key}`)
    }
  }
  return broken
}

function resultsBroken(world: World, calm: World): string[] {
  const keys = (of: World): string[] => of.ledger.results.map((r) => `${r.claimId} ${r.claimVersion}.${r.revision} ${r.contentDigest}`).sort()
  return JSON.stringify(keys(world)) === JSON.stringify(keys(calm)) ? [] : ['results differ from undisturbed']
}

function correctionsBroken(world: World): string[] {
  const broken: string[] = []
  for (const claimId of ['A', 'B', 'C']) {
    const held = world.ledger.corrections.filter((row) => row.claimId === claimId)
    if (held.some((row, at) => row.sequence !== at + 1)) broken.push(`sequence with a gap or a repeat: ${claimId}`)
    const taken: number[] = []
    for (const event of world.corrections) if (event.claimId === claimId && event.sequence > (taken.at(-1) ?? 0)) taken.push(event.sequence)
    if (taken.length !== held.length) broken.push(`correction lost or out of order: ${claimId}`)
    broken.push(...standingBroken(world, claimId))
  }
  return broken
}

/** After everything, only the newest version may still ask for something. */
function standingBroken(world: World, claimId: string): string[] {
  const held = world.ledger.corrections.filter((row) => row.claimId === claimId)
  const takenBack = new Set(held.map((row) => row.supersedes))
  const standing = held.filter((row) => row.kind !== 'withdraw' && !takenBack.has(row.correctionId))
  const results = world.ledger.results.filter((row) => row.claimId === claimId).map((row) => row.claimVersion * 1000 + row.revision)
  return standing.some((row) => row.expectedClaimVersion * 1000 + row.revision < Math.max(...results)) ? [`an older version still asks: ${claimId}`] : []
}

function screeningBroken(world: World): string[] {
  return world.ledger.outcomes
    .filter((row) => row.outcome !== 'quarantined' && !world.screened.some((each) => each.origin === positionKey(row.origin) && each.event.outcome === row.outcome))
    .map((row) => `not screened: ${positionKey(row.origin)}`)
}
