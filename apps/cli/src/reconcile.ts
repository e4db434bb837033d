import { TOPICS } from '@claims-audit/contracts'
import { committedOffsets, groupLag, logRange } from '@claims-audit/event-log'
import type { LogRange } from '@claims-audit/event-log'
import { terminalOffsets } from '@claims-audit/ledger'
import type { OffsetSpan, TerminalOffsets } from '@claims-audit/ledger'
import { connections, withLedger } from './connections.js'
import { print } from './output.js'

/** One partition's account. `open`: still on its way; `missing`: nothing will bring it any more. */
interface Account {
  partition: number
  low: string
  high: string
  terminal: number
  open: OffsetSpan[]
  missing: OffsetSpan[]
  duplicated: string[]
}

/**
 * `reconcile`: every offset of claims.submitted that the log still holds has its outcome, is on its way, or is missing. Runs while the system runs:
 * the stages are asked upstream first and the ledger last, so what moves meanwhile is found further down, never nowhere.
 */
export async function reconcile(): Promise<number> {
  const { brokers } = connections()
  const log = await logRange(brokers, TOPICS.submitted)
  const entered = await enteredOffsets(brokers)
  const onTheWay = await isAnythingOnTheWay(brokers)
  return withLedger('reconcile', async (ledger) => {
    let exitCode = 0
    for (const range of log) {
      const account = accountOf(range, await terminalOffsets(ledger, { topic: TOPICS.submitted, ...range }), { entered: entered.get(range.partition) ?? 0n, onTheWay })
      if (account.missing.length + account.duplicated.length > 0) exitCode = 1
      await print(JSON.stringify(account))
    }
    return exitCode
  })
}

/** Where the pipeline's first stage stands, chained or fused. */
async function enteredOffsets(brokers: string[]): Promise<Map<number, bigint>> {
  const entered = new Map<number, bigint>()
  for (const group of ['code-validation', 'fused']) {
    for (const { partition, offset } of await committedOffsets(brokers, group, TOPICS.submitted)) {
      const at = BigInt(offset ?? 0)
      if (at >= (entered.get(partition) ?? 0n)) entered.set(partition, at)
    }
  }
  return entered
}

/**
 * Asked in the order of the flow: what has left one hop when it is asked is seen at the next. Of the two that read the quarantine only one runs, so it
 * is on its way only where neither has read it.
 */
async function isAnythingOnTheWay(brokers: string[]): Promise<boolean> {
  if (await hasLag(brokers, 'drg', TOPICS.validated)) return true
  if (await hasLag(brokers, 'findings', TOPICS.audited)) return true
  return (await hasLag(brokers, 'findings', TOPICS.quarantined)) && (await hasLag(brokers, 'fused', TOPICS.quarantined))
}

const hasLag = async (brokers: string[], group: string, topic: string): Promise<boolean> => (await groupLag(brokers, group, topic)).some(({ lag }) => lag > 0n)

/** What has no outcome is missing where the first stage has passed it and nothing is on its way behind it. */
function accountOf({ partition, low, high }: LogRange, { terminal, duplicated, without }: TerminalOffsets, { entered, onTheWay }: { entered: bigint; onTheWay: boolean }): Account {
  const lostBefore = onTheWay ? 0n : entered
  return {
    partition,
    low,
    high,
    terminal,
    missing: without.flatMap((span) => clipped(span, 0n, lostBefore)),
    open: without.flatMap((span) => clipped(span, lostBefore, BigInt(high))),
    duplicated,
  }
}

/** The part of a span from `from` up to, and without, `to`. */
function clipped({ first, last }: OffsetSpan, from: bigint, to: bigint): OffsetSpan[] {
  const begin = BigInt(first) > from ? BigInt(first) : from
  const end = BigInt(last) < to ? BigInt(last) : to - 1n
  return begin <= end ? [{ first: String(begin), last: String(end) }] : []
}
