import { readFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { TOPICS, claimKey, isCorrection, isScreenedClaim, typeOf } from '@claims-audit/contracts'
import type { Correction, ScreenedClaim } from '@claims-audit/contracts'
import { EventProducer, tail } from '@claims-audit/event-log'
import type { Cluster } from '@claims-audit/event-log'
import type { ClaimHistory } from '@claims-audit/ledger'
import { documentsApart } from '@claims-audit/settings'
import type { Ports } from './ports.js'

const SAMPLES = new URL('../../../contracts/examples/claims.jsonl', import.meta.url)

/** What became of the sample claims. */
export interface SampleResults {
  claims: ClaimHistory[]
  screened: ScreenedClaim[]
  /** As they were read back from claims.corrections; of claims that were known before, as the ledger has them. */
  corrections: Correction[]
}

/**
 * Sends the sample claims through the front door and waits for each to be screened, and for its corrections to be on
 * their topic.
 */
export async function submitSamples(cluster: Cluster, ports: Ports): Promise<SampleResults> {
  const lines = readFileSync(SAMPLES, 'utf8').trim()
  const names = lines.split('\n').map((line) => JSON.parse(line) as { tenant: string; claimId: string })
  const screened = new Gathering<ScreenedClaim>(names.map(({ claimId }) => claimId))
  const corrections = new Gathering<Correction>([])
  const tails = await Promise.all([
    tail(cluster, TOPICS.screened, { fromBeginning: false }, ({ value }) => {
      const event = jsonIn(value)
      if (isScreenedClaim(event) && event.tenant === 'sample') screened.add(event.claimId ?? '', event)
    }),
    tail(cluster, TOPICS.corrections, { fromBeginning: true }, ({ value }) => {
      const event = jsonIn(value)
      if (isCorrection(event)) corrections.add(event.correctionId, event)
    }),
  ])
  try {
    if (documentsApart()) await publishAll(lines, cluster)
    else await postAll(lines, ports.intake)
    await screened.complete
    const claims = await Promise.all(
      names.map(
        async ({ tenant, claimId }) =>
          (await fetch(`http://127.0.0.1:${ports.api}/v1/claims/${tenant}/${claimId}`)).json() as Promise<ClaimHistory>,
      ),
    )
    // What a known claim asked went out at an earlier start, perhaps to a log that is gone: it does not come again.
    const isNew = ({ claimId }: ClaimHistory): boolean => screened.get(claimId)?.outcome !== 'duplicate'
    await corrections.expect(
      claims.filter(isNew).flatMap((claim) => claim.corrections.map(({ correctionId }) => correctionId)),
    )
    return {
      claims,
      screened: screened.values(),
      corrections: claims.flatMap((claim) =>
        isNew(claim)
          ? claim.corrections.flatMap(({ correctionId }) => corrections.get(correctionId) ?? [])
          : claim.corrections,
      ),
    }
  } finally {
    await Promise.all(tails.map((each) => each.stop()))
  }
}

/** Others may have written there too. */
function jsonIn(value: Buffer | null): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}

/** Samples bring their documents: where documents come apart they need no composer, which would wait for more. */
async function publishAll(lines: string, cluster: Cluster): Promise<void> {
  const producer = new EventProducer({ cluster, clientId: 'supervisor', source: '/claims-audit/samples' })
  await producer.connect()
  try {
    const events = lines.split('\n').map((value) => {
      const { tenant, claimId } = JSON.parse(value) as { tenant: string; claimId: string }
      const topic = TOPICS.submitted
      return { topic, key: claimKey(tenant, claimId), type: typeOf(topic), id: randomUUID(), value }
    })
    await producer.send(events)
  } finally {
    await producer.disconnect()
  }
}

async function postAll(lines: string, intake: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${intake}/v1/claims:batch`, {
    method: 'POST',
    body: lines,
    headers: { 'content-type': 'application/x-ndjson' },
  })
  const refused = (await answer.text())
    .trim()
    .split('\n')
    .filter((line) => (JSON.parse(line) as { status: number }).status !== 202)
  if (refused.length > 0) throw new Error(`intake refused sample claims: ${refused.join(' ')}`)
}

/** Collects events by name, and tells when all that are waited for have come. */
class Gathering<T> {
  private readonly held = new Map<string, T>()
  private done = Promise.withResolvers<void>()

  constructor(private wanted: string[]) {}

  get complete(): Promise<void> {
    return this.done.promise
  }

  add(name: string, value: T): void {
    this.held.set(name, value)
    this.check()
  }

  expect(names: string[]): Promise<void> {
    this.wanted = names
    this.done = Promise.withResolvers<void>()
    this.check()
    return this.done.promise
  }

  get(name: string): T | undefined {
    return this.held.get(name)
  }

  values(): T[] {
    return [...this.held.values()]
  }

  private check(): void {
    if (this.wanted.every((name) => this.held.has(name))) this.done.resolve()
  }
}
