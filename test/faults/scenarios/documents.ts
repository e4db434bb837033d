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
import type { Ledger, World } from '../world.ts'

/** Whose claims the account looks at. */
const TENANT = 'synthetic'
const WAITS = { COMPOSER_FIRST_MS: '200', COMPOSER_QUIET_MS: '100', COMPOSER_MOST_MS: '1000', COMPOSER_POLL_MS: '100' }
/** No claim waits so long for its documents, once nobody is killed. */
const PATIENCE_MS = 180_000
const LOOK_EVERY_MS = 500

let hospital: Hospital | undefined

/** Documents that come apart from claims, and the composer that joins them. */
export const DOCUMENTS: Scenario[] = [
  {
    name: 'documents',
    what: 'kill -9 of two composers and of the intake that takes notes over MLLP, at random moments and while claims are published',
    run: async (world, { kills, name }) => {
      const mllpPort = await freePort()
      const listener = { PORT: '0', MLLP_PORT: String(mllpPort), MLLP_TENANT: TENANT }
      const added = [
        world.services.add('composer', WAITS),
        world.services.add('composer', WAITS),
        world.services.add('intake', { ...listener, DOCUMENTS_APART: 'true' }),
      ]
      await Promise.all(added.map((instance) => instance.listening))
      const seed = Math.floor(world.random() * 1e6)
      const sending = new Hospital({ brokers: world.brokers, mllpPort, tenant: TENANT, name, seed })
      hospital = sending
      const [one, other] = added
      const killed = await world.withLedger(async (ledger) => {
        const struck = await times(kills, async (at) => {
          await between(world, 300, 2_500)
          if (at % 2 === 0) return pick(world, added).kill('SIGKILL')
          await untilComposedWait(ledger, true)
          // What is cleared must have been sent.
          if (at % 4 === 1) await untilComposedWait(ledger, false)
          for (const composer of [one, other]) composer?.kill('SIGKILL')
        })
        await sending.stop()
        await untilComposed(world, ledger)
        return struck
      })
      for (const instance of added) await world.services.remove(instance)
      return killed
    },
    afterwards: async (world) => (hospital === undefined ? ['no documents'] : documentsBroken(world, hospital)),
  },
]

/** Until composed claims wait to be published, or none does any more; asked without a pause, for it is a moment. */
async function untilComposedWait(ledger: Ledger, wanted: boolean): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
    const [row] = (await ledger.query('select exists (select from stay_event) as waits')) as { waits: boolean }[]
    if (row?.waits === wanted) return
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
    `documents: ${acknowledged.size} notes acknowledged over MLLP, ${claims.size} claims in ${revisions.size} revisions`,
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
