import { Injectable, Logger } from '@nestjs/common'
import type { OnApplicationShutdown } from '@nestjs/common'
import type { Caller } from '@claims-audit/access'
import { addPiece, endExport } from '@claims-audit/ledger'
import type { DataSource } from 'typeorm'

/** Bytes of a piece. */
const PIECE = 1 << 20
/** At once, in a process: each reads the database as fast as it can. */
const MOST_AT_ONCE = 2

/** A file as it comes into being. */
export interface Making {
  content: AsyncIterable<string | Buffer>
  /** Rows so far. */
  rows: () => number
}

/** Makes files while their persons do something else. A process that ends leaves its files to be asked for again. */
@Injectable()
export class ExportJobs implements OnApplicationShutdown {
  private readonly log = new Logger('export')
  private readonly running = new Set<Promise<void>>()
  private isOver = false

  get isFull(): boolean {
    return this.running.size >= MOST_AT_ONCE
  }

  start(ledger: DataSource, caller: Caller, exportId: string, making: Making): void {
    const job = this.make(ledger, caller, exportId, making).finally(() => this.running.delete(job))
    this.running.add(job)
  }

  async onApplicationShutdown(): Promise<void> {
    this.isOver = true
    await Promise.all(this.running)
  }

  private async make(ledger: DataSource, caller: Caller, exportId: string, making: Making): Promise<void> {
    try {
      let place = 0
      for await (const bytes of pieces(making.content)) {
        const isWanted = await addPiece(ledger, caller, exportId, { place, bytes, rows: making.rows() })
        if (!isWanted) return
        if (this.isOver) throw new Error('the process ends')
        place += 1
      }
      await endExport(ledger, caller, exportId, 'done')
    } catch (error) {
      this.log.error(`an export broke off (${(error as Error).name})`)
      // Where the database is away, too much time without a sign says the same.
      await endExport(ledger, caller, exportId, 'failed').catch(() => undefined)
    }
  }
}

/** Parts of about a megabyte; at least one. */
async function* pieces(content: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let bytes = 0
  for await (const part of content) {
    const buffer = Buffer.from(part as string)
    held.push(buffer)
    bytes += buffer.length
    if (bytes < PIECE) continue
    yield Buffer.concat(held)
    held = []
    bytes = 0
  }
  yield Buffer.concat(held)
}
