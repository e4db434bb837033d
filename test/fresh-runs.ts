import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askRun, findSkipped, migrate, openLedger } from '@claims-audit/ledger'
import type { AuditRun, Ledger, SkippedEvent } from '@claims-audit/ledger'
import type { RunRequest } from '@claims-audit/contracts'
import { planRun, workOnRun } from '@claims-audit/runs'
import { syntheticClaims } from './e2e/synthetic-claims.js'
import { freshDatabase } from './fresh-database.js'

export const COUNT = 1_200
export const claims = [...syntheticClaims(COUNT, 8, 'run')]
/** A claim twice, a version that contradicts, a newer one and a late one, and what is no claim. */
export const lines = [
  ...claims.map((claim) => JSON.stringify(claim)),
  JSON.stringify(claims[0]),
  JSON.stringify({ ...claims[1], billedDrg: '999' }),
  JSON.stringify({ ...claims[2], version: 3 }),
  JSON.stringify({ ...claims[2], version: 2 }),
  '{"claimId":',
  '',
  JSON.stringify({ ...claims[3], claimId: 'long-ago', admissionDate: '2019-01-01', dischargeDate: '2019-01-02' }),
]
export const text = `${lines.join('\n')}\n`

export const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',')
export const files = (...names: string[]): RunRequest['source'] => ({ kind: 'files', files: names })

/** A ledger of its own, a folder with the file of those claims, and short ways to run. */
export class FreshRuns {
  readonly folder = mkdtempSync(join(tmpdir(), 'runs-'))
  readonly plain = this.file('claims.jsonl', text)
  #plainRun: Promise<AuditRun> | undefined

  private constructor(
    readonly ledger: Ledger,
    readonly databaseUrl: string,
  ) {}

  static async open(): Promise<FreshRuns> {
    const databaseUrl = await freshDatabase(process.env['DATABASE_URL'] ?? '', 'runs')
    const ledger = await openLedger({ databaseUrl })
    await migrate(ledger)
    return new FreshRuns(ledger, databaseUrl)
  }

  file(name: string, bytes: Buffer | string): string {
    writeFileSync(join(this.folder, name), bytes)
    return join(this.folder, name)
  }

  async planned(source: RunRequest['source'], more: Partial<RunRequest> = {}): Promise<number> {
    const run = await askRun(this.ledger, { source, ...more }, { ruleDirectories: [] })
    await planRun(this.ledger, run, { cluster: brokers })
    return run
  }

  work(run: number, threads = 1): Promise<AuditRun> {
    return workOnRun(this.ledger, run, { databaseUrl: this.databaseUrl, cluster: brokers, threads })
  }

  async whole(source: RunRequest['source'], more: Partial<RunRequest> = {}, threads = 1): Promise<AuditRun> {
    return this.work(await this.planned(source, more), threads)
  }

  /** The run over the plain file, which others are compared with. */
  undisturbed(): Promise<AuditRun> {
    return (this.#plainRun ??= this.whole(files(this.plain)))
  }

  async skipped(run: number): Promise<SkippedEvent[]> {
    const found: SkippedEvent[] = []
    for await (const event of findSkipped(this.ledger, run)) found.push(event)
    return found
  }
}
