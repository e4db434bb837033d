/**
 * `npm run bench -- endurance`: the memory of every process over a million claims, and what a claim costs with ten
 * thousand to ten million claims in Postgres already. `--claims 0` or `--rows ''` leaves a part out.
 */
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { TOPICS } from '@claims-audit/contracts'
import { openLedger } from '@claims-audit/ledger'
import { CHAINED, answered, fill, openBed } from './bed.ts'
import type { Submission } from './bed.ts'
import { pipelineClaims } from './pipeline-claims.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    claims: { type: 'string', default: '1000000' },
    rows: { type: 'string', default: '10000,100000,1000000,10000000' },
    measured: { type: 'string', default: '20000' },
  },
})
/** Rows put in by one statement. */
const STEP = 100_000
const bed = await openBed()
console.log(
  `seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; coded claims, chained, archive on, one trace of a hundred`,
)
try {
  if (Number(values.claims) > 0) await overTime(Number(values.claims))
  if (values.rows !== '') await overRows(values.rows.split(',').map(Number), Number(values.measured))
} finally {
  await bed.close()
}

/** Ten parts, each submitted when the one before has been answered: what waits in the log is no one's memory. */
async function overTime(claims: number): Promise<void> {
  const databaseUrl = await bed.fresh()
  const running = bed.start(CHAINED, databaseUrl)
  const drawn = pipelineClaims('coded', claims, Number(values.seed))
  const part = Math.floor(claims / 10)
  console.log('| claims | claims/s | resident memory, MB |\n|--:|--:|---|')
  try {
    for (let done = part; done <= claims; done += part) {
      const began = performance.now()
      await fill(bed.stack, some(drawn, part))
      await answered(bed.stack, {
        output: TOPICS.screened,
        count: done,
        archivedIn: done === claims ? databaseUrl : undefined,
      })
      const seconds = (performance.now() - began) / 1_000
      console.log(
        `| ${done} | ${Math.round(part / seconds)} | ${Object.entries(bed.memory(running))
          .map(([name, megabytes]) => `${name} ${megabytes}`)
          .join(', ')} |`,
      )
    }
  } finally {
    await bed.stop(running)
  }
}

/** The next so many; the helper `take` would end the generator with them. */
function some(drawn: Generator<Submission>, count: number): Submission[] {
  return Array.from({ length: count }, () => drawn.next().value as Submission)
}

async function overRows(steps: number[], measured: number): Promise<void> {
  const databaseUrl = await bed.fresh()
  const running = bed.start(CHAINED, databaseUrl)
  const drawn = pipelineClaims('coded', measured * (steps.length + 1), Number(values.seed))
  const pass = async (count: number): Promise<void> => {
    await fill(bed.stack, some(drawn, measured))
    await answered(bed.stack, { output: TOPICS.screened, count, archivedIn: databaseUrl })
  }
  console.log('| claims in Postgres before | claims/s | CPU of Postgres, µs a claim |\n|--:|--:|--:|')
  let held = 0
  try {
    await pass(measured)
    for (const [at, rows] of steps.entries()) {
      await grow(databaseUrl, held, rows)
      held = rows
      const [before, began] = [bed.usage(running), performance.now()]
      await pass(measured * (at + 2))
      const [after, seconds] = [bed.usage(running), (performance.now() - began) / 1_000]
      console.log(
        `| ${rows} | ${Math.round(measured / seconds)} | ${Math.round((((after['Postgres'] ?? 0) - (before['Postgres'] ?? 0)) * 1e6) / measured)} |`,
      )
    }
  } finally {
    await bed.stop(running)
  }
}

/** Claims that were audited long ago: an outcome, a result and a finding each, with little in them but their keys. */
async function grow(databaseUrl: string, from: number, to: number): Promise<void> {
  const ledger = await openLedger({ databaseUrl, poolSize: 1 })
  try {
    for (let first = from; first < to; first += STEP) {
      const range = [first, Math.min(to, first + STEP) - 1]
      await ledger.query(
        `insert into claim_outcome (tenant, claim_id, epoch, origin_topic, origin_partition, origin_offset, origin_timestamp, version, revision, outcome)
         select 'old', 'old-' || n, 1, 'claims.submitted', n % 4, 1000000000 + n, 0, 1, 0, 'findings' from generate_series($1::int, $2::int) n`,
        range,
      )
      await ledger.query(
        `insert into audited_claim (tenant, claim_id, version, revision, content_digest, outcome, editions, claim_type, discharge_date, body)
         select 'old', 'old-' || n, 1, 0, md5(n::text), 'findings', '{}', 'institutional-inpatient', date '2025-10-01' + n % 365, '{"findings":[],"support":[],"drg":null,"codes":[]}' from generate_series($1::int, $2::int) n`,
        range,
      )
      await ledger.query(
        `insert into work_finding (finding_id, revision, tenant, claim_id, version, rule_id, severity, discharge_date, amount_cents, is_open)
         select gen_random_uuid(), 0, 'old', 'old-' || n, 1, 'drg.mismatch', 1, date '2025-10-01' + n % 365, n, true from generate_series($1::int, $2::int) n`,
        range,
      )
    }
    // What grew over years was seen to while it grew: the measurement is not charged for it.
    for (const table of ['claim_outcome', 'audited_claim', 'work_finding'])
      await ledger.query(`vacuum (analyze) ${table}`)
    await ledger.query('checkpoint')
  } finally {
    await ledger.destroy()
  }
}
