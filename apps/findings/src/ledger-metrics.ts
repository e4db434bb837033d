import type { Settlement } from '@claims-audit/audit'
import { outboxBacklog, quarantineDepth } from '@claims-audit/ledger'
import type { Ledger } from '@claims-audit/ledger'
import { lately, reasonOf } from '@claims-audit/service'
import type { Metrics } from '@claims-audit/service'

/** A rule that is not among those that were loaded: another stage has packs that this one has not. */
const OTHER_RULE = 'other'

/** Counts what is recorded, a batch at a time. */
export class LedgerMetrics {
  private readonly outcomes
  private readonly findings
  private readonly corrections

  constructor(
    metrics: Metrics,
    private readonly rules: ReadonlySet<string>,
  ) {
    this.outcomes = metrics.counter('outcomes_total', 'Events that got their outcome', ['outcome'])
    this.findings = metrics.counter('findings_total', 'Findings recorded', ['rule'])
    this.corrections = metrics.counter('corrections_total', 'Corrections recorded, to be published', ['kind'])
  }

  recorded({ outcomes, results, corrections }: Settlement): void {
    addAll(
      outcomes.map(({ outcome }) => outcome),
      (outcome, count) => this.outcomes.inc({ outcome }, count),
    )
    const rules = results.flatMap(({ findings }) =>
      findings.map(({ ruleId }) => (this.rules.has(ruleId) ? ruleId : OTHER_RULE)),
    )
    addAll(rules, (rule, count) => this.findings.inc({ rule }, count))
    addAll(
      corrections.map(({ event }) => event.kind),
      (kind, count) => this.corrections.inc({ kind }, count),
    )
  }

  quarantined(events: number): void {
    if (events > 0) this.outcomes.inc({ outcome: 'quarantined' }, events)
  }
}

function addAll(names: string[], add: (name: string, count: number) => void): void {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  for (const [name, count] of counts) add(name, count)
}

/** What waits in the ledger, asked at a scrape. */
export function watchLedger(metrics: Metrics, ledger: Ledger): void {
  const outbox = lately(OUTBOX_MS, () => outboxBacklog(ledger))
  metrics.gauge('outbox_rows', 'Corrections that wait to be published, up to 100,000', [], async (gauge) =>
    gauge.set((await outbox()).rows),
  )
  metrics.gauge('outbox_oldest_seconds', 'Age of the oldest of them; 0 where none waits', [], async (gauge) =>
    gauge.set((await outbox()).seconds),
  )
  const depth = lately(QUARANTINE_MS, () => quarantineDepth(ledger))
  metrics.gauge('quarantine_depth', 'Quarantined events that were not sent again', ['reason'], async (gauge) => {
    const rows = await depth()
    gauge.reset()
    for (const { code, events } of rows) gauge.inc({ reason: reasonOf(code) }, events)
  })
}

const OUTBOX_MS = 5_000
/** The whole table is read for it. */
const QUARANTINE_MS = 30_000
