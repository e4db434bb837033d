/**
 * A system that sends claims and applies what claims.corrections asks of it. Nothing beside Node itself and the
 * contracts' types.
 */
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Correction, Diagnosis, SubmittedClaim } from '@claims-audit/contracts'

/** A claim as this system keeps it: with a tenant and a version. */
export type SentClaim = SubmittedClaim & { tenant: string; version: number }

/**
 * What became of a correction. `repeated`: it was taken before. `outdated`: it is not about the version that is known
 * here. `unknown`: no such claim.
 */
export type Taken = 'applied' | 'held' | 'asked' | 'released' | 'withdrawn' | 'repeated' | 'outdated' | 'unknown'

export interface Unsent {
  tenant: string
  claimId: string
  version: number
  body: string
}

const STORE = new URL('../store.sql', import.meta.url)

/** Claims with their versions, what people have to do about them, and what is to be sent. */
export class Sender {
  private readonly db: DatabaseSync

  /** `path`: a file of SQLite. */
  constructor(path: string) {
    this.db = new DatabaseSync(path)
    this.db.exec(readFileSync(STORE, 'utf8'))
  }

  close(): void {
    this.db.close()
  }

  /** Keeps a claim, or its next version, and marks it to be sent. */
  submit(claim: SentClaim): void {
    this.inTransaction(() => this.keep(claim))
  }

  /** Does what a correction asks, once. */
  take(correction: Correction): Taken {
    return this.inTransaction(() => this.taken(correction))
  }

  /** Claims that are to be sent. */
  unsent(): Unsent[] {
    const query = 'SELECT tenant, claim_id AS claimId, version, body FROM unsent ORDER BY rowid'
    return this.db.prepare(query).all() as unknown as Unsent[]
  }

  /** Kafka has acknowledged it. */
  sent({ tenant, claimId, version }: Unsent): void {
    this.run('DELETE FROM unsent WHERE tenant = ? AND claim_id = ? AND version = ?', tenant, claimId, version)
  }

  claim(tenant: string, claimId: string): SentClaim | undefined {
    const row = this.row(tenant, claimId)
    return row && (JSON.parse(row.body) as SentClaim)
  }

  tasks(): { claimId: string; kind: string }[] {
    const query = 'SELECT claim_id AS claimId, kind FROM tasks ORDER BY claim_id, kind'
    return this.db.prepare(query).all() as { claimId: string; kind: string }[]
  }

  private taken(correction: Correction): Taken {
    const { tenant, claimId, sequence, kind, supersedes, expectedClaimVersion } = correction
    const row = this.row(tenant, claimId)
    if (row === undefined) return 'unknown'
    // Corrections come at least once, and in order for each claim.
    if (sequence <= row.sequence) return 'repeated'
    this.run('UPDATE claims SET sequence = ? WHERE tenant = ? AND claim_id = ?', sequence, tenant, claimId)
    if (kind === 'withdraw') {
      this.run('DELETE FROM tasks WHERE correction_id = ?', supersedes)
      return 'withdrawn'
    }
    // The audit judged another version than the one that is known here: it judges this one as well, and says so.
    if (expectedClaimVersion !== row.version) return 'outdated'
    return this.done(correction, JSON.parse(row.body) as SentClaim)
  }

  private done(correction: Correction, claim: SentClaim): Taken {
    const { kind, correctionId } = correction
    const { tenant, claimId } = claim
    if (kind === 'hold' || kind === 'provider-query') {
      const body = JSON.stringify(correction)
      this.run('INSERT OR IGNORE INTO tasks VALUES (?, ?, ?, ?, ?)', correctionId, tenant, claimId, kind, body)
      return kind === 'hold' ? 'held' : 'asked'
    }
    if (kind === 'release') {
      this.run("DELETE FROM tasks WHERE tenant = ? AND claim_id = ? AND kind = 'hold'", tenant, claimId)
      return 'released'
    }
    const changed = withChanges(claim, correction)
    if (changed === undefined) return 'outdated'
    this.keep(changed)
    return 'applied'
  }

  private keep(claim: SentClaim): void {
    const { tenant, claimId, version } = claim
    const body = JSON.stringify(claim)
    this.run(
      `INSERT INTO claims (tenant, claim_id, version, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (tenant, claim_id) DO UPDATE SET version = excluded.version, body = excluded.body`,
      tenant,
      claimId,
      version,
      body,
    )
    this.run('INSERT OR REPLACE INTO unsent VALUES (?, ?, ?, ?)', tenant, claimId, version, body)
  }

  private row(tenant: string, claimId: string): { version: number; body: string; sequence: number } | undefined {
    const query = 'SELECT version, body, sequence FROM claims WHERE tenant = ? AND claim_id = ?'
    return this.db.prepare(query).get(tenant, claimId) as
      { version: number; body: string; sequence: number } | undefined
  }

  private run(statement: string, ...values: (string | number | null)[]): void {
    this.db.prepare(statement).run(...values)
  }

  private inTransaction<T>(work: () => T): T {
    this.db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      this.db.exec('COMMIT')
      return result
    } catch (error) {
      this.db.exec('ROLLBACK')
      throw error
    }
  }
}

/** The claim's next version with the codes changed; undefined where a code that is to be changed is not on it. */
function withChanges(claim: SentClaim, { changes, drgAfter }: Correction): SentClaim | undefined {
  const replaced = new Map(changes.replace.map(({ from, to }): [string, string] => [plain(from), to]))
  const removed = new Set(changes.remove.map(({ code }) => plain(code)))
  const billed = new Set(claim.diagnoses.map(({ code }) => plain(code)))
  if ([...replaced.keys(), ...removed].some((code) => !billed.has(code))) return undefined
  // What the patient was admitted for stays (UB-04, form locator 69).
  const kept = claim.diagnoses.filter(({ role, code }) => role === 'admitting' || !removed.has(plain(code)))
  const diagnoses: Diagnosis[] = [
    ...kept.map((each) => ({ ...each, code: replaced.get(plain(each.code)) ?? each.code })),
    ...changes.add.map((each) => ({ role: 'secondary' as const, ...each })),
  ]
  return {
    ...claim,
    version: claim.version + 1,
    revision: 0,
    diagnoses: diagnoses.map((each, at) => ({ ...each, sequence: at + 1 })),
    ...(claim.billedDrg !== undefined && drgAfter !== null && { billedDrg: drgAfter }),
  }
}

const plain = (code: string): string => code.replace('.', '').toUpperCase()
