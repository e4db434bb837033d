import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import type { Correction } from '@claims-audit/contracts'
import { readAll } from '@claims-audit/event-log'
import { checkLedger, isWhole } from '@claims-audit/ledger'
import { sessionOf } from '../access/session.ts'
import { between, pick } from './scenario.ts'
import type { Instance } from './services.ts'
import type { Ledger, World } from './world.ts'

interface VerdictRequest {
  tenant: string
  person: string
  findingId: string
  body: { actId: string; act: 'agree' | 'disagree'; reason: string; claimVersion: number; findingDigest: string }
}

/** Requests a second. */
const RATE = 50
const BEAT_MS = 100
/** A fault lasts no longer. */
const PATIENCE_MS = 120_000
const LONGEST_WAIT_MS = 5_000

/** So many are sent twice at once, as by a person who clicks twice. */
const TWICE = 0.1
/** Nothing here is to be refused for its rate. */
const SETTINGS = { REQUESTS_PER_MINUTE: '999999' }

/** Auditors who are signed in at an api, and repeat each verdict until it is answered, however often the api dies. */
export class Auditors {
  /** By act: whether the verdict was recorded, or refused. */
  readonly answered = new Map<string, boolean>()
  /** Acts that were answered in two ways. */
  readonly contradicted = new Set<string>()
  private readonly waiting = new Set<Promise<void>>()
  private unanswered = 0
  /** What each person's browser sends. */
  private readonly sessions = new Map<string, Record<string, string>>()
  private readonly world: World
  private readonly api: Instance
  private stopping = false
  private readonly asking: Promise<void>

  constructor(world: World) {
    this.world = world
    this.api = world.services.add('api', SETTINGS)
    this.asking = world.withLedger((ledger) => this.ask(ledger))
  }

  /** While it answers: one that never comes up would be asked nothing. */
  async kill(): Promise<void> {
    await this.api.listening
    await between(this.world, 0, 1_500)
    this.api.kill('SIGKILL')
  }

  /** Asks for no more, once all is answered. Throws where something never is. */
  async stop(): Promise<void> {
    this.stopping = true
    await this.asking
    await this.world.services.remove(this.api)
    if (this.unanswered > 0) throw new Error(`${this.unanswered} verdicts are not answered`)
  }

  private async ask(ledger: Ledger): Promise<void> {
    await this.api.listening
    while (!this.stopping) {
      for (const request of await this.requests(ledger)) {
        await this.signIn(ledger, request)
        const copies = this.world.random() < TWICE ? 2 : 1
        for (let copy = 0; copy < copies; copy += 1) this.follow(this.untilAnswered(request))
      }
      await pause(BEAT_MS)
    }
    await Promise.all(this.waiting)
  }

  private follow(answering: Promise<void>): void {
    const done = answering.finally(() => this.waiting.delete(done))
    this.waiting.add(done)
  }

