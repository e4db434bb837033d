import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { TOPICS } from '@claims-audit/contracts'
import type { Correction } from '@claims-audit/contracts'
import type { WantedAct } from '@claims-audit/decisions'
import { readAll } from '@claims-audit/event-log'
import { checkLedger, isWhole } from '@claims-audit/ledger'
import { pick } from './scenario.ts'
import type { Ledger, World } from './world.ts'

export interface VerdictRequest {
  tenant: string
  findingId: string
  wanted: WantedAct
}

/** Requests a second. */
const RATE = 50
const BEAT_MS = 100
/** A fault lasts no longer. */
const PATIENCE_MS = 60_000

/** Auditors who ask a process for verdicts until it answers, however often it dies. */
export class Auditors {
  /** By act: whether the verdict was recorded, or refused. */
  readonly answered = new Map<string, boolean>()
  private readonly waiting = new Map<string, VerdictRequest>()
  private readonly world: World
  private process: ChildProcess
  private stopping = false
  private readonly asking: Promise<void>

  constructor(world: World) {
    this.world = world
    this.process = this.launch()
    this.asking = world.withLedger((ledger) => this.ask(ledger))
  }

  kill(): void {
    this.process.kill('SIGKILL')
  }

  /** Asks for no more, once all is answered. Throws where something never is. */
  async stop(): Promise<void> {
    this.stopping = true
    await this.asking
    const deadline = Date.now() + PATIENCE_MS
    while (this.waiting.size > 0 && Date.now() < deadline) await pause(BEAT_MS)
    this.process.removeAllListeners('exit')
    this.process.kill('SIGTERM')
    if (this.waiting.size > 0) throw new Error(`${this.waiting.size} verdicts are not answered`)
  }

  private launch(): ChildProcess {
    const child = spawn(process.execPath, ['--no-warnings', join(import.meta.dirname, 'verdict-process.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: this.world.servers.databaseUrl },
    })
    // It may die before it has read.
    child.stdin.on('error', () => undefined)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { actId, isDone } = JSON.parse(line) as { actId: string; isDone: boolean }
      this.waiting.delete(actId)
      this.answered.set(actId, isDone)
    })
    child.once('exit', () => (this.process = this.launch()))
    for (const request of this.waiting.values()) child.stdin.write(`${JSON.stringify(request)}\n`)
    return child
  }

  private async ask(ledger: Ledger): Promise<void> {
    while (!this.stopping) {
      for (const request of await this.requests(ledger)) {
        this.waiting.set(request.wanted.actId, request)
        this.process.stdin?.write(`${JSON.stringify(request)}\n`)
      }
      await pause(BEAT_MS)
    }
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
      const common = { reason: 'other', note: null, until: null, claimVersion: version, findingDigest: digest }
      const wanted = { ...common, actId: randomUUID(), act, person: pick(this.world, ['ann', 'bob']) }
      return { tenant, findingId: id, wanted }
    })
  }
}

/** What is broken of the promises on verdicts, once all is quiet. */
export async function verdictsBroken(world: World, { answered }: Auditors): Promise<string[]> {
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
