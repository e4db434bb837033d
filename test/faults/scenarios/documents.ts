import { isDeepStrictEqual } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import type { ReceivedDocuments, SubmittedClaim } from '@claims-audit/contracts'
import { groupLag, readAll } from '@claims-audit/event-log'
import type { Received } from '@claims-audit/event-log'
import { waitingStays } from '@claims-audit/ledger'
import { freePort } from '@claims-audit/stack'
import { World as Composed } from '../../composer/world.ts'
import { Hospital } from '../hospital.ts'
import { between, pick, times } from '../scenario.ts'
import type { Scenario } from '../scenario.ts'
import type { Instance } from '../services.ts'
import type { Ledger, World } from '../world.ts'

/** Whose claims the account looks at. */
const TENANT = 'synthetic'
const WAITS = { COMPOSER_FIRST_MS: '200', COMPOSER_QUIET_MS: '100', COMPOSER_MOST_MS: '1000', COMPOSER_POLL_MS: '100' }
/** No claim waits so long for its documents, once nobody is killed. */
const PATIENCE_MS = 180_000
const LOOK_EVERY_MS = 500

/** A claim that is due is composed and on its way to the broker within this time. */
const HOLD_MS = 5_000

let hospital: Hospital | undefined
/** How often composers were killed while the broker did not hear what they published. */
let unheard = 0

/** Documents that come apart from claims, and the composer that joins them. */
export const DOCUMENTS: Scenario[] = [
  {
    name: 'documents',
    what: 'kill -9 of two composers and of the intake that takes notes over MLLP, at random moments and while what they publish does not reach the broker',
    run: async (world, { kills, name }) => {
      const mllpPort = await freePort()
      const listener = { PORT: '0', MLLP_PORT: String(mllpPort), MLLP_TENANT: TENANT }
      const composers = [world.services.add('composer', WAITS), world.services.add('composer', WAITS)]
      const added = [...composers, world.services.add('intake', { ...listener, DOCUMENTS_APART: 'true' })]
      await Promise.all(added.map((instance) => instance.listening))
      const seed = Math.floor(world.random() * 1e6)
      const sending = new Hospital({ brokers: world.brokers, mllpPort, tenant: TENANT, name, seed })
      hospital = sending
      unheard = 0
      const killed = await world.withLedger(async (ledger) => {
        const struck = await times(kills, async (at) => {
          await between(world, 300, 2_500)
          if (at % 2 === 0) return pick(world, added).kill('SIGKILL')
          if (at % 4 === 1) return killUnheard(world, ledger, composers)
          await untilAny(ledger, 'select exists (select from stay_event) as waits')
          await Promise.all(composers.map((composer) => composer.crash()))
        })
        await sending.stop()
        await untilComposed(world, ledger)
        return struck
      })
      for (const instance of added) await world.services.remove(instance)
      return killed
    },
    afterwards: async (world, _mark, _recount, { kills }) => [
      ...(kills > 1 && unheard === 0 ? ['no composer was killed while the broker did not hear it'] : []),
      ...(hospital === undefined ? ['no documents'] : await documentsBroken(world, hospital)),
    ],
  },
]

/**
 * Kills the composers while what they publish does not reach the broker: one that clears its outbox before the broker
 * has answered loses a revision. (A broker that is stopped by a signal still reads what was sent to it meanwhile.)
 */
async function killUnheard({ servers }: World, ledger: Ledger, composers: readonly Instance[]): Promise<void> {
  const before = unheard
  for (const deadline = Date.now() + PATIENCE_MS; unheard === before && Date.now() < deadline;) {
    await Promise.all(composers.map((composer) => composer.listening))
    await untilAny(ledger, 'select exists (select from stay where due_at is not null) as waits')
    const { promise: publishing, resolve } = Promise.withResolvers<boolean>()
    for (const { proxy } of servers.brokers) proxy.hold((piece) => isPublishedBy('composer', piece) && resolve(true))
    try {
      const isHeld = await Promise.race([publishing, pause(HOLD_MS, false)])
      if (!isHeld) continue
      await Promise.all(composers.map((composer) => composer.crash()))
      unheard += 1
    } finally {
      for (const { proxy } of servers.brokers) proxy.release()
    }
  }
}

/** Whether a piece begins with a request of Kafka's protocol to take messages: its header names request and client. */
const isPublishedBy = (client: string, piece: Buffer): boolean =>
  piece.length > CLIENT_AT && piece.readInt16BE(4) === PRODUCE && piece.subarray(CLIENT_AT).indexOf(client) === 0
/** https://kafka.apache.org/protocol: length, request, version, correlation id, length of the name, name. */
const CLIENT_AT = 14
const PRODUCE = 0

/** Until a query says that something waits; asked without a pause, for it is a moment. */
async function untilAny(ledger: Ledger, query: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const [row] = (await ledger.query(query)) as { waits: boolean }[]
    if (row?.waits === true) return
  }
}