  private async untilAnswered(request: VerdictRequest): Promise<void> {
    const { actId } = request.body
    let wait = BEAT_MS
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pause(wait)) {
      const status = await this.send(request)
      // As a client does that is told to come later: hundreds that ask ten times a second keep a busy api from all of
      // them.
      wait = Math.min(2 * wait, LONGEST_WAIT_MS)
      // Killed or not ready: the same again.
      if (status === undefined || status >= 500) continue
      const isDone = status === 201
      if ((this.answered.get(actId) ?? isDone) !== isDone) this.contradicted.add(actId)
      this.answered.set(actId, isDone)
      return
    }
    this.unanswered += 1
  }

  /** Undefined where no answer came. */
  private async send({ tenant, person, findingId, body }: VerdictRequest): Promise<number | undefined> {
    try {
      const answer = await fetch(`${this.api.address}/v1/findings/${findingId}/verdicts`, {
        method: 'POST',
        headers: { ...this.sessions.get(`${tenant} ${person}`), 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      await answer.text()
      return answer.status
    } catch {
      return undefined
    }
  }

  private async signIn(ledger: Ledger, { tenant, person }: VerdictRequest): Promise<void> {
    const key = `${tenant} ${person}`
    if (this.sessions.has(key)) return
    this.sessions.set(key, await sessionOf(ledger, { role: 'auditor', subject: person, tenants: [tenant] }))
  }

  /** Verdicts on findings as somebody has read them a moment ago, some of them twice or by two persons. */
  private async requests(ledger: Ledger): Promise<VerdictRequest[]> {
    const rows: { tenant: string; id: string; version: number; digest: string }[] = await ledger.query(
      `select f.tenant, f.finding_id as id, f.version, found ->> 'findingDigest' as digest
       from (select * from work_finding where active order by recorded_at desc limit 200) f
       join audited_claim a on (a.tenant, a.claim_id, a.version, a.revision) = (f.tenant, f.claim_id, f.version, f.revision)
       cross join lateral jsonb_array_elements(a.body::jsonb -> 'findings') as each(found) where found ->> 'findingId' = f.finding_id::text`,
    )
    if (rows.length === 0) return []
    return Array.from({ length: (RATE * BEAT_MS) / 1_000 }, () => {
      const { tenant, id, version, digest } = pick(this.world, rows)
      const act = pick(this.world, ['agree', 'disagree'] as const)
      const body = { reason: 'other', claimVersion: version, findingDigest: digest, actId: randomUUID(), act }
      return { tenant, findingId: id, person: pick(this.world, ['ann', 'bob']), body }
    })
  }
}

/** What is broken of the promises on verdicts, once all is quiet. */
export async function verdictsBroken(world: World, { answered, contradicted }: Auditors): Promise<string[]> {
  return world.withLedger(async (ledger) => {
    const acts: { act_id: string; claim_id: string }[] = await ledger.query(
      'select act_id, claim_id from work_act where finding_id is not null',
    )
    const recorded = new Set(acts.map(({ act_id }) => act_id))
    const done = [...answered].filter(([, isDone]) => isDone).map(([actId]) => actId)
    const claims = [...new Set(acts.map(({ claim_id }) => claim_id))]
    return [
      ...(acts.length === recorded.size ? [] : ['a verdict is recorded twice']),
      ...done.filter((actId) => !recorded.has(actId)).map((actId) => `verdict ${actId} was answered and is lost`),
      ...(recorded.size === done.length
        ? []
        : [`${recorded.size} verdicts are recorded, ${done.length} were answered`]),
      ...[...contradicted].map((actId) => `verdict ${actId} was answered as recorded and as refused`),
      ...(done.length > RATE ? [] : [`only ${done.length} verdicts were given`]),
      ...(await correctionsBroken(world, ledger, claims)),
      ...(isWhole(await checkLedger(ledger)) ? [] : ['claims-audit ledger check does not agree']),
    ]
  })
}

/** Of claims that persons decided on: each correction once, in a sequence without gaps, all of them published. */
async function correctionsBroken(world: World, ledger: Ledger, claims: string[]): Promise<string[]> {
  const rows: { claim_id: string; sequence: number; correction_id: string }[] = await ledger.query(
    'select claim_id, sequence, correction_id from claim_correction where claim_id = any($1) order by claim_id, sequence',
    [claims],
  )
  const published = new Set(
    (await readAll(world.brokers, TOPICS.corrections))
      .map(({ value }) => JSON.parse(String(value)) as Correction)
      .map(({ claimId, sequence, correctionId }) => `${claimId} ${sequence} ${correctionId}`),
  )
  const unpublished = rows.filter((row) => !published.has(`${row.claim_id} ${row.sequence} ${row.correction_id}`))
  const byClaim = [...Map.groupBy(rows, (row) => row.claim_id).values()]
  return [
    ...unpublished.map(({ claim_id, sequence }) => `correction ${sequence} of ${claim_id} is not published`),
    ...byClaim
      .filter((of) => of.some(({ sequence }, at) => sequence !== at + 1))
      .map(([first]) => `a sequence of ${first?.claim_id} has a gap or a repeat`),
    ...byClaim
      .filter((of) => new Set(of.map(({ correction_id }) => correction_id)).size < of.length)
      .map(([first]) => `a correction of ${first?.claim_id} was given twice`),
  ]
}
