import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parseClaim } from '@claims-audit/claim'
import { claimArrives, composed, dueAt, holds, keptDocuments } from '@claims-audit/composition'
import type { KeptClaim, Waits } from '@claims-audit/composition'
import type { ReceivedDocuments, SubmittedClaim } from '@claims-audit/contracts'
import {
  composeDue,
  liftHold,
  openLedger,
  parkedDocuments,
  placeHold,
  recordClaims,
  recordDocuments,
  relayComposed,
  removeOldStays,
  waitingStays,
} from '@claims-audit/ledger'
import type { ComposedEvent } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'
import { diceOf } from '../conformance/dice.js'
import { freshLedger } from '../fresh-database.js'
import { arrivalsOf } from './generate-stays.js'
import { World } from './world.js'
import type { Arrival } from './world.js'

const WAITS: Waits = { firstMs: 2, quietMs: 5, mostMs: 20, readyWhenDischarged: false }
const SEEDS = Array.from({ length: 12 }, (_, at) => at + 1)

let ledger: DataSource
beforeAll(async () => {
  ledger = await openLedger({ databaseUrl: await freshLedger(process.env['DATABASE_URL'] ?? '', 'stays') })
})
afterAll(() => ledger.destroy())

const changed = (claim: KeptClaim): { changedAt: number; dueAt: number } => {
  const changedAt = claim.changedAt ?? 0
  return { changedAt, dueAt: dueAt({ changedAt, now: 0, isFirst: claim.revision < 0, isDischarged: true }, WAITS) }
}
const rules = { holds, changed }

async function record(tenant: string, arrivals: Arrival[]): Promise<void> {
  for (const arrival of arrivals) {
    if ('claim' in arrival) await recordClaims(ledger, [arrivalOf(tenant, arrival.claim)], rules, { now: 0 })
    else await recordDocuments(ledger, documentsOf(tenant, arrival), rules)
  }
}

function arrivalOf(tenant: string, submitted: SubmittedClaim) {
  const parsed = parseClaim(submitted)
  if ('rejected' in parsed) throw new Error(parsed.rejected.code)
  const { claim } = parsed
  const decide = (known: KeptClaim | undefined) => claimArrives(known, { claim, submitted }, 0, WAITS)
  return { tenant, claimId: claim.claimId, decide }
}

const documentsOf = (tenant: string, { received, receivedAt }: { received: ReceivedDocuments; receivedAt: number }) =>
  keptDocuments(received, receivedAt).map((document) => ({ ...document, tenant }))

/** Composes all that is due at a time; what went out, in order. */
async function composeAll(now: number): Promise<ComposedEvent[]> {
  const compose = (
    tenant: string,
    claim: KeptClaim,
    documents: Parameters<typeof composed>[1],
    others: Parameters<typeof composed>[2],
  ) => {
    const made = composed(claim, documents, others)
    const revision = claim.revision + 1
    const event = {
      key: `${tenant}:${claim.claimId}`,
      eventId: crypto.randomUUID(),
      body: JSON.stringify({ ...made.body, revision }),
    }
    return { documents: made.documents, joined: made.joined, event: made.documents === claim.documents ? null : event }
  }
  while (await composeDue(ledger, now, compose));
  const out: ComposedEvent[] = []
  while ((await relayComposed(ledger, 100, async (events) => void out.push(...events))) > 0);
  return out
}

