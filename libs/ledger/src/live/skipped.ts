import type { DataSource } from 'typeorm'
import type { RunInput, Stretch } from '../runs/runs.js'

/** An event of a run that has no result of its own. */
export interface SkippedEvent {
  /** `file:line` (or row), or partition and offset in the log. */
  place: string
  outcome: 'rejected' | 'duplicate' | 'version-conflict'
  tenant: string | null
  claimId: string | null
  reason: string | null
  pointer: string | null
  keyword: string | null
}

const PAGE = 5_000

type Row = Omit<SkippedEvent, 'place'> & { unit: number; ordinal: number; stretch: Stretch; inputs: RunInput[] }

/** In the order of the input. Duplicates and contradictions are known once the run is settled. */
export async function* findSkipped(ledger: DataSource, run: number): AsyncGenerator<SkippedEvent> {
  for (let after = [-1, -1]; ;) {
    const rows: Row[] = await ledger.query(
      `select s.unit, s.ordinal, s.outcome, s.tenant, s.claim_id as "claimId", s.reason_code as reason, s.reason_pointer as pointer, s.reason_keyword as keyword, u.stretch, r.inputs
       from run_skipped s join run_unit u using (run, unit) join audit_run r on r.id = s.run
       where s.run = $1 and (s.unit, s.ordinal) > ($2, $3) order by s.unit, s.ordinal limit ${PAGE}`,
      [run, ...after],
    )
    for (const { unit, ordinal, stretch, inputs, ...row } of rows) {
      yield { place: placeOf(stretch, ordinal, inputs), ...row }
      after = [unit, ordinal]
    }
    if (rows.length < PAGE) return
  }
}

function placeOf(stretch: Stretch, ordinal: number, inputs: RunInput[]): string {
  if (stretch.kind === 'lines') return `${inputs[stretch.file]?.file}:${stretch.firstLine + ordinal}`
  if (stretch.kind === 'rows') return `${inputs[stretch.file]?.file}:${stretch.from + ordinal + 1}`
  return `${stretch.partition}/${BigInt(stretch.from) + BigInt(ordinal)}`
}
