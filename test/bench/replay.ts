/**
 * `npm run bench -- replay`: a retrospective audit of recorded claims, end to end into Postgres, beside the live
 * pipeline on the same claims and Postgres, and beside msdrg, which only groups them, on one thread through its C
 * interface. Whole: the command from its start to its end; the run: from its plan to its settlement, the opening of its
 * threads included. `--growth 5000000` shows the command's memory up to so many claims.
 */
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { groupInputOf } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import { TOPICS } from '@claims-audit/contracts'
import type { SubmittedClaim } from '@claims-audit/contracts'
import { openLedger } from '@claims-audit/ledger'
import { CHAINED, FUSED, launchReplay, openBed, throughput } from './bed.ts'
import type { Submission } from './bed.ts'
import { openPeers } from './peers.ts'
import { pipelineClaims, writeClaims } from './pipeline-claims.ts'
import type { Kind } from './pipeline-claims.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    coded: { type: 'string', default: '300000' },
    notes: { type: 'string', default: '60000' },
    threads: { type: 'string', default: '1,2' },
    growth: { type: 'string', default: '0' },
  },
})
/** Of the live pipeline's claims. A run's own start is part of it. */
const WARM_UP = 0.2
/** The live pipeline is as fast after fewer claims. */
const LIVE = 0.2
const bed = await openBed()
const folder = mkdtempSync(join(tmpdir(), 'claims-audit-replay-'))
console.log(
  `seed ${values.seed}; ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}; live: archive on, one trace of a hundred`,
)
try {
  console.log('| claims | | claims/s | peak memory, MB |\n|---|---|--:|--:|')
  await compare('coded', Number(values.coded))
  await compare('notes', Number(values.notes))
  for (let claims = 10_000; claims <= Number(values.growth); claims *= claims < 1_000_000 ? 10 : 5) await grown(claims)
} finally {
  rmSync(folder, { recursive: true, force: true })
  await bed.close()
}

async function compare(kind: Kind, count: number): Promise<void> {
  if (count === 0) return
  const drawn = [...pipelineClaims(kind, count, Number(values.seed))]
  const file = join(folder, `${kind}.jsonl`)
  await writeClaims(file, drawn)
  const live = drawn.slice(0, Math.round(count * LIVE))
  for (const [name, services] of Object.entries({ chained: CHAINED, fused: FUSED }))
    tell(
      kind,
      `live, ${name}`,
      (
        await throughput(
          bed,
          { services, output: TOPICS.screened, archives: true },
          live,
          Math.round(live.length * WARM_UP),
        )
      ).perSecond,
    )
  for (const threads of values.threads.split(',')) {
    const { whole, own, peak } = await replay(file, count, threads)
    tell(kind, `replay, threads: ${threads}, the run`, own, peak)
    tell(kind, `replay, threads: ${threads}, the whole command`, whole, peak)
  }
  if (kind === 'coded') tell(kind, 'msdrg 1.2.0, grouping only, JSON through its C interface', await grouping(drawn))
}

async function grown(claims: number): Promise<void> {
  const file = join(folder, 'grown.jsonl')
  await writeClaims(file, pipelineClaims('coded', claims, Number(values.seed)))
  const { own, peak } = await replay(file, claims, '2')
  tell(`${claims} coded`, 'replay, threads: 2, the run', own, peak)
}

interface Replayed {
  /** Claims a second of the command, and of the run from its first unit to its end. */
  whole: number
  own: number
  /** Megabytes, resident. */
  peak: number
}

async function replay(file: string, claims: number, threads: string): Promise<Replayed> {
  const databaseUrl = await bed.fresh()
  const began = performance.now()
  const command = launchReplay(databaseUrl, [file, '--threads', threads])
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, peakOf(command.pid ?? 0))), 100)
  const [code] = (await once(command, 'exit')) as [number]
  clearInterval(watch)
  if (code !== 0) throw new Error(`replay ended with ${code}`)
  return { whole: (claims * 1_000) / (performance.now() - began), own: claims / (await secondsOf(databaseUrl)), peak }
}

/** The most that was ever resident, in megabytes; 0 once the process is gone. */
function peakOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    return 0
  }
}

async function secondsOf(databaseUrl: string): Promise<number> {
  const ledger = await openLedger({ databaseUrl, poolSize: 1 })
  try {
    const [run]: { seconds: number }[] = await ledger.query(
      'select extract(epoch from ended_at - began_at)::float8 as seconds from audit_run order by id desc limit 1',
    )
    return run?.seconds ?? NaN
  } finally {
    await ledger.destroy()
  }
}

async function grouping(drawn: Submission[]): Promise<number> {
  const stays = drawn.map(({ value }) => {
    const input = groupInputOf(normalizeClaim(JSON.parse(value) as SubmittedClaim))
    // Validity is not msdrg's to judge here; it takes every code, and a missing indicator as it stands.
    return { version: '43.0', ...input, diagnoses: input.diagnoses.map(({ code, poa }) => ({ code, poa: poa ?? 'Y' })) }
  })
  const file = join(folder, 'stays.jsonl')
  writeFileSync(file, stays.map((stay) => JSON.stringify(stay)).join('\n'))
  const peers = await openPeers('grouper_peers.py', file)
  try {
    const seconds = [await peers.time('msdrg-json'), await peers.time('msdrg-json'), await peers.time('msdrg-json')]
    return stays.length / Math.min(...seconds)
  } finally {
    peers.close()
  }
}

function tell(kind: string, what: string, perSecond: number, peak?: number): void {
  console.log(`| ${kind} | ${what} | ${Math.round(perSecond)} | ${peak === undefined ? '' : Math.round(peak)} |`)
}