describe('stays in Postgres', () => {
  it.each(SEEDS)('have the documents that the simulated composer gives them (seed %i)', async (seed) => {
    const dice = diceOf(seed)
    const arrivals = arrivalsOf(dice)
    const world = new World()
    for (const arrival of arrivals) world.record(arrival)
    world.settle()
    const tenant = `t${seed}`
    await record(tenant, dice.shuffled(arrivals))
    const last = new Map<string, SubmittedClaim>()
    for (const { key, body } of await composeAll(1_000))
      if (key.startsWith(`${tenant}:`)) last.set(key, JSON.parse(body) as SubmittedClaim)
    const told = [...last.values()].map(({ revision: _, ...body }) => [body.claimId, body])
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(world.last()))
  })

  it('give no further revision where nothing changed, and count what is parked', async () => {
    const encounter = { accountNumber: 'elsewhere' }
    const received = { encounter, documents: [{ id: 'P', type: 'other' as const, text: 'x' }] }
    const before = await waitingStays(ledger)
    await record('parked', [{ received, receivedAt: 1 }])
    await record('parked', [{ received, receivedAt: 1 }])
    expect((await waitingStays(ledger)).parkedDocuments).toBe(before.parkedDocuments + 1)
    expect(await composeAll(10_000)).toEqual([])
  })

  it('send again what could not be cleared, in its order', async () => {
    const claim = (claimId: string): SubmittedClaim => ({
      claimId,
      claimType: 'institutional-inpatient',
      patient: { ageInYears: 60, sex: 'F' },
      admissionDate: '2026-01-04',
      diagnoses: [{ role: 'principal', code: 'M43.02' }],
    })
    await record('again', [{ claim: claim('A') }, { claim: claim('B') }])
    const event = (claimId: string) => ({
      documents: claimId,
      joined: [],
      event: { key: claimId, eventId: crypto.randomUUID(), body: '{}' },
    })
    while (await composeDue(ledger, 10_000, (_, { claimId }) => event(claimId)));
    const seen: string[][] = []
    const away = relayComposed(ledger, 100, async (events) => {
      seen.push(events.map(({ eventId }) => eventId))
      throw new Error('the broker is away')
    })
    await expect(away).rejects.toThrow('away')
    await relayComposed(ledger, 100, async (events) => void seen.push(events.map(({ eventId }) => eventId)))
    expect(seen[1]).toEqual(seen[0])
    expect(seen[0]).toHaveLength(2)
  })

  it('that no claim has taken are listed, by how they name their stay and without their text', async () => {
    const received = {
      documents: [{ id: 'D-9', type: 'progress-note', text: 'Unknown.' }],
      encounter: { accountNumber: 'A-9' },
    }
    await recordDocuments(
      ledger,
      documentsOf('waiting', { received: received as ReceivedDocuments, receivedAt: 0 }),
      rules,
    )
    expect(await parkedDocuments(ledger, { tenant: 'waiting', limit: 10 })).toEqual([
      {
        ...{ tenant: 'waiting', documentId: 'D-9', type: 'progress-note', claimId: null },
        encounter: { accountNumber: 'A-9' },
        receivedAt: '1970-01-01T00:00:00.000Z',
      },
    ])
  })

  it('are kept while their claim is under a legal hold', async () => {
    const [{ tenant, claim_id: claimId }] = (await ledger.query('select tenant, claim_id from stay limit 1')) as [
      { tenant: string; claim_id: string },
    ]
    const privacy = { tenant, person: 'officer', facilities: null, roles: ['compliance'] as const }
    const { holdId } = (await placeHold(ledger, privacy, {
      holdId: crypto.randomUUID(),
      claimId,
      reason: 'Subpoena',
    })) as { holdId: string }
    await removeOldStays(ledger, new Date(Date.now() + 1_000))
    expect(await ledger.query('select tenant, claim_id from stay')).toEqual([{ tenant, claim_id: claimId }])
    await liftHold(ledger, privacy, { holdId, reason: 'Closed' })
  })

  it('are removed once they are old, documents with the last claim that they may be of', async () => {
    await removeOldStays(ledger, new Date(Date.now() + 1_000))
    const [left] = (await ledger.query(
      'select (select count(*)::int from stay) as stays, (select count(*)::int from stay_document) as documents',
    )) as object[]
    expect(left).toEqual({ stays: 0, documents: 0 })
  })
})