/** Until the composers have read all that came, and nothing waits to be composed or published. */
async function untilComposed({ brokers }: World, ledger: Ledger): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(LOOK_EVERY_MS)) {
    const lags = await Promise.all(
      [TOPICS.received, TOPICS.documents].map((topic) => groupLag(brokers, 'composer', topic)),
    )
    const { claims, events } = await waitingStays(ledger)
    if (claims + events === 0 && lags.flat().every(({ lag }) => lag === 0n)) return
  }
}

/** What the composers made of the claims: by claim the newest revision, and what is wrong between revisions. */
async function composedOf(
  { brokers }: World,
  claims: ReadonlySet<string>,
): Promise<{ last: Map<string, SubmittedClaim>; broken: string[]; revisions: ReadonlySet<string> }> {
  const held = new Map<string, { id: string; value: string }>()
  const last = new Map<string, SubmittedClaim>()
  const broken: string[] = []
  for (const { headers, value } of await readAll(brokers, TOPICS.submitted)) {
    const event = { id: String(headers['ce_id']), value: String(value) }
    const body = claimIn(event.value)
    if (body === undefined || !claims.has(body.claimId)) continue
    const { claimId, version = 1, revision = 0 } = body
    const name = revisionName(claimId, version, revision)
    if (!isDeepStrictEqual(held.get(name) ?? event, event)) broken.push(`two events for ${name}`)
    held.set(name, event)
    const known = last.get(claimId)
    const order = version - (known?.version ?? 0) || revision - (known?.revision ?? -1)
    if (order > 0) last.set(claimId, body)
  }
  return { last, broken, revisions: new Set(held.keys()) }
}

const revisionName = (claimId: string, version: number, revision: number): string => `${claimId} ${version}.${revision}`

/** Revisions that were composed and are not in the log: a later one hides that from who looks at the last alone. */
async function neverPublished({ withLedger }: World, revisions: ReadonlySet<string>): Promise<string[]> {
  const stays = (await withLedger((ledger) =>
    ledger.query('select claim_id as "claimId", version, revision from stay where tenant = $1', [TENANT]),
  )) as { claimId: string; version: number; revision: number }[]
  return stays
    .flatMap(({ claimId, version, revision: last }) =>
      Array.from({ length: last + 1 }, (_, revision) => revisionName(claimId, version, revision)),
    )
    .filter((name) => !revisions.has(name))
    .map((name) => `${name} was never published`)
}

function claimIn(value: string): SubmittedClaim | undefined {
  try {
    return JSON.parse(value) as SubmittedClaim
  } catch {
    return undefined
  }
}

/** What the rules make of all that the log has, given at once. */
async function atOnce({ brokers }: World, claims: ReadonlySet<string>): Promise<Map<string, object>> {
  const composed = new Composed()
  for (const { value } of await readAll(brokers, TOPICS.received)) {
    const claim = JSON.parse(String(value)) as SubmittedClaim
    if (claims.has(claim.claimId)) composed.record({ claim })
  }
  for (const event of await readAll(brokers, TOPICS.documents))
    composed.record({ received: receivedIn(event), receivedAt: Number(event.origin.timestamp) })
  composed.settle()
  return bodiesOf(new Map([...composed.last()].filter(([claimId]) => claims.has(claimId))))
}

const receivedIn = ({ value }: Received): ReceivedDocuments => JSON.parse(String(value)) as ReceivedDocuments

const bodiesOf = (claims: Map<string, SubmittedClaim>): Map<string, object> =>
  new Map([...claims].map(([claimId, { revision: _, ...body }]) => [claimId, body]))

/**
 * Each note that was acknowledged is in the log, as one event; each claim ends with all its documents; each revision is
 * there, once.
 */
async function documentsBroken(world: World, { acknowledged, claims }: Hospital): Promise<string[]> {
  const notes = new Map<string, Set<string>>()
  for (const event of await readAll(world.brokers, TOPICS.documents))
    for (const { id } of receivedIn(event).documents)
      if (acknowledged.has(id)) notes.set(id, (notes.get(id) ?? new Set()).add(String(event.headers['ce_id'])))
  const [{ last, broken, revisions }, wanted] = await Promise.all([composedOf(world, claims), atOnce(world, claims)])
  const bodies = bodiesOf(last)
  console.log(
    `documents: ${acknowledged.size} notes acknowledged over MLLP, ${claims.size} claims in ${revisions.size} revisions; composers killed unheard by the broker: ${unheard}`,
  )
  return [
    ...broken,
    ...(await neverPublished(world, revisions)),
    ...[...acknowledged]
      .filter((id) => notes.get(id)?.size !== 1)
      .map((id) => `events of note ${id}: ${notes.get(id)?.size ?? 0}`),
    ...[...claims]
      .filter((claimId) => !isDeepStrictEqual(bodies.get(claimId), wanted.get(claimId)))
      .map((claimId) => `documents of ${claimId}`),
  ]
}
